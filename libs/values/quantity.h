#ifndef MOKUHYO_LIBS_VALUES_QUANTITY_H_
#define MOKUHYO_LIBS_VALUES_QUANTITY_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "libs/values/tokenizer.h"
#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// A number with what is printed behind it.
struct Quantity {
  // Unit, bound, numbers, period ("回/月"); neither label nor what stands in front.
  v1::Figure figure;
  // Words behind the unit that belong to whatever follows: the ワークショップ of
  // "2回開催ワークショップ1回".
  std::u32string remainder;
  // How many tokens were read.
  size_t length = 0;
};

// Reads a quantity or a range of two from `tokens`, of which the first is a number.
//
// Returns nothing where its end cannot be told, it is only roughly so (程度), only planned
// (を予定), a change (の増), or the range is empty or of two units.
std::optional<Quantity> ReadQuantity(std::span<const Token> tokens);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_QUANTITY_H_
