#ifndef MOKUHYO_LIBS_VALUES_PROPORTION_H_
#define MOKUHYO_LIBS_VALUES_PROPORTION_H_

#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Takes `part` / `whole` of the figures of `target`, for Compare with `result`.
//
// Where one of the figures is no decimal then (a third of 10,000), the figures of both are taken
// times `whole` instead and those of the target times `part`: 10,000 against 31,464 in place of
// 3,333.33… against 10,488. Every comparison and every attainment is the same, and stays exact.
//
// Requires 0 < part <= whole <= 1000. A figure that is not a decimal number stays as it is.
void TakeInProportion(int part, int whole, v1::Value& target, v1::Value& result);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_PROPORTION_H_
