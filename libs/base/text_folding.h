#ifndef MOKUHYO_LIBS_BASE_TEXT_FOLDING_H_
#define MOKUHYO_LIBS_BASE_TEXT_FOLDING_H_

#include <string>
#include <string_view>

// Unicode foldings for texts that people typed into spreadsheets. All functions are pure and safe
// to call from any thread; bytes that are not valid UTF-8 come out as U+FFFD.
namespace mokuhyo::base {

// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool IsValidUtf8(std::string_view text);

// Normalization form C (UAX #15): the form in which entered text is stored.
std::string NormalizeNfc(std::string_view text);

// The form in which texts are parsed and compared, never stored: NFKC ("５％" becomes "5%"), wave
// dashes become "~", dashes and the minus sign become "-", every white space becomes one kind of
// space.
//
// Unlike plain NFKC it leaves alone the characters that would turn into digits of another meaning:
// "10²" does not become 102, "①講座" does not become "1講座", "½" does not become 1⁄2.
std::u32string FoldForParsing(std::string_view text);

// `text` without white space.
std::u32string RemoveSpaces(std::u32string_view text);

// UTF-8 of `text`.
std::string ToUtf8(std::u32string_view text);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_TEXT_FOLDING_H_
