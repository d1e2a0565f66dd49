#include "libs/domain/evaluation/suggest.h"

#include <algorithm>
#include <string>
#include <vector>

#include "libs/domain/sheet/checks.h"

namespace mokuhyo::domain {
namespace {

using forms::v1::Form;
using sheets::v1::Indicator;
using sheets::v1::SuggestionInput;
using sheets::v1::SuggestionStep;

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

sheets::v1::Suggestion UnderTheRule(const Form& form) {
  sheets::v1::Suggestion suggestion;
  suggestion.set_rule(form.suggestion_rule().id());
  suggestion.set_authority(form.suggestion_rule().authority());
  return suggestion;
}

// Suggests what the worst input suggests; nothing, if one is undecided.
void TakeWorst(const Form& form, sheets::v1::Suggestion& suggestion) {
  // An undecided input is worse than any rating.
  const auto badness = [&form](const SuggestionInput& input) {
    return input.rating().empty() ? form.ratings_size() + 1 : RankOf(form, input.rating());
  };
  const SuggestionInput* worst = &suggestion.inputs(0);
  for (const SuggestionInput& input : suggestion.inputs()) {
    const int difference = badness(input) - badness(*worst);
    if (difference > 0 || (difference == 0 && input.indicator() < worst->indicator()))
      worst = &input;
  }
  SuggestionStep& step = *suggestion.add_steps();
  step.set_kind(worst->rating().empty() ? SuggestionStep::KIND_INDICATOR_UNDECIDED
                                        : SuggestionStep::KIND_WORST_OF_INDICATORS);
  step.set_value(worst->indicator());
  step.set_rating(worst->rating());
  suggestion.set_rating(worst->rating());
}

}  // namespace

std::optional<sheets::v1::Suggestion> SuggestForRatedIndicator(const Form& form,
                                                               const Indicator& indicator,
                                                               int fiscal_year) {
  if (!form.has_suggestion_rule()) return std::nullopt;
  sheets::v1::Suggestion suggestion = UnderTheRule(form);
  SuggestionInput& input = *suggestion.add_inputs();
  input = SuggestForIndicator(form, indicator, fiscal_year);
  suggestion.set_rating(input.rating());
  return suggestion;
}

std::optional<sheets::v1::Suggestion> SuggestForGoal(const Form& form, const sheets::v1::Goal& goal,
                                                     int fiscal_year) {
  if (!form.has_suggestion_rule()) return std::nullopt;
  const std::vector<const Indicator*> indicators = IndicatorsOf(form, goal);
  if (indicators.empty()) return std::nullopt;

  sheets::v1::Suggestion suggestion = UnderTheRule(form);
  for (const Indicator* indicator : indicators) {
    *suggestion.add_inputs() = SuggestForIndicator(form, *indicator, fiscal_year);
  }
  TakeWorst(form, suggestion);
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
