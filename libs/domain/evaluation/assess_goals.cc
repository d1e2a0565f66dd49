#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/assessments.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/evaluation/departure_rule.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/results/result_stage.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using events::v1::GoalsAssessed;

// What is withdrawn may still lose an assessment.
absl::Status RequireStanding(const SheetState& state,
                             const evaluations::v1::AssessGoalsRequest& request) {
  std::vector<std::string> goals;
  for (const auto& assessment : request.assessments()) {
    if (!assessment.remove()) goals.push_back(assessment.goal());
  }
  return RequireNotWithdrawn(state, goals);
}

GoalsAssessed ToEvent(const evaluations::v1::AssessGoalsRequest& request,
                      const forms::v1::AssessmentStage& stage) {
  GoalsAssessed event;
  event.set_stage(stage.key());
  event.set_of_record(stage.of_record());
  for (const auto& given : request.assessments()) {
    GoalsAssessed::GoalAssessment& entry = *event.add_assessments();
    entry.set_goal(given.goal());
    entry.set_indicator(given.indicator());
    entry.set_departure_reason(given.departure_reason());
    entry.set_removed(given.remove());
    sheets::v1::Assessment& assessment = *entry.mutable_assessment();
    assessment.set_stage(stage.key());
    if (given.has_rating()) assessment.set_rating(given.rating());
    if (given.has_comment()) assessment.set_comment(given.comment());
    if (given.has_issues()) assessment.set_issues(given.issues());
  }
  return event;
}

// Folds `assessed` onto `state` as if it were the next event.
void Fold(const GoalsAssessed& assessed, SheetState& state) {
  events::v1::SheetEvent event;
  *event.mutable_goals_assessed() = assessed;
  state.Evolve(event, {.revision = state.revision().value_or(0)});
}

// Puts the suggestion beside each rating of record. `after` is the sheet with the ratings of the
// whole request, since a row that is rated in it no longer weighs on its goal.
void AddSuggestions(const SheetState& after, const forms::v1::Form& form, GoalsAssessed& assessed) {
  if (!assessed.of_record()) return;
  for (GoalsAssessed::GoalAssessment& entry : *assessed.mutable_assessments()) {
    if (!entry.assessment().has_rating()) continue;
    const int year = after.sheet().fiscal_year();
    auto suggestion =
        entry.indicator().empty()
            ? SuggestForGoal(form, *after.FindGoal(entry.goal()), year)
            : SuggestForRatedIndicator(form, *after.FindIndicator(entry.indicator()), year);
    if (suggestion) *entry.mutable_suggestion() = *std::move(suggestion);
  }
}

// The departures that the request brings about; `after` is the sheet with its ratings.
absl::Status RequireDepartureReasons(const SheetState& after, const GoalsAssessed& assessed,
                                     const SheetContext& context) {
  if (!assessed.of_record()) return absl::OkStatus();
  DepartureRule rule(after, context);
  for (const GoalsAssessed::GoalAssessment& entry : assessed.assessments()) {
    if (entry.indicator().empty()) {
      rule.Check(*after.FindGoal(entry.goal()));
    } else {
      rule.Check(*after.FindIndicator(entry.indicator()));
    }
  }
  return rule.ToStatus();
}

template <class Rated>
bool SameEvaluation(const Rated& before, const Rated& after) {
  return before.has_evaluation() == after.has_evaluation() &&
         google::protobuf::util::MessageDifferencer::Equals(before.evaluation(),
                                                            after.evaluation());
}

bool ChangesNothing(const GoalsAssessed::GoalAssessment& entry, const SheetState& before,
                    const SheetState& after) {
  if (entry.indicator().empty()) {
    return SameEvaluation(*before.FindGoal(entry.goal()), *after.FindGoal(entry.goal()));
  }
  return SameEvaluation(*before.FindIndicator(entry.indicator()),
                        *after.FindIndicator(entry.indicator()));
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::AssessGoalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(
      RequireResultStage(state, request.parent(), "parent", request.etag(), context));
  base::Violations violations;
  CheckReason(request.reason(), false, "an assessment", violations);
  CheckNotBefore(context, state.sheet().goals_published_on(), "the goals were published",
                 violations);
  const forms::v1::AssessmentStage* stage = CheckStage(context.form, request.stage(), violations);
  CheckAssessments(state, request, stage, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(RequireStanding(state, request));

  GoalsAssessed assessed = ToEvent(request, *stage);
  SheetState after = state;
  Fold(assessed, after);
  AddSuggestions(after, context.form, assessed);
  MOKUHYO_RETURN_IF_ERROR(RequireDepartureReasons(after, assessed, context));

  Fold(assessed, after);
  GoalsAssessed changes = assessed;
  changes.clear_assessments();
  for (GoalsAssessed::GoalAssessment& entry : *assessed.mutable_assessments()) {
    if (!ChangesNothing(entry, state, after)) *changes.add_assessments() = std::move(entry);
  }
  SheetEvents events;
  if (!changes.assessments().empty()) {
    *events.emplace_back().mutable_goals_assessed() = std::move(changes);
  }
  return events;
}

}  // namespace mokuhyo::domain
