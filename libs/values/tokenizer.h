#ifndef MOKUHYO_LIBS_VALUES_TOKENIZER_H_
#define MOKUHYO_LIBS_VALUES_TOKENIZER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mokuhyo::values {

// A piece of a value string.
struct Token {
  enum class Type {
    kSpace,  // One or more white spaces.
    kWord,  // Letters, particles, marks; also a number that names rather than counts (第2回, 3月,
            // R4).
    kNumber,  // A number in plain notation: "17756", "-4.70".
    kRange,   // A tilde or hyphen between two numbers.
    kOpen,    // (
    kClose,   // )
  };

  Type type;
  std::u32string text;
};

// Cuts a folded value string (base::FoldForParsing) into tokens, in time linear in its length. Two
// words never follow each other.
//
// Returns nothing where a number is written in a way that has no certain meaning ("1,00", "1.2.3",
// "3/4", "007"), brackets do not match, or figures are calculated with ("60人×2回"): such a value
// is unparsed.
std::optional<std::vector<Token>> Tokenize(std::u32string_view folded);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_TOKENIZER_H_
