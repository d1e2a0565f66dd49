#include <optional>
#include <string>

#include "libs/domain/evaluation/suggest.h"
#include "libs/projection/observations/rules.h"
#include "libs/values/decimal.h"
#include "libs/values/quotient.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Evidence;
using sheets::v1::Indicator;
using values::Decimal;

constexpr int kExpectedPercent = 150;

// Attainment of a part as a fraction; the denominator is positive.
struct Attainment {
  Decimal numerator;
  Decimal denominator;

  bool IsBeyondExpectation() const {
    return numerator * Decimal::FromInt(100) > Decimal::FromInt(kExpectedPercent) * denominator;
  }
  bool operator>(const Attainment& other) const {
    return numerator * other.denominator > other.numerator * denominator;
  }
  std::string Percent() const {
    return values::RoundedQuotient(numerator * Decimal::FromInt(100), denominator, 1).ToString();
  }
};

std::optional<Attainment> AttainmentOf(const values::v1::PartComparison& part) {
  const auto numerator = Decimal::Parse(part.attainment_numerator());
  const auto denominator = Decimal::Parse(part.attainment_denominator());
  if (!numerator.ok() || !denominator.ok()) return std::nullopt;
  return Attainment{*numerator, *denominator};
}

// The part that went furthest beyond its target; absent if none went beyond what may be expected.
std::optional<Attainment> Furthest(const values::v1::Comparison& comparison) {
  std::optional<Attainment> furthest;
  for (const auto& part : comparison.parts()) {
    const std::optional<Attainment> attained = AttainmentOf(part);
    if (!attained.has_value() || !attained->IsBeyondExpectation()) continue;
    if (!furthest.has_value() || *attained > *furthest) furthest = attained;
  }
  return furthest;
}

}  // namespace

void ObserveOvershoots(const ObservedSheet& sheet, ObservationList& found) {
  ForEachIndicator(*sheet.sheet.sheet, [&](const sheets::v1::Goal&, const Indicator& indicator) {
    // The comparison of the rule, which knows how targets over several years are judged.
    const sheets::v1::SuggestionInput input =
        domain::SuggestForIndicator(*sheet.sheet.form, indicator, sheet.sheet.sheet->fiscal_year());
    const std::optional<Attainment> attained = Furthest(input.comparison());
    if (!attained.has_value()) return;
    auto& observation = found.Add(sheets::v1::OBSERVATION_KIND_OVERSHOOT, indicator, "");
    const std::string source = ResourceOf(*sheet.sheet.sheet, indicator);
    AddEvidence(observation, Evidence::ROLE_TARGET, indicator.target().text(), source);
    AddEvidence(observation, Evidence::ROLE_RESULT, indicator.result().text(), source);
    AddEvidence(observation, Evidence::ROLE_ATTAINMENT, attained->Percent(), source);
  });
}

}  // namespace mokuhyo::projection
