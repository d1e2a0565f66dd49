#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/assessments.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/results/result_stage.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using events::v1::GoalsAssessed;

absl::Status RequireNotWithdrawn(const SheetState& state,
                                 const evaluations::v1::AssessGoalsRequest& request) {
  std::vector<base::BrokenRule> rules;
  for (const auto& assessment : request.assessments()) {
    if (assessment.remove() || !IsWithdrawn(state, assessment.goal())) continue;
    rules.push_back(
        {.subject = GoalResource(state, assessment.goal()),
         .description = absl::StrCat("goal '", assessment.goal(),
                                     "' is withdrawn and not assessed any more; leave it out")});
  }
  if (rules.empty()) return absl::OkStatus();
  return base::FailedPrecondition("GOAL_WITHDRAWN", rules);
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

// Puts the suggestion beside each rating of record of a goal. `after` is the sheet with the ratings
// of the whole request, since a row that is rated in it no longer weighs on its goal.
void AddSuggestions(const SheetState& after, const forms::v1::Form& form, GoalsAssessed& assessed) {
  if (!assessed.of_record()) return;
  for (GoalsAssessed::GoalAssessment& entry : *assessed.mutable_assessments()) {
    if (!entry.indicator().empty() || !entry.assessment().has_rating()) continue;
    auto suggestion = SuggestForGoal(form, *after.FindGoal(entry.goal()));
    if (suggestion) *entry.mutable_suggestion() = *std::move(suggestion);
  }
}

// Domain rule 3: under a rule with authority, a departure needs a reason.
absl::Status RequireDepartureReasons(const SheetState& state, const GoalsAssessed& assessed,
                                     const SheetContext& context) {
  if (context.transcribed || context.form.suggestion_rule().authority().empty()) {
    return absl::OkStatus();
  }
  std::vector<base::BrokenRule> rules;
  for (const GoalsAssessed::GoalAssessment& entry : assessed.assessments()) {
    const std::string& rating = entry.assessment().rating();
    const std::string& suggested = entry.suggestion().rating();
    if (!entry.departure_reason().empty() || !Departs(context.form, rating, suggested)) continue;
    rules.push_back({.subject = GoalResource(state, entry.goal()),
                     .description = absl::StrCat(
                         "goal '", entry.goal(), "' is rated ", rating, " where the rule of ",
                         context.form.suggestion_rule().authority(), " suggests ", suggested,
                         "; say why in departure_reason, or take over the suggestion")});
  }
  if (rules.empty()) return absl::OkStatus();
  return base::FailedPrecondition("DEPARTURE_NEEDS_REASON", rules);
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
  const forms::v1::AssessmentStage* stage = CheckStage(context.form, request.stage(), violations);
  CheckAssessments(state, request, stage, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, request));

  GoalsAssessed assessed = ToEvent(request, *stage);
  SheetState after = state;
  Fold(assessed, after);
  AddSuggestions(after, context.form, assessed);
  MOKUHYO_RETURN_IF_ERROR(RequireDepartureReasons(state, assessed, context));

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
