#ifndef MOKUHYO_LIBS_VALUES_COMPARE_H_
#define MOKUHYO_LIBS_VALUES_COMPARE_H_

#include <string>

#include "libs/values/decimal.h"
#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Compares a result with its target by the meanings that are stored with them; no text is parsed
// again.
//
// Every part of the target must be met: one part that is not met decides, else one that cannot be
// decided leaves the whole undecided. A result that was not carried out, only partly carried out or
// cancelled does not meet a target; what is unparsed, without value or not evaluable is never
// guessed at.
//
// Pure and deterministic; safe to call from any thread. Works on any messages, whatever they
// contain: a figure that is not a decimal number is undecided.
v1::Comparison Compare(const v1::Value& target, const v1::Value& result,
                       const v1::CompareOptions& options);

// Whether every part attained at least `percent` of its target, exactly. This is what near misses
// ("at least 95 %") and graded scales (A from 100 %, B from 80 % …) are made of.
//
// A part whose attainment has no ratio (words, a target of zero) counts as 100 when it is met and
// as nothing when it is not; but where lower is better and nothing at all is left of a positive
// target (0 cases where 5 were allowed), it attains whatever is asked, as 0.001 would. False when
// the comparison is undecided or has no parts.
bool AttainmentAtLeast(const v1::Comparison& comparison, const Decimal& percent);

// The largest percentage that AttainmentAtLeast grants, rounded half up to two places, as a
// canonical decimal ("104.88", "95"). Empty where it grants none, and where it grants all.
std::string AttainmentPercent(const v1::Comparison& comparison);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_COMPARE_H_
