#ifndef MOKUHYO_LIBS_PROJECTION_COMPARE_MATCHING_H_
#define MOKUHYO_LIBS_PROJECTION_COMPARE_MATCHING_H_

#include <cstddef>
#include <vector>

#include "libs/projection/compare_tree.h"

namespace mokuhyo::projection {

// Which goals (or indicators) of two states are the same one, by number; kNone: it is only in one.
struct Matching {
  std::vector<size_t> after_of;   // By number in the earlier state.
  std::vector<size_t> before_of;  // By number in the later state.
};

// Goals are matched by id, then by what they were carried forward from, then by path of labels,
// then by title; each step takes what the steps before left over and what can be told apart by it.
// Ids are those of a sheet: they do not match where the two are states of different sheets. Pure.
Matching MatchGoals(const ComparedTree& before, const ComparedTree& after);

// Indicators: by id, by what they were carried forward from, by series, then by label and name, or
// name alone, within goals that are the same. Pure.
Matching MatchIndicators(const ComparedTree& before, const ComparedTree& after,
                         const Matching& goals);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPARE_MATCHING_H_
