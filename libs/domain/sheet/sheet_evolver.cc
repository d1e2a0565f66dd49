#include "libs/domain/sheet/sheet_evolver.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/domain/results/goal_path.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::domain {

using events::v1::SheetEvent;

SheetEvolver::SheetEvolver(SheetState& state, const EventFacts& facts)
    : state_(state), facts_(facts), etag_(absl::StrCat(facts.revision)) {}

void SheetEvolver::Evolve(const SheetEvent& event) {
  state_.revision_ = facts_.revision;
  if (!state_.exists_ && !event.has_sheet_created()) return;
  state_.sheet_.set_etag(etag_);
  Dispatch(event);
  DropFilledBlanks();
}

void SheetEvolver::Dispatch(const SheetEvent& event) {
  // No default: the compiler names the kind of event that is missing here.
  switch (event.event_case()) {
    case SheetEvent::kSheetCreated:
      return Apply(event.sheet_created());
    case SheetEvent::kSheetUpdated:
      return Apply(event.sheet_updated());
    case SheetEvent::kSheetDeleted:
      return Apply(event.sheet_deleted());
    case SheetEvent::kGoalCreated:
      return Apply(event.goal_created());
    case SheetEvent::kGoalUpdated:
      return Apply(event.goal_updated());
    case SheetEvent::kGoalMoved:
      return Apply(event.goal_moved());
    case SheetEvent::kGoalWithdrawn:
      return Apply(event.goal_withdrawn());
    case SheetEvent::kGoalRemoved:
      return Apply(event.goal_removed());
    case SheetEvent::kIndicatorCreated:
      return Apply(event.indicator_created());
    case SheetEvent::kIndicatorUpdated:
      return Apply(event.indicator_updated());
    case SheetEvent::kIndicatorRemoved:
      return Apply(event.indicator_removed());
    case SheetEvent::kTargetsSet:
      return Apply(event.targets_set());
    case SheetEvent::kPastValuesSet:
      return Apply(event.past_values_set());
    case SheetEvent::kGoalsLinked:
      return Apply(event.goals_linked());
    case SheetEvent::kGoalsUnlinked:
      return Apply(event.goals_unlinked());
    case SheetEvent::kTotalsDeclared:
      return Apply(event.totals_declared());
    case SheetEvent::kGoalsPublished:
      return Apply(event.goals_published());
    case SheetEvent::kResultsReported:
      return Apply(event.results_reported());
    case SheetEvent::kResultsCorrected:
      return Apply(event.results_corrected());
    case SheetEvent::kResultsWithdrawn:
      return Apply(event.results_withdrawn());
    case SheetEvent::kMarkedIntentionallyBlank:
      return Apply(event.marked_intentionally_blank());
    case SheetEvent::kNarrativeRecorded:
      return Apply(event.narrative_recorded());
    case SheetEvent::kGoalsAssessed:
      return Apply(event.goals_assessed());
    case SheetEvent::kEvaluationConfirmed:
      return Apply(event.evaluation_confirmed());
    case SheetEvent::kEditionPublished:
      return Apply(event.edition_published());
    case SheetEvent::kGoalsSubmitted:
      return Apply(event.goals_submitted());
    case SheetEvent::kGoalsReturned:
      return Apply(event.goals_returned());
    case SheetEvent::kGoalsApproved:
      return Apply(event.goals_approved());
    case SheetEvent::kSeriesBroken:
      return Apply(event.series_broken());
    case SheetEvent::kEvaluationSubmitted:
      return Apply(event.evaluation_submitted());
    case SheetEvent::kEvaluationReturned:
      return Apply(event.evaluation_returned());
    case SheetEvent::kEvaluationReopened:
      return Apply(event.evaluation_reopened());
    case SheetEvent::kObservationAnswered:
      return Apply(event.observation_answered());
    case SheetEvent::EVENT_NOT_SET:
      return;  // Decoding gives no such event.
  }
}

void SheetEvolver::Apply(const events::v1::SheetCreated& event) {
  state_.exists_ = true;
  state_.sheet_ = event.sheet();
  state_.sheet_.clear_goals();
  state_.sheet_.set_etag(etag_);
  state_.sheet_.set_state(sheets::v1::SHEET_STATE_DRAFT);
  Record(sheets::v1::Transition::KIND_CREATED);
  state_.Reindex();
}

void SheetEvolver::Apply(const events::v1::SheetUpdated& event) {
  ApplyFields(event.sheet(), event.update_mask(), &state_.sheet_);
}

void SheetEvolver::Apply(const events::v1::SheetDeleted&) {
  state_.exists_ = false;
  state_.sheet_.Clear();
  state_.Reindex();
}

void SheetEvolver::Apply(const events::v1::TotalsDeclared& event) {
  *state_.sheet_.mutable_declared_totals() = event.declared_totals();
}

sheets::v1::Goal* SheetEvolver::Touch(const std::string& goal) {
  const auto found = state_.goals_.find(goal);
  if (found == state_.goals_.end()) return nullptr;
  found->second.goal->set_etag(etag_);
  touched_.push_back(goal);
  return found->second.goal;
}

sheets::v1::Indicator* SheetEvolver::TouchIndicator(const std::string& indicator) {
  const auto found = state_.indicators_.find(indicator);
  if (found == state_.indicators_.end()) return nullptr;
  found->second.indicator->set_etag(etag_);
  touched_.push_back(found->second.goal);
  return found->second.indicator;
}

void SheetEvolver::DropFilledBlanks() {
  for (const std::string& id : touched_) {
    const auto found = state_.goals_.find(id);
    if (found == state_.goals_.end()) continue;
    sheets::v1::Goal& goal = *found->second.goal;
    auto& blanks = *goal.mutable_intentionally_blank();
    const auto filled = std::remove_if(blanks.begin(), blanks.end(), [&](const std::string& path) {
      return IsFilled(goal, path);
    });
    if (filled == blanks.end()) continue;
    blanks.erase(filled, blanks.end());
    goal.set_etag(etag_);
  }
}

void SheetEvolver::Advance(sheets::v1::SheetState reached) {
  if (!HasReached(state_.sheet_.state(), reached)) state_.sheet_.set_state(reached);
}

}  // namespace mokuhyo::domain
