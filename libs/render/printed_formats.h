#ifndef MOKUHYO_LIBS_RENDER_PRINTED_FORMATS_H_
#define MOKUHYO_LIBS_RENDER_PRINTED_FORMATS_H_

#include <string>

#include "absl/status/statusor.h"
#include "libs/render/printed_sheet.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::render {

// True for the formats that people read: a page, a workbook, a table.
bool IsPrinted(sheets::v1::ExportFormat format);

// The sheet in one of these formats. Thread-safe.
//
// Returns RESOURCE_EXHAUSTED with reason EXPORT_TOO_LARGE, before it is rendered, if the document
// would be above the limits of printed_limits.h; errors as WriteXlsx.
absl::StatusOr<std::string> WritePrinted(sheets::v1::ExportFormat format,
                                         const sheets::v1::Sheet& sheet,
                                         const PrintOptions& options);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_PRINTED_FORMATS_H_
