#include "libs/render/xlsx_text.h"

namespace mokuhyo::render {
namespace {

// Bytes of the character that begins with `lead`; malformed bytes stand for themselves.
size_t BytesOf(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

}  // namespace

std::string TakeCell(std::string_view& text) {
  constexpr std::string_view kReplacement = "\uFFFD";
  std::string cell;
  size_t units = 0;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, BytesOf(text.front()));
    units += character.size() == 4 ? 2 : 1;
    if (units > kMaxCellUnits) break;
    cell += character == "\uFFFE" || character == "\uFFFF" ? kReplacement : character;
    text.remove_prefix(character.size());
  }
  return cell;
}

}  // namespace mokuhyo::render
