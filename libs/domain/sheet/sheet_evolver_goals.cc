#include <algorithm>
#include <memory>

#include "google/protobuf/util/message_differencer.h"
#include "libs/domain/goals/goal_tree.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/reorder.h"
#include "libs/domain/sheet/sheet_evolver.h"

namespace mokuhyo::domain {

using google::protobuf::RepeatedPtrField;
using google::protobuf::util::MessageDifferencer;
using sheets::v1::Goal;

void SheetEvolver::Apply(const events::v1::GoalCreated& event) {
  // An id may be given anew once its bearer is removed; of the facts up to a day, the removal may
  // be missing.
  RemoveGoal(event.goal().id());
  for (const auto& indicator : event.goal().indicators()) RemoveIndicator(indicator.id());
  const std::string& parent = event.parent_goal();
  if (!parent.empty() && !state_.goals_.contains(parent)) return;
  RepeatedPtrField<Goal>* siblings = state_.MutableChildren(parent);
  Goal* goal = siblings->Add();
  *goal = event.goal();
  goal->clear_goals();
  goal->set_etag(etag_);
  for (auto& indicator : *goal->mutable_indicators()) indicator.set_etag(etag_);
  MoveLastTo(event.index(), siblings);
  state_.Index(*goal, parent);
}

void SheetEvolver::Apply(const events::v1::GoalUpdated& event) {
  Goal* goal = Touch(event.goal().id());
  if (goal != nullptr) ApplyFields(event.goal(), event.update_mask(), goal);
}

void SheetEvolver::Apply(const events::v1::GoalMoved& event) {
  const std::string& parent = event.parent_goal();
  if (!parent.empty() && !state_.goals_.contains(parent)) return;
  // Of the facts up to a day, the move that took the parent out from under the goal may be missing.
  if (IsUnder(state_, parent, event.goal())) return;
  Goal* goal = Touch(event.goal());
  if (goal == nullptr) return;
  SheetState::GoalEntry& entry = state_.goals_.find(event.goal())->second;
  RepeatedPtrField<Goal>* before = state_.MutableChildren(entry.parent);
  Goal* moved = TakeOut(IndexOf(*before, goal), before);
  RepeatedPtrField<Goal>* after = state_.MutableChildren(parent);
  after->AddAllocated(moved);
  MoveLastTo(event.index(), after);
  entry.parent = parent;
}

void SheetEvolver::Apply(const events::v1::GoalWithdrawn& event) {
  Goal* goal = Touch(event.goal());
  if (goal != nullptr) Withdraw(*goal);
}

void SheetEvolver::Withdraw(Goal& goal) {
  // What was withdrawn before keeps its own day and reason.
  if (!goal.withdrawn()) {
    goal.set_withdrawn_on(facts_.effective_date);
    goal.set_withdrawal_reason(facts_.reason);
  }
  goal.set_withdrawn(true);
  goal.set_etag(etag_);
  for (Goal& child : *goal.mutable_goals()) Withdraw(child);
}

void SheetEvolver::Apply(const events::v1::GoalRemoved& event) { RemoveGoal(event.goal()); }

void SheetEvolver::RemoveGoal(const std::string& id) {
  const auto found = state_.goals_.find(id);
  if (found == state_.goals_.end()) return;
  const Goal* goal = found->second.goal;
  RepeatedPtrField<Goal>* siblings = state_.MutableChildren(found->second.parent);
  state_.Unindex(*goal);
  const std::unique_ptr<Goal> removed(TakeOut(IndexOf(*siblings, goal), siblings));
}

void SheetEvolver::Apply(const events::v1::GoalsLinked& event) {
  Goal* goal = Touch(event.goal());
  if (goal != nullptr) goal->mutable_contributes_to()->MergeFrom(event.links());
}

void SheetEvolver::Apply(const events::v1::GoalsUnlinked& event) {
  Goal* goal = Touch(event.goal());
  if (goal == nullptr) return;
  auto* links = goal->mutable_contributes_to();
  for (const documents::v1::GoalLink& link : event.links()) {
    const auto found =
        std::find_if(links->begin(), links->end(), [&](const documents::v1::GoalLink& candidate) {
          return MessageDifferencer::Equals(candidate, link);
        });
    if (found != links->end()) links->erase(found);
  }
}

void SheetEvolver::Apply(const events::v1::MarkedIntentionallyBlank& event) {
  Goal* goal = Touch(event.goal());
  if (goal != nullptr) *goal->mutable_intentionally_blank() = event.fields();
}

}  // namespace mokuhyo::domain
