#include <optional>

#include "libs/values/compare.h"
#include "libs/values/quotient.h"

// The part of compare.h that measures how far a target was attained.
namespace mokuhyo::values {
namespace {

using v1::PartComparison;

// numerator / denominator, where a denominator of zero is beyond every limit.
struct Attainment {
  Decimal numerator;
  Decimal denominator;
};

bool operator<(const Attainment& a, const Attainment& b) {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

// Whether a positive target that is a ceiling was met with nothing at all, or less.
bool IsWithoutLimit(const PartComparison& part) {
  if (part.test() != PartComparison::TEST_AT_MOST && part.test() != PartComparison::TEST_LESS_THAN)
    return false;
  const absl::StatusOr<Decimal> target = Decimal::Parse(part.target());
  const absl::StatusOr<Decimal> result = Decimal::Parse(part.result());
  return target.ok() && result.ok() && *target > Decimal() && *result <= Decimal();
}

std::optional<Attainment> AttainmentOf(const PartComparison& part) {
  const absl::StatusOr<Decimal> numerator = Decimal::Parse(part.attainment_numerator());
  const absl::StatusOr<Decimal> denominator = Decimal::Parse(part.attainment_denominator());
  if (numerator.ok() && denominator.ok()) return Attainment{*numerator, *denominator};
  if (part.outcome() != v1::OUTCOME_MET) return std::nullopt;
  const Decimal one = Decimal::FromInt(1);
  return Attainment{one, IsWithoutLimit(part) ? Decimal() : one};
}

// That of the part that attained least; nothing if one attained nothing, or nothing is decided.
std::optional<Attainment> AttainmentOf(const v1::Comparison& comparison) {
  if (comparison.outcome() == v1::OUTCOME_UNDECIDED) return std::nullopt;
  std::optional<Attainment> least;
  for (const PartComparison& part : comparison.parts()) {
    const std::optional<Attainment> attained = AttainmentOf(part);
    if (!attained.has_value()) return std::nullopt;
    if (!least.has_value() || *attained < *least) least = attained;
  }
  return least;
}

}  // namespace

bool AttainmentAtLeast(const v1::Comparison& comparison, const Decimal& percent) {
  const std::optional<Attainment> attained = AttainmentOf(comparison);
  return attained.has_value() &&
         attained->numerator * Decimal::FromInt(100) >= percent * attained->denominator;
}

std::string AttainmentPercent(const v1::Comparison& comparison) {
  const std::optional<Attainment> attained = AttainmentOf(comparison);
  if (!attained.has_value() || attained->denominator.IsZero()) return "";
  const Decimal hundredfold = attained->numerator * Decimal::FromInt(100);
  return RoundedQuotient(hundredfold, attained->denominator, 2).ToString();
}

}  // namespace mokuhyo::values
