#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/goal_tree.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/reorder.h"

// UpdateGoal, MoveGoal, WithdrawGoal.
namespace mokuhyo::domain {
namespace {

using base::Violations;
using google::protobuf::FieldMask;
using sheets::v1::Goal;

// The new level fits between the goal above and those below, and does not make a heading of a rated
// goal.
void CheckNewLevel(const SheetState& state, const Goal& goal, const std::string& level,
                   const forms::v1::Form& form, Violations& violations) {
  const forms::v1::Level* found = FindLevel(form, level);
  if (found == nullptr) return;  // CheckGoalFields tells.
  const Goal* above = state.FindGoal(state.ParentOf(goal.id()));
  CheckLevelUnder(form, level, above == nullptr ? "" : above->level(), "goal.level", violations);
  for (const Goal& child : goal.goals()) {
    // One violation is enough: the remedy is the same for all children.
    if (!CheckLevelUnder(form, child.level(), level, "goal.level", violations)) break;
  }
  if (found->never_counted() && goal.has_evaluation()) {
    violations.Add("goal.level",
                   absl::StrCat("the goal is assessed and cannot become a heading ('", level,
                                "'); take its assessments away first (AssessGoals)"));
  }
}

// True if one of the changed fields belongs to the plan; texts of the result stage do not.
bool ChangesPlan(const Goal& before, const Goal& after, const FieldMask& changed,
                 const forms::v1::Form& form) {
  return std::any_of(changed.paths().begin(), changed.paths().end(), [&](const std::string& path) {
    return path != "texts" ||
           PlanTextsDiffer(before.texts(), after.texts(), form, /*of_goal=*/true);
  });
}

// The rules of a move that the state of the tree decides.
absl::Status RequireMayMove(const SheetState& state, const Goal& goal, const std::string& parent,
                            const forms::v1::Form& form) {
  const std::string name = GoalResource(state, goal.id());
  if (IsUnder(state, parent, goal.id())) {
    return base::FailedPrecondition("GOAL_CYCLE", name,
                                    absl::StrCat("goal '", goal.id(),
                                                 "' would stand under itself; choose a goal "
                                                 "that is not below it, or the top"));
  }
  const Goal* above = state.FindGoal(parent);
  if (above != nullptr && !goal.withdrawn())
    MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, {parent}));
  Violations violations;
  if (!CheckLevelUnder(form, goal.level(), above == nullptr ? "" : above->level(), "parent_goal",
                       violations)) {
    return base::FailedPrecondition("LEVEL_NOT_ALLOWED", name,
                                    violations.list().front().description);
  }
  return RequireDepth(state, parent, HeightOf(goal));
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::UpdateGoalRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Goal* goal,
                           OpenGoal(state, context, request.name(), "name", request.etag()));
  Violations violations;
  CheckMask(request.update_mask(),
            {"level", "label", "title", "subtitle", "texts", "initiatives", "marks",
             "responsible_unit", "not_counted", "editorial"},
            "update_mask", violations);
  Goal given;
  if (!Names(request.update_mask(), "level")) given.set_level(goal->level());
  ApplyFields(request.goal(), request.update_mask(), &given);
  CheckGoalFields(given, context, state.sheet().fiscal_year(), "goal", violations);
  const FieldMask changed = ChangedFields(*goal, given, request.update_mask());
  if (Names(changed, "level")) CheckNewLevel(state, *goal, given.level(), context.form, violations);
  const bool revision =
      IsRevision(state, context) && ChangesPlan(*goal, given, changed, context.form);
  CheckReason(request.reason(), revision, "a change of a goal after publication", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (changed.paths().empty()) return SheetEvents{};
  if (!RequirePublished(state, context).ok() &&
      HasResultText(given.texts(), context.form, /*of_goal=*/true)) {
    return ResultsInDraft(state.sheet().name());
  }

  SheetEvents events(1);
  events::v1::GoalUpdated& updated = *events[0].mutable_goal_updated();
  ApplyFields(given, changed, updated.mutable_goal());
  updated.mutable_goal()->set_id(goal->id());
  *updated.mutable_update_mask() = changed;
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::MoveGoalRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Goal* goal, OpenGoalEvenWithdrawn(state, context, request.name(),
                                                                   "name", request.etag()));
  const std::string& parent = request.parent_goal();
  const std::string& parent_before = state.ParentOf(goal->id());
  Violations violations;
  bool moves = true;
  uint32_t index = 0;
  if (!parent.empty() && state.FindGoal(parent) == nullptr) {
    violations.Add("parent_goal", absl::StrCat("the sheet has no goal '", parent, "'"));
  } else {
    const auto& siblings = state.ChildrenOf(parent);
    // Among its own siblings the goal does not count: the index is the place after the move.
    const int others = siblings.size() - (parent == parent_before ? 1 : 0);
    CheckIndex(request.has_index() ? std::optional(request.index()) : std::nullopt, others,
               violations);
    index = request.has_index() ? request.index() : static_cast<uint32_t>(others);
    moves = parent != parent_before || static_cast<uint32_t>(IndexOf(siblings, goal)) != index;
  }
  CheckReason(request.reason(), moves && IsRevision(state, context),
              "a move of a goal after publication", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (!moves) return SheetEvents{};
  MOKUHYO_RETURN_IF_ERROR(RequireMayMove(state, *goal, parent, context.form));

  SheetEvents events(1);
  events::v1::GoalMoved& moved = *events[0].mutable_goal_moved();
  moved.set_goal(goal->id());
  moved.set_parent_goal(parent);
  moved.set_index(index);
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::WithdrawGoalRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Goal* goal, OpenGoalEvenWithdrawn(state, context, request.name(),
                                                                   "name", request.etag()));
  const bool revision = IsRevision(state, context);
  Violations violations;
  CheckReason(request.reason(), revision && !goal->withdrawn(),
              "the withdrawal of a goal after publication", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  SheetEvents events(1);
  if (!revision) {
    events[0].mutable_goal_removed()->set_goal(goal->id());
  } else if (!goal->withdrawn()) {
    events[0].mutable_goal_withdrawn()->set_goal(goal->id());
  } else {
    events.clear();
  }
  return events;
}

}  // namespace mokuhyo::domain
