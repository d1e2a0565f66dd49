#include "libs/domain/evaluation/departure_rule.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {

DepartureRule::DepartureRule(const SheetState& state, const SheetContext& context)
    : state_(state),
      form_(context.form),
      binding_(!context.transcribed && !context.form.suggestion_rule().authority().empty()) {}

template <class Rated>
void DepartureRule::Judge(const Rated& rated, std::string_view kind, std::string_view suggested,
                          std::string subject) {
  const sheets::v1::Evaluation& evaluation = rated.evaluation();
  if (!evaluation.departure_reason().empty() || !Departs(form_, evaluation.rating(), suggested)) {
    return;
  }
  rules_.push_back({.subject = std::move(subject),
                    .description = absl::StrCat(
                        std::string(kind), " '", rated.id(), "' is rated ", evaluation.rating(),
                        " where the rule of ", form_.suggestion_rule().authority(), " suggests ",
                        std::string(suggested),
                        "; say why in departure_reason (AssessGoals), or take over the "
                        "suggestion")});
}

void DepartureRule::Check(const sheets::v1::Goal& goal) {
  if (!binding_ || !goal.evaluation().has_rating()) return;
  const auto suggestion = SuggestForGoal(form_, goal, state_.sheet().fiscal_year());
  if (!suggestion) return;
  Judge(goal, "goal", suggestion->rating(), GoalResource(state_, goal.id()));
}

void DepartureRule::Check(const sheets::v1::Indicator& indicator) {
  if (!binding_ || !indicator.evaluation().has_rating()) return;
  const auto input = SuggestForIndicator(form_, indicator, state_.sheet().fiscal_year());
  Judge(indicator, "indicator", input.rating(), IndicatorResource(state_, indicator.id()));
}

void DepartureRule::CheckAll() {
  VisitGoals(state_.sheet().goals(), [this](const sheets::v1::Goal& goal, int) {
    if (goal.withdrawn()) return;
    Check(goal);
    for (const sheets::v1::Indicator& indicator : goal.indicators()) Check(indicator);
  });
}

absl::Status DepartureRule::ToStatus() const {
  if (rules_.empty()) return absl::OkStatus();
  return base::FailedPrecondition("DEPARTURE_NEEDS_REASON", rules_);
}

}  // namespace mokuhyo::domain
