#include "libs/render/text_encoding.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mokuhyo::render {
namespace {

constexpr char kRemedy[] = "save the file as UTF-8 without byte order mark";

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Offset of the first byte that does not begin a well-formed sequence; the size of the text if
// there is none.
size_t FirstMalformedByte(std::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  int32_t offset = 0;
  while (offset < size) {
    const int32_t start = offset;
    UChar32 code_point = 0;
    U8_NEXT(bytes, offset, size, code_point);
    if (code_point < 0) return static_cast<size_t>(start);
  }
  return text.size();
}

}  // namespace

TextPlace PlaceOf(std::string_view text, size_t offset) {
  TextPlace place;
  for (const char byte : text.substr(0, std::min(offset, text.size()))) {
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    } else if (!IsContinuation(byte)) {
      ++place.column;
    }
  }
  return place;
}

std::optional<std::string> DescribeEncodingProblem(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  if (StartsWith(bytes, "\xEF\xBB\xBF"sv)) {
    return absl::StrCat("UTF-8 with a byte order mark; ", kRemedy);
  }
  // JSON starts with an ASCII character, so a zero among the first two bytes is half of a UTF-16
  // unit.
  const bool utf16 = StartsWith(bytes, "\xFF\xFE"sv) || StartsWith(bytes, "\xFE\xFF"sv) ||
                     bytes.substr(0, 2).find('\0') != std::string_view::npos;
  if (utf16) return absl::StrCat("not UTF-8 but UTF-16; ", kRemedy);

  const size_t offset = FirstMalformedByte(bytes);
  if (offset == bytes.size()) return std::nullopt;
  const TextPlace place = PlaceOf(bytes, offset);
  return absl::StrFormat(
      "not UTF-8 at line %d, column %d (byte 0x%02X), perhaps Shift_JIS or EUC-JP; %s", place.line,
      place.column, static_cast<unsigned char>(bytes[offset]), kRemedy);
}

std::string Shorten(std::string_view text, size_t max_code_points) {
  size_t code_points = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsContinuation(text[i])) continue;
    if (code_points++ == max_code_points) return std::string(text.substr(0, i)) + "…";
  }
  return std::string(text);
}

}  // namespace mokuhyo::render
