#include "libs/values/compare_figures.h"

#include <optional>
#include <string>

#include "libs/values/decimal.h"
#include "libs/values/lexicon.h"

namespace mokuhyo::values {
namespace {

using v1::Figure;
using v1::PartComparison;
using Test = PartComparison::Test;

// The numbers for which a figure may stand; an end that is absent is open. Whether a bound belongs
// to it (超, 未満) is left aside: it could only decide what is better left undecided.
struct Interval {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
};

std::optional<Decimal> Read(const std::string& number) {
  absl::StatusOr<Decimal> read = Decimal::Parse(number);
  return read.ok() ? std::optional<Decimal>(*read) : std::nullopt;
}

Interval IntervalOf(const Figure& figure) {
  const std::optional<Decimal> number = Read(figure.number());
  switch (figure.bound()) {
    case Figure::BOUND_AT_LEAST:
    case Figure::BOUND_MORE_THAN:
      return {number, std::nullopt};
    case Figure::BOUND_AT_MOST:
    case Figure::BOUND_LESS_THAN:
      return {std::nullopt, number};
    case Figure::BOUND_RANGE:
      return {number, Read(figure.upper())};
    default:
      return {number, number};
  }
}

Test TestFor(const Figure& target, const v1::CompareOptions& options) {
  switch (target.bound()) {
    case Figure::BOUND_AT_LEAST:
      return PartComparison::TEST_AT_LEAST;
    case Figure::BOUND_MORE_THAN:
      return PartComparison::TEST_MORE_THAN;
    case Figure::BOUND_AT_MOST:
      return PartComparison::TEST_AT_MOST;
    case Figure::BOUND_LESS_THAN:
      return PartComparison::TEST_LESS_THAN;
    case Figure::BOUND_RANGE:
      return options.range_as_floor() ? PartComparison::TEST_RANGE_FLOOR
                                      : PartComparison::TEST_WITHIN_RANGE;
    default:
      return options.direction() == v1::DIRECTION_LOWER_IS_BETTER ? PartComparison::TEST_AT_MOST
                                                                  : PartComparison::TEST_AT_LEAST;
  }
}

bool Passes(Test test, const Decimal& result, const Decimal& target, const Decimal& upper) {
  switch (test) {
    case PartComparison::TEST_AT_LEAST:
    case PartComparison::TEST_RANGE_FLOOR:
      return result >= target;
    case PartComparison::TEST_MORE_THAN:
      return result > target;
    case PartComparison::TEST_AT_MOST:
      return result <= target;
    case PartComparison::TEST_LESS_THAN:
      return result < target;
    case PartComparison::TEST_WITHIN_RANGE:
      return result >= target && result <= upper;
    default:
      return false;
  }
}

// Whether results beyond every limit in that direction pass.
bool PassesUpwards(Test test) {
  return test == PartComparison::TEST_AT_LEAST || test == PartComparison::TEST_MORE_THAN ||
         test == PartComparison::TEST_RANGE_FLOOR;
}
bool PassesDownwards(Test test) {
  return test == PartComparison::TEST_AT_MOST || test == PartComparison::TEST_LESS_THAN;
}

// The set of results that pass is an interval too. So two ends that pass mean that all between them
// pass; two that fail on the same side of it mean that none does.
v1::Outcome Decide(Test test, const Interval& result, const Decimal& target, const Decimal& upper) {
  const bool low_passes =
      result.low ? Passes(test, *result.low, target, upper) : PassesDownwards(test);
  const bool high_passes =
      result.high ? Passes(test, *result.high, target, upper) : PassesUpwards(test);
  if (low_passes && high_passes) return v1::OUTCOME_MET;
  if (low_passes || high_passes) return v1::OUTCOME_UNDECIDED;
  const bool all_below = result.high && *result.high <= target;
  const bool all_above = result.low && *result.low >= target &&
                         (test != PartComparison::TEST_WITHIN_RANGE || *result.low > upper);
  return all_below || all_above ? v1::OUTCOME_NOT_MET : v1::OUTCOME_UNDECIDED;
}

void SetAttainment(PartComparison& part, const Decimal& result, const Decimal& target,
                   const Decimal& upper) {
  const bool lower_is_better = PassesDownwards(part.test()) ||
                               (part.test() == PartComparison::TEST_WITHIN_RANGE && result > upper);
  const Decimal& goal =
      part.test() == PartComparison::TEST_WITHIN_RANGE && lower_is_better ? upper : target;
  const Decimal& numerator = lower_is_better ? goal : result;
  const Decimal& denominator = lower_is_better ? result : goal;
  if (numerator.IsNegative() || denominator.IsNegative() || denominator.IsZero()) return;
  part.set_attainment_numerator(numerator.ToString());
  part.set_attainment_denominator(denominator.ToString());
}

// What keeps two figures from being compared, TEST_UNSPECIFIED for nothing.
Test Obstacle(const Figure& target, const Figure& result) {
  if (!target.unit().empty() && !result.unit().empty() &&
      CanonicalUnit(target.unit()) != CanonicalUnit(result.unit())) {
    return PartComparison::TEST_DIFFERENT_UNITS;
  }
  // A sheet covers a year, so that "2回" and "年2回" say the same.
  const auto per = [](const Figure& figure) { return figure.per() == "年" ? "" : figure.per(); };
  if (per(target) != per(result)) return PartComparison::TEST_DIFFERENT_PERIODS;
  if (target.cumulative() != result.cumulative()) {
    return PartComparison::TEST_DIFFERENT_ACCUMULATION;
  }
  return PartComparison::TEST_UNSPECIFIED;
}

PartComparison PartFor(const Figure& target) {
  PartComparison part;
  part.set_label(target.label());
  part.set_unit(target.unit());
  part.set_target(target.number());
  part.set_target_upper(target.upper());
  part.set_outcome(v1::OUTCOME_UNDECIDED);
  return part;
}

}  // namespace

v1::PartComparison CompareFigures(const Figure& target, const Figure& result,
                                  const v1::CompareOptions& options) {
  PartComparison part = PartFor(target);
  if (part.unit().empty()) part.set_unit(result.unit());
  part.set_result(result.number());
  part.set_test(Obstacle(target, result));
  if (part.test() != PartComparison::TEST_UNSPECIFIED) return part;
  part.set_test(TestFor(target, options));

  const std::optional<Decimal> goal = Read(target.number());
  const std::optional<Decimal> upper =
      target.bound() == Figure::BOUND_RANGE ? Read(target.upper()) : goal;
  const std::optional<Decimal> reached = Read(result.number());
  const bool readable_range =
      result.bound() != Figure::BOUND_RANGE || Read(result.upper()).has_value();
  if (!goal || !upper || !reached || !readable_range) return part;

  part.set_outcome(Decide(part.test(), IntervalOf(result), *goal, *upper));
  if (result.bound() == Figure::BOUND_PLAIN) SetAttainment(part, *reached, *goal, *upper);
  return part;
}

v1::PartComparison WithoutCounterpart(const Figure& target) {
  PartComparison part = PartFor(target);
  part.set_test(PartComparison::TEST_NO_COUNTERPART);
  return part;
}

}  // namespace mokuhyo::values
