#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/goal_tree.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/results/goal_path.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using base::Violations;
using goals::v1::CreateGoalRequest;
using sheets::v1::Goal;

void CheckNewGoal(const Goal& goal, Violations& violations) {
  if (!goal.goals().empty())
    violations.Add("goal.goals", "children are added one by one (CreateGoal)");
  if (goal.has_evaluation())
    violations.Add("goal.evaluation", "assessments come in by AssessGoals");
  for (int i = 0; i < goal.indicators_size(); ++i) {
    CheckNoResults(goal.indicators(i), ItemPath("goal.indicators", i), violations);
  }
}

// Ids that the client gives to indicators: well-formed and new in the sheet.
void CheckIndicatorIds(const Goal& goal, const SheetState& state, Violations& violations) {
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < goal.indicators_size(); ++i) {
    const std::string& id = goal.indicators(i).id();
    if (id.empty()) continue;
    const std::string path = ItemPath("goal.indicators", i) + ".id";
    CheckNewIndicatorId(state, id, path, violations);
    if (state.FindIndicator(id) != nullptr || !seen.insert(id).second) {
      violations.Add(
          path, absl::StrCat("indicator '", id, "' is in the sheet already; leave the id out"));
    }
  }
}

void CheckPlace(const CreateGoalRequest& request, const SheetState& state,
                const SheetContext& context, Violations& violations) {
  const std::string& parent = request.parent_goal();
  const Goal* above = parent.empty() ? nullptr : state.FindGoal(parent);
  if (!parent.empty() && above == nullptr) {
    violations.Add("parent_goal", absl::StrCat("the sheet has no goal '", parent, "'"));
    return;
  }
  CheckIndex(request.has_index() ? std::optional(request.index()) : std::nullopt,
             state.ChildrenOf(parent).size(), violations);
  // CheckGoalFields tells of a level that the form does not have.
  if (FindLevel(context.form, request.goal().level()) == nullptr) return;
  CheckLevelUnder(context.form, request.goal().level(), above == nullptr ? "" : above->level(),
                  "goal.level", violations);
}

absl::Status RequireRoom(const SheetState& state, const std::string& parent) {
  if (state.goal_count() >= kMaxGoals) {
    return base::FailedPrecondition(
        "TOO_MANY_GOALS", state.sheet().name(),
        absl::StrCat("the sheet has ", kMaxGoals,
                     " goals and takes no more, withdrawn ones included; merge goals, or in a "
                     "draft take one out first (WithdrawGoal)"));
  }
  return RequireDepth(state, parent, /*height=*/1);
}

// The goal as the event carries it: ids given, values read, nothing that only the system sets.
Goal NewGoal(const Goal& given, std::string id, const SheetState& state) {
  absl::flat_hash_set<std::string> given_ids;
  for (const auto& indicator : given.indicators()) given_ids.insert(indicator.id());
  uint64_t passed = 0;
  const auto next_id = [&] {
    std::string next = state.NextIndicatorId(passed++);
    while (given_ids.contains(next)) next = state.NextIndicatorId(passed++);
    return next;
  };
  Goal goal = given;
  goal.set_id(std::move(id));
  goal.clear_etag();
  goal.clear_withdrawn();
  goal.clear_withdrawn_on();
  goal.clear_withdrawal_reason();
  goal.clear_carried_from();
  for (auto& indicator : *goal.mutable_indicators()) {
    indicator =
        NewIndicator(indicator, indicator.id().empty() ? next_id() : std::string(indicator.id()));
  }
  return goal;
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state, const CreateGoalRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(OpenSheet(state, context, request.parent(), "parent", /*etag=*/""));
  const Goal& goal = request.goal();
  Violations violations;
  if (!request.goal_id().empty()) CheckNewGoalId(state, request.goal_id(), "goal_id", violations);
  CheckNewGoal(goal, violations);
  CheckGoalFields(goal, context, state.sheet().fiscal_year(), "goal", violations);
  CheckIndicatorIds(goal, state, violations);
  CheckBlankPaths(goal, context.form, goal.intentionally_blank(), "goal.intentionally_blank",
                  violations);
  CheckLinksStayInCity(goal.contributes_to(), state, "goal.contributes_to", violations);
  CheckPlace(request, state, context, violations);
  CheckReason(request.reason(), IsRevision(state, context), "a new goal after publication",
              violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  if (state.FindGoal(request.goal_id()) != nullptr) {
    return base::AlreadyExists(GoalResource(state, request.goal_id()), "GOAL_EXISTS",
                               absl::StrCat("the sheet has a goal '", request.goal_id(),
                                            "' already; choose another goal_id or leave it out"));
  }
  if (!request.parent_goal().empty())
    MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, {request.parent_goal()}));
  MOKUHYO_RETURN_IF_ERROR(RequireRoom(state, request.parent_goal()));
  const bool bears_results = !goal.accomplishments().empty() ||
                             HasResultText(goal.texts(), context.form, /*of_goal=*/true);
  if (bears_results && !RequirePublished(state, context).ok())
    return ResultsInDraft(state.sheet().name());

  SheetEvents events(1);
  events::v1::GoalCreated& created = *events[0].mutable_goal_created();
  *created.mutable_goal() =
      NewGoal(goal, request.goal_id().empty() ? state.NextGoalId() : request.goal_id(), state);
  created.set_parent_goal(request.parent_goal());
  created.set_index(request.has_index()
                        ? request.index()
                        : static_cast<uint32_t>(state.ChildrenOf(request.parent_goal()).size()));
  return events;
}

}  // namespace mokuhyo::domain
