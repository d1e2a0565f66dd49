#ifndef MOKUHYO_LIBS_VALUES_MATCH_FIGURES_H_
#define MOKUHYO_LIBS_VALUES_MATCH_FIGURES_H_

#include <vector>

#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Finds for each figure of a target the figure of the result that reports on it:
//
//   1. the one with the same label;
//   2. else the one with the same unit, where no other figure left on either side has that unit;
//   3. else, where both sides have equally many figures, the one in the same place, unless both are
//      labelled, and so differently.
//
// Returns one index into the result's figures per figure of the target, -1 where there is none. No
// figure of the result serves twice.
std::vector<int> MatchFigures(const v1::Meaning& target, const v1::Meaning& result);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_MATCH_FIGURES_H_
