#include "libs/render/printable.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>

namespace mokuhyo::render {
namespace {

bool Steers(UChar32 code_point) {
  switch (u_charType(code_point)) {
    case U_CONTROL_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return true;
    default:
      return u_hasBinaryProperty(code_point, UCHAR_BIDI_CONTROL) != 0;
  }
}

std::string Disarm(std::string_view text, bool keep_line_breaks) {
  const auto given = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  icu::UnicodeString printable;
  for (int32_t i = 0; i < given.length(); i = given.moveIndex32(i, 1)) {
    const UChar32 code_point = given.char32At(i);
    if (code_point == u'\t') {
      printable.append(u' ');
    } else if (code_point == u'\n' && keep_line_breaks) {
      printable.append(u'\n');
    } else {
      printable.append(Steers(code_point) ? UChar32{0xFFFD} : code_point);
    }
  }
  std::string utf8;
  printable.toUTF8String(utf8);
  return utf8;
}

}  // namespace

std::string Printable(std::string_view text) { return Disarm(text, true); }

std::string PrintableLine(std::string_view text) { return Disarm(text, false); }

}  // namespace mokuhyo::render
