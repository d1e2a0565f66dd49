#ifndef MOKUHYO_LIBS_VALUES_COMPARE_FIGURES_H_
#define MOKUHYO_LIBS_VALUES_COMPARE_FIGURES_H_

#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Compares one figure of a result with the figure of the target that it reports on. A result may
// itself be bounded ("85以上"): it then stands for every number within the bound, and the part is
// undecided where some of them would meet the target and others would not.
v1::PartComparison CompareFigures(const v1::Figure& target, const v1::Figure& result,
                                  const v1::CompareOptions& options);

// The part for a figure of the target on which no figure of the result reports.
v1::PartComparison WithoutCounterpart(const v1::Figure& target);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_COMPARE_FIGURES_H_
