#ifndef MOKUHYO_LIBS_VALUES_DECIMAL_H_
#define MOKUHYO_LIBS_VALUES_DECIMAL_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mokuhyo::values {

// An exact decimal number of any size. Figures of goal sheets are compared and rated at thresholds,
// where a binary fraction would decide wrongly (4.47 / 4.50 at 95 %), so no floating point is ever
// involved.
//
// A value type: immutable but for assignment, copyable, safe to read from any thread. Numbers that
// come from outside are limited to kMaxDigits; sums and products of them cannot overflow.
class Decimal {
 public:
  // Digits that Parse accepts, before and behind the point together.
  static constexpr size_t kMaxDigits = 64;

  // Zero.
  Decimal() = default;

  static Decimal FromInt(int64_t number);

  // Reads plain notation: an optional "-", digits, optionally a point and digits. No grouping, no
  // exponent, no spaces.
  //
  // Returns INVALID_ARGUMENT for another notation, OUT_OF_RANGE for more than kMaxDigits digits.
  static absl::StatusOr<Decimal> Parse(std::string_view text);

  // Canonical notation: no leading or trailing zeros, no "-0". Equal numbers print equal.
  std::string ToString() const;

  bool IsZero() const { return digits_.empty(); }
  bool IsNegative() const { return negative_; }

  friend Decimal operator-(Decimal number);
  friend Decimal operator+(const Decimal& a, const Decimal& b);
  friend Decimal operator-(const Decimal& a, const Decimal& b);
  friend Decimal operator*(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) = default;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

 private:
  // Brings any digits into canonical form.
  Decimal(bool negative, std::string digits, size_t scale);

  // The digits scaled up to `scale` places behind the point, scale >= scale_.
  std::string DigitsAtScale(size_t scale) const;

  // The number is ±digits_ × 10^-scale_. Canonical: digits_ has no leading zero and, where scale_ >
  // 0, no trailing zero; zero is the empty string, not negative, scale 0.
  bool negative_ = false;
  std::string digits_;
  size_t scale_ = 0;
};

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_DECIMAL_H_
