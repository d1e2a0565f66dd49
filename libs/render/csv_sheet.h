#ifndef MOKUHYO_LIBS_RENDER_CSV_SHEET_H_
#define MOKUHYO_LIBS_RENDER_CSV_SHEET_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/render/printed_sheet.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::render {

// The sheet as a table for spreadsheets and programs: RFC 4180 in UTF-8 with a byte order mark, one
// row for each indicator, and for each goal that has none but stands for itself. Every row says of
// which sheet, unit, year and goal it is; dates are YYYY-MM-DD. Thread-safe.
//
// Returns RESOURCE_EXHAUSTED with reason EXPORT_TOO_LARGE if it has more than kMaxPrintedBytes; no
// more than these are held meanwhile.
absl::StatusOr<std::string> WriteCsv(const sheets::v1::Sheet& sheet, const PrintOptions& options);

// One line of such a table, line break included. A text that a spreadsheet would take for a formula
// gets an apostrophe in front; figures with a sign do not.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_CSV_SHEET_H_
