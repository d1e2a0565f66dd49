#ifndef MOKUHYO_LIBS_VALUES_RUNNING_TOTAL_H_
#define MOKUHYO_LIBS_VALUES_RUNNING_TOTAL_H_

#include <string>
#include <vector>

#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Target and result of an indicator that runs on over the years, made ready for Compare.
struct RunningTotal {
  // The target, all of whose figures are totals.
  v1::Value target;
  // The result, whose figures are the totals so far.
  v1::Value result;
  // The totals, canonical decimals, in printed order.
  std::vector<std::string> totals;
};

// Reads both values as running totals, which is what an indicator says that counts since the
// beginning or over several years, whether or not each cell says so (累計).
//
// The total of a result is the figure that is marked as one ("今年度4,722人 累計10,488人"), else
// the side figure that is labelled as one and of no other unit ("4,722 (累計10,488)"), else the
// figure itself. A gross count (延べ) in brackets is another way of counting, not a running total.
RunningTotal ReadAsRunningTotal(const v1::Value& target, const v1::Value& result);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_RUNNING_TOTAL_H_
