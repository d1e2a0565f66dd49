#ifndef MOKUHYO_LIBS_VALUES_FIGURES_H_
#define MOKUHYO_LIBS_VALUES_FIGURES_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libs/values/tokenizer.h"
#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// The figures of a value string and the words that belong to none of them.
struct Figures {
  std::vector<v1::Figure> figures;
  // The words that are left over, without white space.
  std::u32string words;
};

// More figures than this in one string make a text, not a target.
inline constexpr int kMaxFigures = 32;

// Reads the figures out of tokens:
//
//   figure   = [ label ] [ qualifier ] [ period ] quantity [ "~" quantity ] [ action ] [ side ]
//   quantity = number [ scale ] [ unit ] [ bound ]
//   side     = "(" [ label ] quantity ")"
//
// The label is what is attached in front of the number ("参加者180組"), else the last words before
// it ("支援 13件"), else the words in front of a bracket ("事業件数(40件)"). A text without numbers
// is all words.
//
// Returns nothing where the figures cannot be told apart or are only rough (約100人,
// 18校のうち10校).
std::optional<Figures> ReadFigures(std::span<const Token> tokens);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_FIGURES_H_
