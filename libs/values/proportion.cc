#include "libs/values/proportion.h"

#include <functional>
#include <optional>
#include <string>

#include "libs/values/decimal.h"
#include "libs/values/quotient.h"

namespace mokuhyo::values {
namespace {

// Digits behind the point beyond those of the number: a division by at most 1000 that ends at all
// ends within nine (1 / 512).
constexpr int kMorePlaces = 9;

int PlacesOf(const std::string& number) {
  const size_t point = number.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(number.size() - point - 1);
}

// number × part / whole; nothing if it is no decimal.
std::optional<Decimal> ExactShare(const Decimal& number, int part, int whole) {
  const Decimal taken = number * Decimal::FromInt(part);
  const bool negative = taken.IsNegative();
  const Decimal size = negative ? -taken : taken;
  const Decimal divisor = Decimal::FromInt(whole);
  const Decimal share = RoundedQuotient(size, divisor, PlacesOf(number.ToString()) + kMorePlaces);
  if (share * divisor != size) return std::nullopt;
  return negative ? -share : share;
}

using Change = std::function<std::optional<Decimal>(const Decimal&)>;

// Changes a number that is there; false if it cannot be changed.
bool ChangeNumber(const Change& change, std::string& number) {
  const absl::StatusOr<Decimal> read = Decimal::Parse(number);
  if (!read.ok()) return true;
  const std::optional<Decimal> changed = change(*read);
  if (changed.has_value()) number = changed->ToString();
  return changed.has_value();
}

bool ChangeFigures(const Change& change, v1::Value& value) {
  for (v1::Figure& figure : *value.mutable_meaning()->mutable_figures()) {
    if (!ChangeNumber(change, *figure.mutable_number())) return false;
    if (figure.bound() == v1::Figure::BOUND_RANGE &&
        !ChangeNumber(change, *figure.mutable_upper())) {
      return false;
    }
  }
  return true;
}

Change Times(int factor) {
  return [factor](const Decimal& number) { return number * Decimal::FromInt(factor); };
}

}  // namespace

void TakeInProportion(int part, int whole, v1::Value& target, v1::Value& result) {
  v1::Value share = target;
  const Change take_share = [part, whole](const Decimal& number) {
    return ExactShare(number, part, whole);
  };
  if (ChangeFigures(take_share, share)) {
    target = share;
    return;
  }
  ChangeFigures(Times(part), target);
  ChangeFigures(Times(whole), result);
}

}  // namespace mokuhyo::values
