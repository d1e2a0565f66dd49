#include "libs/render/printed_limits.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::render {
namespace {

size_t BytesOf(const std::vector<std::string>& texts) {
  size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return bytes;
}

size_t BytesOf(const std::vector<PrintedSheet::Text>& texts) {
  size_t bytes = 0;
  for (const auto& [title, text] : texts) bytes += title.size() + text.size();
  return bytes;
}

size_t BytesOf(const std::vector<PrintedSheet::Section>& sections) {
  size_t bytes = 0;
  for (const auto& section : sections) bytes += section.title.size() + BytesOf(section.paragraphs);
  return bytes;
}

}  // namespace

PrintedSize SizeOf(const PrintedSheet& sheet) {
  PrintedSize size;
  size.bytes = sheet.title.size() + sheet.subtitle.size() + BytesOf(sheet.facts) +
               BytesOf(sheet.introduction) + BytesOf(sheet.conclusion);
  for (const PrintedSheet::Row& row : sheet.rows) {
    size.cells += row.cells.size() + row.words.size();
    size.bytes += BytesOf(row.cells) + BytesOf(row.words);
  }
  return size;
}

absl::Status RequirePrintable(const PrintedSize& size) {
  if (size.cells > kMaxPrintedCells) {
    return base::ResourceExhausted(
        "EXPORT_TOO_LARGE",
        absl::StrCat("the sheet comes to ", size.cells,
                     " cells; a page, a workbook or a CSV has at most ", kMaxPrintedCells,
                     "; export it as JSON, which has everything"),
        {{"cells", absl::StrCat(size.cells)}, {"max_cells", absl::StrCat(kMaxPrintedCells)}});
  }
  if (size.bytes > kMaxPrintedBytes) {
    return base::ResourceExhausted(
        "EXPORT_TOO_LARGE",
        absl::StrCat("the sheet comes to ", size.bytes,
                     " bytes of text; a page, a workbook or a CSV has at most ", kMaxPrintedBytes,
                     "; export it as JSON, which has everything"),
        {{"bytes", absl::StrCat(size.bytes)}, {"max_bytes", absl::StrCat(kMaxPrintedBytes)}});
  }
  return absl::OkStatus();
}

}  // namespace mokuhyo::render
