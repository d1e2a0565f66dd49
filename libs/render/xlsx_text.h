#ifndef MOKUHYO_LIBS_RENDER_XLSX_TEXT_H_
#define MOKUHYO_LIBS_RENDER_XLSX_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

// Texts as the cells of a workbook (Office Open XML) take them.
namespace mokuhyo::render {

// "Total number of characters that a cell can contain" (Excel specifications and limits). They are
// counted in UTF-16: a character beyond the Basic Multilingual Plane (𠮷, an emoji) counts twice.
inline constexpr size_t kMaxCellUnits = 32'767;

// Takes off the front of `text`, which is UTF-8, what fits into a cell: kMaxCellUnits at most,
// whole characters. U+FFFE and U+FFFF, which XML cannot hold (XML 1.0, section 2.2) and older
// entries may have, become U+FFFD.
std::string TakeCell(std::string_view& text);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_XLSX_TEXT_H_
