#include "libs/domain/transcription/document_match.h"

#include <algorithm>

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;
using documents::v1::SheetDocument;
using sheets::v1::Goal;
using sheets::v1::Indicator;

template <class A, class B>
bool SameLabel(const A& a, const B& b) {
  return a.has_label() == b.has_label() && a.label() == b.label();
}

bool SameName(const Indicator& here, const DocumentIndicator& wanted) {
  return here.has_name() == wanted.has_name() && here.name() == wanted.name();
}

// Pairs what is wanted with what is free, in order: first where `alike`, then wherever it `fits`.
// Calls `claim(wanted, free)` for each pair; what is claimed is no longer free.
template <class Wanted, class Free, class Alike, class Fits, class Claim>
void Pair(const std::vector<const Wanted*>& wanted, std::vector<const Free*> free,
          const Alike& alike, const Fits& fits, const Claim& claim) {
  std::vector<const Wanted*> waiting;
  const auto take = [&](const Wanted* one, const auto& is_it) {
    const auto found =
        std::find_if(free.begin(), free.end(), [&](const Free* it) { return is_it(*it, *one); });
    if (found == free.end()) return false;
    claim(*one, **found);
    free.erase(found);
    return true;
  };
  for (const Wanted* one : wanted) {
    if (!take(one, alike)) waiting.push_back(one);
  }
  for (const Wanted* one : waiting) take(one, fits);
}

}  // namespace

DocumentMatch::DocumentMatch(const SheetState& state, const SheetDocument& document)
    : state_(state) {
  CollectNames(document.goals());
  // The top is known; null stands for it.
  MatchGoals(document.goals(), nullptr);
  AssignNewIds(document.goals());
}

const DocumentGoal* DocumentMatch::FindGoal(const std::string& id) const {
  const auto found = goals_by_id_.find(id);
  return found == goals_by_id_.end() ? nullptr : found->second;
}

void DocumentMatch::CollectNames(const DocumentGoals& goals) {
  for (const DocumentGoal& goal : goals) {
    if (goal.has_id()) named_goals_.insert(goal.id());
    for (const DocumentIndicator& indicator : goal.indicators()) {
      if (indicator.has_id()) named_indicators_.insert(indicator.id());
    }
    CollectNames(goal.goals());
  }
}

void DocumentMatch::MatchGoals(const DocumentGoals& goals, const Goal* parent) {
  std::vector<const DocumentGoal*> unnamed;
  for (const DocumentGoal& goal : goals) {
    if (goal.has_id()) {
      goal_ids_[&goal] = goal.id();
    } else {
      unnamed.push_back(&goal);
    }
  }
  std::vector<const Goal*> free;
  for (const Goal& child : parent == nullptr ? state_.sheet().goals() : parent->goals()) {
    if (!named_goals_.contains(child.id())) free.push_back(&child);
  }
  const auto fits = [](const Goal& here, const DocumentGoal& wanted) {
    return here.level() == wanted.level() && here.withdrawn() == wanted.withdrawn();
  };
  const auto alike = [&](const Goal& here, const DocumentGoal& wanted) {
    return fits(here, wanted) && wanted.has_label() && SameLabel(here, wanted);
  };
  Pair(unnamed, std::move(free), alike, fits,
       [&](const DocumentGoal& wanted, const Goal& here) { goal_ids_[&wanted] = here.id(); });
  for (const DocumentGoal& goal : goals) {
    const auto found = goal_ids_.find(&goal);
    const Goal* here = found == goal_ids_.end() ? nullptr : state_.FindGoal(found->second);
    MatchIndicators(goal, here);
    // Below a new goal everything without an id is new.
    static const Goal* const nothing = new Goal();
    MatchGoals(goal.goals(), here == nullptr ? nothing : here);
  }
}

void DocumentMatch::MatchIndicators(const DocumentGoal& goal, const Goal* here) {
  std::vector<const DocumentIndicator*> unnamed;
  for (const DocumentIndicator& indicator : goal.indicators()) {
    if (indicator.has_id()) {
      indicator_ids_[&indicator] = indicator.id();
    } else {
      unnamed.push_back(&indicator);
    }
  }
  if (here == nullptr) return;
  std::vector<const Indicator*> free;
  for (const Indicator& indicator : here->indicators()) {
    if (!named_indicators_.contains(indicator.id())) free.push_back(&indicator);
  }
  const auto alike = [](const Indicator& known, const DocumentIndicator& wanted) {
    return SameLabel(known, wanted) && SameName(known, wanted);
  };
  const auto fits = [](const Indicator&, const DocumentIndicator&) { return true; };
  Pair(unnamed, std::move(free), alike, fits,
       [&](const DocumentIndicator& wanted, const Indicator& known) {
         indicator_ids_[&wanted] = known.id();
       });
}

void DocumentMatch::AssignNewIds(const DocumentGoals& goals) {
  for (const DocumentGoal& goal : goals) {
    std::string& id = goal_ids_[&goal];
    while (id.empty() || (!goal.has_id() && named_goals_.contains(id)))
      id = state_.NextGoalId(goals_assigned_++);
    goals_.emplace_back(&goal, id);
    goals_by_id_.emplace(id, &goal);
    for (const DocumentIndicator& indicator : goal.indicators()) {
      std::string& indicator_id = indicator_ids_[&indicator];
      while (indicator_id.empty() ||
             (!indicator.has_id() && named_indicators_.contains(indicator_id))) {
        indicator_id = state_.NextIndicatorId(indicators_assigned_++);
      }
      indicators_.emplace_back(&indicator, indicator_id);
      indicators_by_id_.insert(indicator_id);
    }
    AssignNewIds(goal.goals());
  }
}

}  // namespace mokuhyo::domain
