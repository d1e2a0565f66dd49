#include "libs/base/text_folding.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace mokuhyo::base {
namespace {

icu::UnicodeString ToUnicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

// ICU hands out its normalizers as shared immutable singletons whose data are compiled into the
// library, so that failing to get one is a broken installation and leaves the text as it is.
icu::UnicodeString Normalize(const icu::UnicodeString& text, const icu::Normalizer2* normalizer) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString normalized = normalizer->normalize(text, error);
  return U_SUCCESS(error) ? normalized : text;
}

const icu::Normalizer2* Nfc() {
  static const icu::Normalizer2* const normalizer = [] {
    UErrorCode error = U_ZERO_ERROR;
    return icu::Normalizer2::getNFCInstance(error);
  }();
  return normalizer;
}

const icu::Normalizer2* Nfkc() {
  static const icu::Normalizer2* const normalizer = [] {
    UErrorCode error = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKCInstance(error);
  }();
  return normalizer;
}

// Circled, raised and squared characters whose compatibility form has digits that are no digits of
// a number: only true decimal digits (full width among them) may become digits.
bool WouldInventDigits(UChar32 c) {
  if (c < 0x80 || u_charType(c) == U_DECIMAL_DIGIT_NUMBER) return false;
  icu::UnicodeString decomposition;
  if (!Nfkc()->getDecomposition(c, decomposition)) return false;
  for (int32_t i = 0; i < decomposition.length(); ++i) {
    if (decomposition[i] >= u'0' && decomposition[i] <= u'9') return true;
  }
  return false;
}

char32_t UnifyPunctuation(UChar32 c) {
  switch (c) {
    case 0x301C:  // WAVE DASH
    case 0x3030:  // WAVY DASH
    case 0x223C:  // TILDE OPERATOR
      return U'~';
    case 0x2010:  // HYPHEN
    case 0x2011:  // NON-BREAKING HYPHEN
    case 0x2012:  // FIGURE DASH
    case 0x2013:  // EN DASH
    case 0x2014:  // EM DASH
    case 0x2015:  // HORIZONTAL BAR
    case 0x2212:  // MINUS SIGN
      return U'-';
    default:
      return u_isUWhiteSpace(c) ? U' ' : static_cast<char32_t>(c);
  }
}

void AppendFolded(const icu::UnicodeString& segment, std::u32string& out) {
  const icu::UnicodeString folded = Normalize(segment, Nfkc());
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    out.push_back(UnifyPunctuation(folded.char32At(i)));
  }
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int64_t>(text.size());
  int64_t i = 0;
  while (i < length) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, length, c);
    if (c < 0) return false;
  }
  return true;
}

std::string NormalizeNfc(std::string_view text) {
  std::string out;
  Normalize(ToUnicode(text), Nfc()).toUTF8String(out);
  return out;
}

std::u32string FoldForParsing(std::string_view text) {
  const icu::UnicodeString source = ToUnicode(text);
  std::u32string out;
  icu::UnicodeString segment;
  for (int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 c = source.char32At(i);
    if (!WouldInventDigits(c)) {
      segment.append(c);
      continue;
    }
    AppendFolded(segment, out);
    segment.remove();
    out.push_back(static_cast<char32_t>(c));
  }
  AppendFolded(segment, out);
  return out;
}

std::u32string RemoveSpaces(std::u32string_view text) {
  std::u32string out(text);
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)); }),
            out.end());
  return out;
}

std::string ToUtf8(std::u32string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                static_cast<int32_t>(text.size()))
      .toUTF8String(out);
  return out;
}

}  // namespace mokuhyo::base
