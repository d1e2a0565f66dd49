#include <algorithm>

#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/transcription/transcriber.h"
#include "libs/domain/transcription/transcriber_do.h"

namespace mokuhyo::domain {

using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;
using sheets::v1::Goal;
using sheets::v1::Indicator;

std::vector<std::string> Transcriber::Match(const DocumentGoals& goals,
                                            const std::string& parent) const {
  std::vector<std::string> matches(static_cast<size_t>(goals.size()));
  // Children of the sheet that nothing has claimed yet.
  std::vector<const Goal*> free;
  for (const Goal& child : done_.state.ChildrenOf(parent)) {
    if (!matched_.contains(child.id()) && !named_.contains(child.id())) free.push_back(&child);
  }
  const auto claim = [&](const auto& wanted) -> std::string {
    const auto found = std::find_if(free.begin(), free.end(), wanted);
    if (found == free.end()) return "";
    std::string id = (*found)->id();
    free.erase(found);
    return id;
  };
  for (int i = 0; i < goals.size(); ++i) {
    const DocumentGoal& goal = goals[i];
    std::string& match = matches[static_cast<size_t>(i)];
    if (goal.has_id()) {
      if (done_.state.FindGoal(goal.id()) != nullptr) match = goal.id();
    } else if (goal.has_label()) {
      match = claim([&](const Goal* child) {
        return child->label() == goal.label() && child->has_label() &&
               child->level() == goal.level();
      });
    }
  }
  for (int i = 0; i < goals.size(); ++i) {
    std::string& match = matches[static_cast<size_t>(i)];
    if (match.empty() && !goals[i].has_id()) {
      match = claim([&](const Goal* child) { return child->level() == goals[i].level(); });
    }
  }
  return matches;
}

absl::Status Transcriber::SyncGoals(const DocumentGoals& goals, const std::string& parent) {
  for (const DocumentGoal& goal : goals) {
    if (goal.has_id()) named_.insert(goal.id());
  }
  const std::vector<std::string> matches = Match(goals, parent);
  matched_.insert(matches.begin(), matches.end());
  for (int i = 0; i < goals.size(); ++i) {
    const DocumentGoal& goal = goals[i];
    std::string id = matches[static_cast<size_t>(i)];
    if (id.empty()) {
      MOKUHYO_RETURN_IF_ERROR(CreateGoal(goal, parent, static_cast<uint32_t>(i), id));
    } else {
      MOKUHYO_RETURN_IF_ERROR(SyncGoal(goal, id));
      const auto& siblings = done_.state.ChildrenOf(parent);
      if (done_.state.ParentOf(id) != parent || siblings.size() <= i || siblings[i].id() != id) {
        goals::v1::MoveGoalRequest move;
        move.set_name(document_.name() + "/goals/" + id);
        move.set_parent_goal(parent);
        move.set_index(static_cast<uint32_t>(i));
        MOKUHYO_RETURN_IF_ERROR(Do(std::move(move), id));
      }
    }
    goals_.emplace_back(&goal, id);
    MOKUHYO_RETURN_IF_ERROR(SyncGoals(goal.goals(), id));
  }
  return absl::OkStatus();
}

Goal Transcriber::Planned(const DocumentGoal& document_goal) const {
  Goal goal = ToGoal(document_goal);
  goal.clear_accomplishments();
  goal.clear_intentionally_blank();
  for (const auto& [key, text] : document_goal.texts()) {
    const forms::v1::TextKey* found = FindText(context_.form, key, /*of_goal=*/true);
    if (found != nullptr && found->stage() == forms::v1::STAGE_RESULT)
      goal.mutable_texts()->erase(key);
  }
  return goal;
}

absl::Status Transcriber::CreateGoal(const DocumentGoal& goal, const std::string& parent,
                                     uint32_t index, std::string& id) {
  goals::v1::CreateGoalRequest create;
  create.set_parent(document_.name());
  id = goal.has_id() ? goal.id() : done_.state.NextGoalId();
  create.set_goal_id(id);
  *create.mutable_goal() = Planned(goal);
  create.set_parent_goal(parent);
  create.set_index(index);
  MOKUHYO_RETURN_IF_ERROR(Do(std::move(create), id));
  matched_.insert(id);
  const Goal* created = done_.state.FindGoal(id);
  for (int i = 0; i < goal.indicators_size(); ++i) {
    indicators_.emplace_back(&goal.indicators(i), created->indicators(i).id());
  }
  return absl::OkStatus();
}

absl::Status Transcriber::SyncGoal(const DocumentGoal& goal, const std::string& id) {
  Goal wanted = Planned(goal);
  Goal here = *done_.state.FindGoal(id);
  for (const auto& [key, text] : done_.state.FindGoal(id)->texts()) {
    const forms::v1::TextKey* found = FindText(context_.form, key, /*of_goal=*/true);
    if (found != nullptr && found->stage() == forms::v1::STAGE_RESULT)
      here.mutable_texts()->erase(key);
  }
  goals::v1::UpdateGoalRequest update;
  *update.mutable_update_mask() =
      ChangedFields(here, wanted,
                    MaskOf({"level", "label", "title", "subtitle", "texts", "initiatives", "marks",
                            "responsible_unit", "not_counted", "editorial"}));
  if (!update.update_mask().paths().empty()) {
    update.set_name(document_.name() + "/goals/" + id);
    *update.mutable_goal() = std::move(wanted);
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(update), id));
  }
  MOKUHYO_RETURN_IF_ERROR(SyncLinks(goal, id));
  return SyncIndicators(goal.indicators(), id);
}

