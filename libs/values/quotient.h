#ifndef MOKUHYO_LIBS_VALUES_QUOTIENT_H_
#define MOKUHYO_LIBS_VALUES_QUOTIENT_H_

#include "libs/values/decimal.h"

namespace mokuhyo::values {

// `numerator` / `denominator` rounded half up to `places` digits behind the point, by long division
// on exact decimals. Requires numerator >= 0, denominator > 0 and places >= 0.
Decimal RoundedQuotient(const Decimal& numerator, const Decimal& denominator, int places);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_QUOTIENT_H_
