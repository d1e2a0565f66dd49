#ifndef MOKUHYO_LIBS_VALUES_ITEMIZATION_H_
#define MOKUHYO_LIBS_VALUES_ITEMIZATION_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/values/decimal.h"
#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Parts of a figure that a running text lists: "9回(北地区3回、南地区6回)" or "講座 19回 教室 5回".
struct Itemization {
  // As it stands in the text, folded, with the figure in front of the brackets.
  std::string text;
  // The figure directly in front of the brackets, which the parts make up; absent without one.
  std::optional<v1::Figure> whole;
  // At least two plain figures of one unit, each with a label of its own.
  std::vector<v1::Figure> parts;

  // What the parts come to, exactly.
  Decimal Sum() const;
};

// The itemizations in a text that people wrote, in its order. A sentence counts only if it is
// nothing but the list, or the list stands in brackets: prose compares, estimates and repeats
// figures in ways that no sum shows. Left alone are lists of what does not add up (percentages,
// points, ranks), of figures that are no parts ("うち", last year's, targets), and those that say
// that they are not complete (など). A total within the list (計) is no part.
//
// Pure; linear in the length of the text; any bytes.
std::vector<Itemization> FindItemizations(std::string_view text);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_ITEMIZATION_H_
