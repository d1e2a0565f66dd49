#include "libs/domain/sheet/sheet_state.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/domain/sheet/sheet_evolver.h"

namespace mokuhyo::domain {
namespace {

using google::protobuf::RepeatedPtrField;
using sheets::v1::Goal;
using sheets::v1::Indicator;

// Clients give ids of at most kMaxGivenDigits (checks.h), so counting on from there never comes to
// as many digits as this.
constexpr size_t kMaxNumberDigits = 18;

absl::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

// 12 for `g12` with prefix `g`; 0 for ids of another kind.
uint64_t NumberOf(const std::string& id, char prefix) {
  if (id.size() < 2 || id.size() > kMaxNumberDigits + 1 || id[0] != prefix) return 0;
  if (!std::all_of(id.begin() + 1, id.end(), [](char c) { return c >= '0' && c <= '9'; })) return 0;
  uint64_t number = 0;
  return absl::SimpleAtoi(id.substr(1), &number) ? number : 0;
}

}  // namespace

SheetState::SheetState(const SheetState& other)
    : exists_(other.exists_),
      sheet_(other.sheet_),
      revision_(other.revision_),
      folded_bytes_(other.folded_bytes_),
      last_goal_number_(other.last_goal_number_),
      last_indicator_number_(other.last_indicator_number_) {
  Reindex();
}

SheetState& SheetState::operator=(const SheetState& other) {
  if (this != &other) *this = SheetState(other);
  return *this;
}

void SheetState::Evolve(const events::v1::SheetEvent& event, const EventFacts& facts) {
  // More than what an event leaves besides its payload: etags, and who did it when.
  constexpr size_t kBesides = 256;
  folded_bytes_ += event.ByteSizeLong() + facts.actor.size() + facts.reason.size() + kBesides;
  SheetEvolver(*this, facts).Evolve(event);
}

const Goal* SheetState::FindGoal(std::string_view id) const {
  const auto found = goals_.find(Key(id));
  return found == goals_.end() ? nullptr : found->second.goal;
}

const Indicator* SheetState::FindIndicator(std::string_view id) const {
  const auto found = indicators_.find(Key(id));
  return found == indicators_.end() ? nullptr : found->second.indicator;
}

const std::string& SheetState::ParentOf(std::string_view goal) const {
  return goals_.find(Key(goal))->second.parent;
}

const std::string& SheetState::GoalOfIndicator(std::string_view indicator) const {
  return indicators_.find(Key(indicator))->second.goal;
}

const RepeatedPtrField<Goal>& SheetState::ChildrenOf(std::string_view goal) const {
  return goal.empty() ? sheet_.goals() : goals_.find(Key(goal))->second.goal->goals();
}

std::string SheetState::NextGoalId(uint64_t ahead) const {
  return absl::StrCat("g", last_goal_number_ + 1 + ahead);
}

std::string SheetState::NextIndicatorId(uint64_t ahead) const {
  return absl::StrCat("i", last_indicator_number_ + 1 + ahead);
}

RepeatedPtrField<Goal>* SheetState::MutableChildren(std::string_view goal) {
  return goal.empty() ? sheet_.mutable_goals()
                      : goals_.find(Key(goal))->second.goal->mutable_goals();
}

void SheetState::Index(Goal& goal, const std::string& parent) {
  goals_[goal.id()] = {.goal = &goal, .parent = parent};
  last_goal_number_ = std::max(last_goal_number_, NumberOf(goal.id(), 'g'));
  for (Indicator& indicator : *goal.mutable_indicators()) IndexIndicator(indicator, goal.id());
  for (Goal& child : *goal.mutable_goals()) Index(child, goal.id());
}

void SheetState::IndexIndicator(Indicator& indicator, const std::string& goal) {
  indicators_[indicator.id()] = {.indicator = &indicator, .goal = goal};
  last_indicator_number_ = std::max(last_indicator_number_, NumberOf(indicator.id(), 'i'));
}

void SheetState::Unindex(const Goal& goal) {
  for (const Indicator& indicator : goal.indicators()) indicators_.erase(indicator.id());
  for (const Goal& child : goal.goals()) Unindex(child);
  goals_.erase(goal.id());
}

void SheetState::Reindex() {
  goals_.clear();
  indicators_.clear();
  for (Goal& goal : *sheet_.mutable_goals()) Index(goal, "");
}

void VisitGoals(const RepeatedPtrField<Goal>& goals,
                const std::function<void(const Goal&, int depth)>& visit, int depth) {
  for (const Goal& goal : goals) {
    visit(goal, depth);
    VisitGoals(goal.goals(), visit, depth + 1);
  }
}

}  // namespace mokuhyo::domain
