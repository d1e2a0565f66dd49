#ifndef MOKUHYO_LIBS_RENDER_XLSX_SHEET_H_
#define MOKUHYO_LIBS_RENDER_XLSX_SHEET_H_

#include <string>

#include "absl/status/statusor.h"
#include "libs/render/printed_sheet.h"

namespace mokuhyo::render {

// The sheet as a workbook (Office Open XML) with one worksheet, laid out for A4 landscape. Every
// cell is text, as it was entered: nothing in it is ever a formula or a link; what is longer than a
// cell (see TakeCell) goes on in the row below. The same sheet gives the same bytes. Parts of it
// pass through files of the system's directory for temporary ones. Thread-safe.
//
// Returns UNAVAILABLE with reason NO_TEMPORARY_FILES if these cannot be made.
absl::StatusOr<std::string> WriteXlsx(const PrintedSheet& sheet);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_XLSX_SHEET_H_
