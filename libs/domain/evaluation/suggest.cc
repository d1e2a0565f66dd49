#include "libs/domain/evaluation/suggest.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/domain/sheet/checks.h"
#include "libs/values/compare.h"
#include "libs/values/decimal.h"

namespace mokuhyo::domain {
namespace {

using forms::v1::Form;
using forms::v1::SuggestionRule;
using sheets::v1::Indicator;
using sheets::v1::SuggestionInput;

values::v1::Direction DirectionOf(const SuggestionRule& rule, const Indicator& indicator) {
  switch (indicator.direction()) {
    case documents::v1::HIGHER_IS_BETTER:
      return values::v1::DIRECTION_HIGHER_IS_BETTER;
    case documents::v1::LOWER_IS_BETTER:
      return values::v1::DIRECTION_LOWER_IS_BETTER;
    default:
      return rule.default_direction() == forms::v1::DEFAULT_DIRECTION_LOWER_IS_BETTER
                 ? values::v1::DIRECTION_LOWER_IS_BETTER
                 : values::v1::DIRECTION_HIGHER_IS_BETTER;
  }
}

// Sets rating and threshold from the comparison.
void Rate(const SuggestionRule& rule, SuggestionInput& input) {
  const values::v1::Outcome outcome = input.comparison().outcome();
  if (outcome != values::v1::OUTCOME_MET && outcome != values::v1::OUTCOME_NOT_MET) return;
  const bool met = outcome == values::v1::OUTCOME_MET;
  if (rule.thresholds_only() || !met) {
    for (const forms::v1::Threshold& threshold : rule.thresholds()) {
      const auto percent = values::Decimal::Parse(threshold.at_least_percent());
      if (!percent.ok() || !values::AttainmentAtLeast(input.comparison(), *percent)) continue;
      input.set_rating(threshold.rating());
      input.set_threshold(threshold.at_least_percent());
      return;
    }
  }
  input.set_rating(met ? rule.met_rating() : rule.not_met_rating());
}

// The indicators of the goal and of its rows without a rating of their own.
std::vector<const Indicator*> IndicatorsOf(const Form& form, const sheets::v1::Goal& goal) {
  std::vector<const Indicator*> indicators;
  for (const Indicator& indicator : goal.indicators()) indicators.push_back(&indicator);
  const std::string& row_level = form.counting().split_level();
  if (row_level.empty()) return indicators;
  for (const sheets::v1::Goal& row : goal.goals()) {
    if (row.level() != row_level || row.evaluation().has_rating() || row.withdrawn()) continue;
    for (const Indicator& indicator : row.indicators()) indicators.push_back(&indicator);
  }
  return indicators;
}

// Place in the form's scale, which has the best rating first.
int RankOf(const Form& form, const std::string& rating) {
  const auto found =
      std::find_if(form.ratings().begin(), form.ratings().end(),
                   [&](const forms::v1::Rating& entry) { return entry.label() == rating; });
  return static_cast<int>(found - form.ratings().begin());
}

}  // namespace

SuggestionInput SuggestForIndicator(const Form& form, const Indicator& indicator) {
  const SuggestionRule& rule = form.suggestion_rule();
  SuggestionInput input;
  input.set_indicator(indicator.id());
  if (indicator.has_target()) input.set_target(indicator.target().text());
  if (indicator.has_result()) input.set_result(indicator.result().text());
  if (!indicator.has_target() || !indicator.has_result()) return input;
  // A target over several years is not met or missed by the result of one of them.
  if (indicator.accumulation().kind() == documents::v1::Accumulation::MULTI_YEAR) return input;

  values::v1::CompareOptions options;
  options.set_direction(DirectionOf(rule, indicator));
  options.set_range_as_floor(rule.range_as_floor());
  *input.mutable_comparison() = values::Compare(indicator.target(), indicator.result(), options);
  if (form.has_suggestion_rule()) Rate(rule, input);
  return input;
}

std::optional<sheets::v1::Suggestion> SuggestForGoal(const Form& form,
                                                     const sheets::v1::Goal& goal) {
  if (!form.has_suggestion_rule()) return std::nullopt;
  const std::vector<const Indicator*> indicators = IndicatorsOf(form, goal);
  if (indicators.empty()) return std::nullopt;

  sheets::v1::Suggestion suggestion;
  suggestion.set_rule(form.suggestion_rule().id());
  suggestion.set_authority(form.suggestion_rule().authority());
  for (const Indicator* indicator : indicators) {
    *suggestion.add_inputs() = SuggestForIndicator(form, *indicator);
  }
  std::string worst = suggestion.inputs(0).rating();
  for (const SuggestionInput& input : suggestion.inputs()) {
    if (input.rating().empty()) return suggestion;
    if (RankOf(form, input.rating()) > RankOf(form, worst)) worst = input.rating();
  }
  suggestion.set_rating(std::move(worst));
  return suggestion;
}

forms::v1::RatingClass ClassOf(const Form& form, std::string_view rating) {
  const forms::v1::Rating* found = FindRating(form, rating);
  return found == nullptr ? forms::v1::RATING_CLASS_UNSPECIFIED : found->rating_class();
}

bool Departs(const Form& form, std::string_view rating, std::string_view suggested) {
  return !rating.empty() && !suggested.empty() && ClassOf(form, rating) != ClassOf(form, suggested);
}

}  // namespace mokuhyo::domain
