#include "libs/projection/series/trend_roll_up.h"

#include <algorithm>
#include <optional>

#include "libs/values/decimal.h"
#include "libs/values/quotient.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::TrendLine;
using sheets::v1::TrendPoint;
using values::Decimal;

constexpr int kPlaces = 2;

struct Ratio {
  Decimal numerator;
  Decimal denominator;
};

// What a line says of the year, and of which unit.
struct Part {
  const std::string* unit = nullptr;
  const TrendPoint* point = nullptr;
  std::optional<Ratio> ratio;
};

std::optional<Ratio> RatioOf(const TrendPoint& point) {
  const auto numerator = Decimal::Parse(point.numerator());
  const auto denominator = Decimal::Parse(point.denominator());
  if (!numerator.ok() || !denominator.ok()) return std::nullopt;
  if (numerator->IsNegative() || denominator->IsNegative() || denominator->IsZero()) {
    return std::nullopt;
  }
  return Ratio{*numerator, *denominator};
}

class Sum {
 public:
  Sum(const domain::OrganizationState& units, const std::string& date)
      : units_(units), date_(date) {}

  TrendPoint Of(int32_t fiscal_year, const std::vector<Part>& parts) const {
    TrendPoint sum;
    sum.set_fiscal_year(fiscal_year);
    if (parts.empty()) {
      sum.set_gap(TrendPoint::GAP_NO_INDICATOR);
      return sum;
    }
    Ratio total;
    for (const Part& part : parts) {
      if (HasStandIn(part, parts)) continue;
      if (!part.ratio.has_value()) {
        TrendPoint gap;
        gap.set_fiscal_year(fiscal_year);
        gap.set_gap(TrendPoint::GAP_NO_RATIO);
        return gap;
      }
      total.numerator = total.numerator + part.ratio->numerator;
      total.denominator = total.denominator + part.ratio->denominator;
      sum.mutable_sources()->MergeFrom(part.point->sources());
    }
    sum.set_numerator(total.numerator.ToString());
    sum.set_denominator(total.denominator.ToString());
    sum.set_number(
        values::RoundedQuotient(total.numerator * Decimal::FromInt(100), total.denominator, kPlaces)
            .ToString());
    return sum;
  }

 private:
  // Whether others say what the part says: a unit above it that has a ratio or, if it has none
  // itself, a unit below it.
  bool HasStandIn(const Part& part, const std::vector<Part>& parts) const {
    return std::any_of(parts.begin(), parts.end(), [&](const Part& other) {
      if (*other.unit == *part.unit) return false;
      return (other.ratio.has_value() && units_.IsUnder(*part.unit, *other.unit, date_)) ||
             (!part.ratio.has_value() && units_.IsUnder(*other.unit, *part.unit, date_));
    });
  }

  const domain::OrganizationState& units_;
  const std::string& date_;
};

}  // namespace

std::vector<TrendPoint> RollUp(const google::protobuf::RepeatedPtrField<TrendLine>& lines,
                               const domain::OrganizationState& units, const std::string& date) {
  std::vector<TrendPoint> points;
  if (lines.empty()) return points;
  const Sum sum(units, date);
  bool has_ratio = false;
  for (int i = 0; i < lines[0].points_size(); ++i) {
    std::vector<Part> parts;
    for (const TrendLine& line : lines) {
      const TrendPoint& point = line.points(i);
      if (point.gap() == TrendPoint::GAP_NO_INDICATOR) continue;
      parts.push_back({&line.org_unit(), &point, RatioOf(point)});
      has_ratio = has_ratio || parts.back().ratio.has_value();
    }
    points.push_back(sum.Of(lines[0].points(i).fiscal_year(), parts));
  }
  if (!has_ratio) points.clear();
  return points;
}

}  // namespace mokuhyo::projection
