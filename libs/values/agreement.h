#ifndef MOKUHYO_LIBS_VALUES_AGREEMENT_H_
#define MOKUHYO_LIBS_VALUES_AGREEMENT_H_

#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::values {

// Whether two printed values report the same.
enum class Agreement {
  kSame,
  kDifferent,
  // They are of different kinds or one says nothing, so that nobody can tell.
  kUnknown,
};

// Compares two values of which each is to say the same fact, a result in two documents. "179団体",
// "参加団体数 179団体" and "179" are the same; "13" and "14科目実施" differ. Units and labels are
// left aside, for documents word them as they like; a value that is none (a blank, "-") says
// nothing. Works on stored meanings. Symmetric; pure.
Agreement CompareReports(const v1::Value& a, const v1::Value& b);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_AGREEMENT_H_
