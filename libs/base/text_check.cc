#include "libs/base/text_check.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mokuhyo::base {
namespace {

enum class Lines { kOne, kMany };

// The code point at `i`, which is moved past it; negative where the bytes are not UTF-8.
UChar32 Next(std::string_view text, size_t& i) {
  UChar32 c = 0;
// The macro narrows ints.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
  U8_NEXT(text.data(), i, text.size(), c);
#pragma GCC diagnostic pop
  return c;
}

bool IsForbidden(UChar32 c, Lines lines) {
  if (c == '\t') return false;
  if (c == '\n') return lines == Lines::kOne;
  if (lines == Lines::kOne && (c == 0x2028 || c == 0x2029)) return true;
  // Noncharacters are for the inside of programs; formats such as XML cannot hold all of them.
  return u_charType(c) == U_CONTROL_CHAR || U_IS_UNICODE_NONCHAR(c);
}

bool IsNfc(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return false;
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  const bool normalized = nfc->isNormalizedUTF8(piece, error);
  return U_SUCCESS(error) && normalized;
}

void Check(std::string_view field, std::string_view text, size_t max_characters, Lines lines,
           Violations& violations) {
  size_t characters = 0;
  UChar32 forbidden = U_SENTINEL;
  for (size_t i = 0; i < text.size(); ++characters) {
    const size_t start = i;
    const UChar32 c = Next(text, i);
    if (c < 0) {
      violations.Add(std::string(field), absl::StrCat("is not UTF-8 at byte ", start));
      return;
    }
    if (forbidden == U_SENTINEL && IsForbidden(c, lines)) forbidden = c;
  }
  if (forbidden != U_SENTINEL) {
    violations.Add(std::string(field), absl::StrFormat("contains the character U+%04X, which is "
                                                       "not allowed here",
                                                       static_cast<uint32_t>(forbidden)));
  }
  if (!IsNfc(text)) {
    violations.Add(std::string(field), "is not in Unicode normalization form C");
  }
  if (characters > max_characters) {
    violations.Add(std::string(field), absl::StrCat("has ", characters, " characters; at most ",
                                                    max_characters, " are allowed"));
  }
}

}  // namespace

void CheckText(std::string_view field, std::string_view text, size_t max_characters,
               Violations& violations) {
  Check(field, text, max_characters, Lines::kMany, violations);
}

void CheckLine(std::string_view field, std::string_view text, size_t max_characters,
               Violations& violations) {
  Check(field, text, max_characters, Lines::kOne, violations);
}

}  // namespace mokuhyo::base
