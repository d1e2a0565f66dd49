#include "libs/values/decimal.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace mokuhyo::values {
namespace {

// Natural numbers as strings of digits, most significant first, no leading zero, zero empty.

std::strong_ordering CompareNaturals(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

std::string AddNaturals(const std::string& a, const std::string& b) {
  std::string sum;
  int carry = 0;
  for (size_t i = 0; i < std::max(a.size(), b.size()) || carry != 0; ++i) {
    int digit = carry;
    if (i < a.size()) digit += a[a.size() - 1 - i] - '0';
    if (i < b.size()) digit += b[b.size() - 1 - i] - '0';
    sum.push_back(static_cast<char>('0' + digit % 10));
    carry = digit / 10;
  }
  std::reverse(sum.begin(), sum.end());
  return sum;
}

// Requires a >= b. May leave leading zeros.
std::string SubtractNaturals(const std::string& a, const std::string& b) {
  std::string difference;
  int borrow = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    int digit = a[a.size() - 1 - i] - '0' - borrow;
    if (i < b.size()) digit -= b[b.size() - 1 - i] - '0';
    borrow = digit < 0 ? 1 : 0;
    difference.push_back(static_cast<char>('0' + digit + 10 * borrow));
  }
  std::reverse(difference.begin(), difference.end());
  return difference;
}

// May leave leading zeros.
std::string MultiplyNaturals(const std::string& a, const std::string& b) {
  std::vector<int> places(a.size() + b.size(), 0);
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      const int value = places[i + j + 1] + (a[i] - '0') * (b[j] - '0');
      places[i + j + 1] = value % 10;
      places[i + j] += value / 10;
    }
  }
  std::string product;
  for (const int place : places) product.push_back(static_cast<char>('0' + place));
  return product;
}

bool AreDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Decimal::Decimal(bool negative, std::string digits, size_t scale)
    : negative_(negative), digits_(std::move(digits)), scale_(scale) {
  digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
  while (scale_ > 0 && !digits_.empty() && digits_.back() == '0') {
    digits_.pop_back();
    --scale_;
  }
  if (digits_.empty()) {
    negative_ = false;
    scale_ = 0;
  }
}

Decimal Decimal::FromInt(int64_t number) {
  std::string digits = absl::StrCat(number);
  if (number < 0) digits.erase(0, 1);
  return Decimal(number < 0, std::move(digits), 0);
}

absl::StatusOr<Decimal> Decimal::Parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (!AreDigits(whole) || (point != std::string_view::npos && !AreDigits(fraction))) {
    return absl::InvalidArgumentError("not a decimal number");
  }
  if (whole.size() + fraction.size() > kMaxDigits) {
    return absl::OutOfRangeError(absl::StrCat("a number of more than ", kMaxDigits, " digits"));
  }
  return Decimal(negative, std::string(whole) + std::string(fraction), fraction.size());
}

std::string Decimal::ToString() const {
  if (IsZero()) return "0";
  std::string text = digits_;
  if (scale_ > 0) {
    if (text.size() <= scale_) text.insert(0, scale_ - text.size() + 1, '0');
    text.insert(text.size() - scale_, 1, '.');
  }
  if (negative_) text.insert(0, 1, '-');
  return text;
}

std::string Decimal::DigitsAtScale(size_t scale) const {
  if (IsZero()) return "";
  return digits_ + std::string(scale - scale_, '0');
}

Decimal operator-(Decimal number) {
  if (!number.IsZero()) number.negative_ = !number.negative_;
  return number;
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  const size_t scale = std::max(a.scale_, b.scale_);
  const std::string x = a.DigitsAtScale(scale);
  const std::string y = b.DigitsAtScale(scale);
  if (a.negative_ == b.negative_) return Decimal(a.negative_, AddNaturals(x, y), scale);
  return CompareNaturals(x, y) >= 0 ? Decimal(a.negative_, SubtractNaturals(x, y), scale)
                                    : Decimal(b.negative_, SubtractNaturals(y, x), scale);
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + -b; }

Decimal operator*(const Decimal& a, const Decimal& b) {
  return Decimal(a.negative_ != b.negative_, MultiplyNaturals(a.digits_, b.digits_),
                 a.scale_ + b.scale_);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.negative_ != b.negative_) {
    return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const size_t scale = std::max(a.scale_, b.scale_);
  const std::strong_ordering magnitude =
      CompareNaturals(a.DigitsAtScale(scale), b.DigitsAtScale(scale));
  return a.negative_ ? 0 <=> magnitude : magnitude;
}

}  // namespace mokuhyo::values
