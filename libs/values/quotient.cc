#include "libs/values/quotient.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mokuhyo::values {

Decimal RoundedQuotient(const Decimal& numerator, const Decimal& denominator, int places) {
  const Decimal ten = Decimal::FromInt(10);
  Decimal rest = numerator;
  for (int i = 0; i < places; ++i) rest = rest * ten;

  // The denominator times 1, 10, 100 … as far as the rest holds it.
  std::vector<Decimal> steps = {denominator};
  while (steps.back() * ten <= rest) steps.push_back(steps.back() * ten);

  Decimal quotient;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    int64_t digit = 0;
    while (*step <= rest) {
      rest = rest - *step;
      ++digit;
    }
    quotient = quotient * ten + Decimal::FromInt(digit);
  }
  if (rest + rest >= denominator) quotient = quotient + Decimal::FromInt(1);

  if (places == 0) return quotient;
  const Decimal unit =
      *Decimal::Parse("0." + std::string(static_cast<size_t>(places) - 1, '0') + "1");
  return quotient * unit;
}

}  // namespace mokuhyo::values
