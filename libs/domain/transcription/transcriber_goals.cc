#include <algorithm>

#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/transcription/transcriber.h"
#include "libs/domain/transcription/transcriber_do.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentGoal;
using google::protobuf::RepeatedPtrField;
using sheets::v1::Goal;

// Links that LinkGoals takes at once.
constexpr int kMaxLinksAtOnce = 20;

// Divides the goals of a sheet into those that stay, those that go at once, and those that go after
// what stays has moved out of them. A goal goes with all below it.
class Departures {
 public:
  // `levels_stay`: a goal whose level differs from that of the document stays nevertheless.
  Departures(const DocumentMatch& match, bool levels_stay)
      : match_(match), levels_stay_(levels_stay) {}

  void Visit(const RepeatedPtrField<Goal>& goals) {
    for (const Goal& goal : goals) {
      if (Stays(goal)) {
        Visit(goal.goals());
      } else if (goal.withdrawn()) {
        continue;
      } else if (match_.FindGoal(goal.id()) == nullptr && AnyStays(goal.goals())) {
        Visit(goal.goals());
        later.push_back(goal.id());
      } else {
        now.push_back(goal.id());
      }
    }
  }

  std::vector<std::string> now;
  std::vector<std::string> later;

 private:
  bool Stays(const Goal& goal) const {
    const DocumentGoal* wanted = match_.FindGoal(goal.id());
    return wanted != nullptr && (levels_stay_ || wanted->level() == goal.level());
  }

  bool AnyStays(const RepeatedPtrField<Goal>& goals) const {
    return std::any_of(goals.begin(), goals.end(),
                       [&](const Goal& goal) { return Stays(goal) || AnyStays(goal.goals()); });
  }

  const DocumentMatch& match_;
  const bool levels_stay_;
};

}  // namespace

absl::Status Transcriber::RemoveGoals() {
  // A goal cannot change level and place in one command, and neither may be possible first. Where
  // goals can be removed for good, it goes and is created anew under its id.
  Departures departures(*match_, /*levels_stay=*/IsRevision(done_.state, context_));
  departures.Visit(done_.state.sheet().goals());
  removed_later_ = std::move(departures.later);
  for (const std::string& id : departures.now) MOKUHYO_RETURN_IF_ERROR(WithdrawGoal(id));
  return absl::OkStatus();
}

absl::Status Transcriber::WithdrawGoal(const std::string& id) {
  goals::v1::WithdrawGoalRequest withdraw;
  withdraw.set_name(document_.name() + "/goals/" + id);
  return Do(std::move(withdraw), id);
}

absl::Status Transcriber::SyncGoals(const DocumentGoals& goals, const std::string& parent) {
  int place = 0;
  for (const DocumentGoal& goal : goals) {
    const std::string& id = match_->IdOf(goal);
    const auto& siblings = done_.state.ChildrenOf(parent);
    // Goals that the document does not have are passed over: they were withdrawn or go later.
    while (place < siblings.size() && match_->FindGoal(siblings[place].id()) == nullptr) ++place;
    if (done_.state.FindGoal(id) == nullptr) {
      MOKUHYO_RETURN_IF_ERROR(CreateGoal(goal, id, parent, static_cast<uint32_t>(place)));
    } else {
      if (place == siblings.size() || siblings[place].id() != id)
        MOKUHYO_RETURN_IF_ERROR(MoveGoal(id, parent, static_cast<uint32_t>(place)));
      MOKUHYO_RETURN_IF_ERROR(SyncGoal(goal, id));
    }
    ++place;
    MOKUHYO_RETURN_IF_ERROR(SyncGoals(goal.goals(), id));
  }
  return absl::OkStatus();
}

Goal Transcriber::Planned(const DocumentGoal& document_goal, const Goal& here) const {
  Goal goal = ToGoal(document_goal);
  goal.clear_accomplishments();
  goal.clear_intentionally_blank();
  KeepResultTexts(here.texts(), /*of_goal=*/true, goal.mutable_texts());
  return goal;
}

absl::Status Transcriber::CreateGoal(const DocumentGoal& goal, const std::string& id,
                                     const std::string& parent, uint32_t index) {
  goals::v1::CreateGoalRequest create;
  create.set_parent(document_.name());
  create.set_goal_id(id);
  *create.mutable_goal() = Planned(goal, Goal());
  for (int i = 0; i < goal.indicators_size(); ++i)
    create.mutable_goal()->mutable_indicators(i)->set_id(match_->IdOf(goal.indicators(i)));
  create.set_parent_goal(parent);
  create.set_index(index);
  return Do(std::move(create), id);
}

absl::Status Transcriber::MoveGoal(const std::string& id, const std::string& parent,
                                   uint32_t index) {
  goals::v1::MoveGoalRequest move;
  move.set_name(document_.name() + "/goals/" + id);
  move.set_parent_goal(parent);
  move.set_index(index);
  return Do(std::move(move), id);
}

absl::Status Transcriber::SyncGoal(const DocumentGoal& goal, const std::string& id) {
  const Goal& here = *done_.state.FindGoal(id);
  Goal wanted = Planned(goal, here);
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
  return SyncIndicators(goal, id);
}

absl::Status Transcriber::SyncLinks(const DocumentGoal& goal, const std::string& id) {
  const auto& here = done_.state.FindGoal(id)->contributes_to();
  const auto& wanted = goal.contributes_to();
  // The order of links is printed, and new ones go to the end: those from the first difference on
  // are taken away and added anew.
  const auto same = [](const documents::v1::GoalLink& a, const documents::v1::GoalLink& b) {
    return a.sheet() == b.sheet() && a.goal() == b.goal();
  };
  const auto [old_rest, new_rest] =
      std::mismatch(here.begin(), here.end(), wanted.begin(), wanted.end(), same);
  goals::v1::UnlinkGoalsRequest unlink;
  unlink.set_name(document_.name() + "/goals/" + id);
  unlink.mutable_links()->Add(old_rest, here.end());
  if (!unlink.links().empty()) MOKUHYO_RETURN_IF_ERROR(Do(std::move(unlink), id));
  goals::v1::LinkGoalsRequest link;
  link.set_name(document_.name() + "/goals/" + id);
  link.mutable_links()->Add(new_rest, wanted.end());
  return DoInParts(std::move(link), &goals::v1::LinkGoalsRequest::mutable_links, kMaxLinksAtOnce,
                   id);
}

}  // namespace mokuhyo::domain
