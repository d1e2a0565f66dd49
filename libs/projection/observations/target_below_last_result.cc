#include <algorithm>
#include <string>

#include "libs/domain/evaluation/compare_options.h"
#include "libs/projection/observations/rules.h"
#include "libs/values/compare.h"
#include "libs/values/decimal.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Evidence;
using sheets::v1::Indicator;
using values::v1::PartComparison;

// Whether the last result went beyond what this part of the target asks for.
bool DemandsLess(const PartComparison& part) {
  if (part.outcome() != values::v1::OUTCOME_MET) return false;
  const std::string& limit = part.target_upper().empty() ? part.target() : part.target_upper();
  const auto demanded = values::Decimal::Parse(limit);
  const auto reached = values::Decimal::Parse(part.result());
  if (!demanded.ok() || !reached.ok()) return false;
  switch (part.test()) {
    case PartComparison::TEST_AT_LEAST:
    case PartComparison::TEST_MORE_THAN:
    case PartComparison::TEST_RANGE_FLOOR:
      return *reached > *demanded;
    case PartComparison::TEST_AT_MOST:
    case PartComparison::TEST_LESS_THAN:
      return *reached < *demanded;
    default:
      return false;
  }
}

}  // namespace

void ObserveTargetsBelowLastResult(const ObservedSheet& sheet, const SeriesValues& series,
                                   ObservationList& found) {
  ForEachIndicator(*sheet.sheet.sheet, [&](const sheets::v1::Goal&, const Indicator& indicator) {
    if (!indicator.has_target() ||
        indicator.accumulation().kind() == documents::v1::Accumulation::MULTI_YEAR) {
      return;
    }
    const std::optional<SeriesValue> last = series.LastResult(indicator);
    if (!last.has_value()) return;
    const values::v1::Comparison comparison = values::Compare(
        indicator.target(), *last->value, domain::CompareOptionsOf(*sheet.sheet.form, indicator));
    const auto& parts = comparison.parts();
    if (std::none_of(parts.begin(), parts.end(), DemandsLess)) return;
    auto& observation = found.Add(sheets::v1::OBSERVATION_KIND_TARGET_BELOW_LAST_RESULT, indicator,
                                  std::to_string(last->fiscal_year));
    AddEvidence(observation, Evidence::ROLE_TARGET, indicator.target().text(),
                ResourceOf(*sheet.sheet.sheet, indicator));
    AddEvidence(observation,
                last->typed_in ? Evidence::ROLE_TYPED_IN_VALUE : Evidence::ROLE_PAST_RESULT,
                last->value->text(), last->source(), last->fiscal_year);
  });
}

}  // namespace mokuhyo::projection