absl::Status Transcriber::SyncLinks(const DocumentGoal& goal, const std::string& id) {
  const Goal wanted = ToGoal(goal);
  const Goal here = *done_.state.FindGoal(id);
  if (ChangedFields(here, wanted, MaskOf({"contributes_to"})).paths().empty())
    return absl::OkStatus();
  // The order of links is printed: take all away and add those of the document.
  if (!here.contributes_to().empty()) {
    goals::v1::UnlinkGoalsRequest unlink;
    unlink.set_name(document_.name() + "/goals/" + id);
    *unlink.mutable_links() = here.contributes_to();
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(unlink), id));
  }
  if (wanted.contributes_to().empty()) return absl::OkStatus();
  goals::v1::LinkGoalsRequest link;
  link.set_name(document_.name() + "/goals/" + id);
  *link.mutable_links() = wanted.contributes_to();
  return Do(std::move(link), id);
}

absl::Status Transcriber::SyncIndicators(const DocumentIndicators& indicators,
                                         const std::string& goal) {
  // By position; an id that stands elsewhere says that those before it are gone.
  const auto here = [&](int i) -> const Indicator* {
    const auto& list = done_.state.FindGoal(goal)->indicators();
    return i < list.size() ? &list[i] : nullptr;
  };
  for (int i = 0; i < indicators.size(); ++i) {
    const DocumentIndicator& indicator = indicators[i];
    while (indicator.has_id() && here(i) != nullptr && here(i)->id() != indicator.id()) {
      MOKUHYO_RETURN_IF_ERROR(RemoveIndicator(here(i)->id()));
    }
    if (here(i) != nullptr) {
      const std::string id = here(i)->id();
      MOKUHYO_RETURN_IF_ERROR(SyncIndicator(indicator, id));
      indicators_.emplace_back(&indicator, id);
      continue;
    }
    goals::v1::CreateIndicatorRequest create;
    create.set_parent(document_.name() + "/goals/" + goal);
    const std::string id = indicator.has_id() ? indicator.id() : done_.state.NextIndicatorId();
    create.set_indicator_id(id);
    *create.mutable_indicator() = ToIndicator(indicator);
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(create), id));
    indicators_.emplace_back(&indicator, id);
  }
  while (here(indicators.size()) != nullptr) {
    MOKUHYO_RETURN_IF_ERROR(RemoveIndicator(here(indicators.size())->id()));
  }
  return absl::OkStatus();
}

absl::Status Transcriber::SyncIndicator(const DocumentIndicator& indicator, const std::string& id) {
  Indicator wanted = ToIndicator(indicator);
  const Indicator here = *done_.state.FindIndicator(id);
  goals::v1::UpdateIndicatorRequest update;
  *update.mutable_update_mask() =
      ChangedFields(here, wanted,
                    MaskOf({"series", "label", "name", "unit", "direction", "accumulation",
                            "definition", "supplement"}));
  if (!update.update_mask().paths().empty()) {
    update.set_name(document_.name() + "/indicators/" + id);
    *update.mutable_indicator() = wanted;
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(update), id));
  }
  if (here.has_target() != indicator.has_target() || here.target().text() != indicator.target()) {
    goals::v1::SetTargetsRequest set;
    set.set_parent(document_.name());
    goals::v1::TargetEntry& entry = *set.add_targets();
    entry.set_indicator(id);
    if (indicator.has_target()) entry.set_target(indicator.target());
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(set), id));
  }
  goals::v1::SetPastValuesRequest past;
  past.set_name(document_.name() + "/indicators/" + id);
  for (const auto& value : indicator.past()) {
    goals::v1::PastValueEntry& entry = *past.add_past();
    entry.set_fiscal_year(value.fiscal_year());
    if (value.has_value()) entry.set_value(value.value());
  }
  return Do(std::move(past), id);
}

absl::Status Transcriber::RemoveIndicator(const std::string& id) {
  // By value: withdrawing the results changes what the reference would point to.
  const Indicator indicator = *done_.state.FindIndicator(id);
  indicators::v1::WithdrawResultsRequest withdraw;
  withdraw.set_parent(document_.name());
  if (indicator.has_result()) withdraw.add_results()->set_indicator(id);
  for (const auto& result : indicator.results()) {
    indicators::v1::ResultWithdrawal& entry = *withdraw.add_results();
    entry.set_indicator(id);
    entry.set_period(result.period());
  }
  if (!withdraw.results().empty()) MOKUHYO_RETURN_IF_ERROR(Do(std::move(withdraw), id));
  goals::v1::RemoveIndicatorRequest remove;
  remove.set_name(document_.name() + "/indicators/" + id);
  return Do(std::move(remove), id);
}

absl::Status Transcriber::RemoveLeftOver() {
  std::vector<std::string> left_over;
  VisitGoals(done_.state.sheet().goals(), [&](const Goal& goal, int) {
    if (matched_.contains(goal.id())) return;
    // With its parent goes all below it.
    const std::string& parent = done_.state.ParentOf(goal.id());
    if (parent.empty() || matched_.contains(parent)) left_over.push_back(goal.id());
  });
  for (const std::string& id : left_over) {
    if (done_.state.FindGoal(id)->withdrawn()) continue;
    goals::v1::WithdrawGoalRequest withdraw;
    withdraw.set_name(document_.name() + "/goals/" + id);
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(withdraw), id));
  }
  return absl::OkStatus();
}

}  // namespace mokuhyo::domain
