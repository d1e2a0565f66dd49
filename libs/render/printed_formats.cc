#include "libs/render/printed_formats.h"

#include "libs/base/status_macros.h"
#include "libs/render/csv_sheet.h"
#include "libs/render/html_sheet.h"
#include "libs/render/printed_goals.h"
#include "libs/render/printed_limits.h"
#include "libs/render/xlsx_sheet.h"

namespace mokuhyo::render {

bool IsPrinted(sheets::v1::ExportFormat format) {
  return format == sheets::v1::EXPORT_FORMAT_HTML || format == sheets::v1::EXPORT_FORMAT_XLSX ||
         format == sheets::v1::EXPORT_FORMAT_CSV;
}

absl::StatusOr<std::string> WritePrinted(sheets::v1::ExportFormat format,
                                         const sheets::v1::Sheet& sheet,
                                         const PrintOptions& options) {
  MOKUHYO_RETURN_IF_ERROR(RequirePrintable({.cells = CountCells(sheet, options)}));
  if (format == sheets::v1::EXPORT_FORMAT_CSV) return WriteCsv(sheet, options);
  const PrintedSheet printed = PrintSheet(sheet, options);
  MOKUHYO_RETURN_IF_ERROR(RequirePrintable(SizeOf(printed)));
  if (format == sheets::v1::EXPORT_FORMAT_XLSX) return WriteXlsx(printed);
  return WriteHtml(printed);
}

}  // namespace mokuhyo::render
