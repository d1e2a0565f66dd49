#include <algorithm>

#include "google/protobuf/util/message_differencer.h"
#include "libs/base/status_macros.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"

// LinkGoals, UnlinkGoals. A link says what a goal contributes to; it is no part of what was
// promised, so changing it after publication is no revision.
namespace mokuhyo::domain {
namespace {

using base::Violations;
using documents::v1::GoalLink;
using google::protobuf::RepeatedPtrField;
using sheets::v1::Goal;

// The links of one command.
constexpr int kMaxLinksAtOnce = 20;

bool Has(const Goal& goal, const GoalLink& link) {
  return std::any_of(goal.contributes_to().begin(), goal.contributes_to().end(),
                     [&](const GoalLink& here) {
                       return google::protobuf::util::MessageDifferencer::Equals(here, link);
                     });
}

void CheckGiven(const RepeatedPtrField<GoalLink>& links, Violations& violations) {
  if (links.empty()) violations.Add("links", "is required: at least one link");
  CheckLinks(links, "links", violations);
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::LinkGoalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Goal* goal,
                           OpenGoal(state, context, request.name(), "name", request.etag()));
  Violations violations;
  CheckGiven(request.links(), violations);
  if (request.links_size() > kMaxLinksAtOnce)
    violations.Add("links", "has too many entries; at most 20");
  CheckLinksStayInCity(request.links(), state, "links", violations);
  CheckReason(request.reason(), /*required=*/false, "", violations);
  SheetEvents events(1);
  events::v1::GoalsLinked& linked = *events[0].mutable_goals_linked();
  linked.set_goal(goal->id());
  for (const GoalLink& link : request.links()) {
    if (!Has(*goal, link)) *linked.add_links() = link;
  }
  if (goal->contributes_to_size() + linked.links_size() > kMaxListItems) {
    violations.Add("links",
                   "the goal would have more than 100 links; take some away first (UnlinkGoals)");
  }
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (linked.links().empty()) events.clear();
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::UnlinkGoalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Goal* goal,
                           OpenGoal(state, context, request.name(), "name", request.etag()));
  Violations violations;
  CheckGiven(request.links(), violations);
  for (int i = 0; i < request.links_size(); ++i) {
    if (!Has(*goal, request.links(i)))
      violations.Add(ItemPath("links", i), "the goal has no such link");
  }
  CheckReason(request.reason(), /*required=*/false, "", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  SheetEvents events(1);
  events::v1::GoalsUnlinked& unlinked = *events[0].mutable_goals_unlinked();
  unlinked.set_goal(goal->id());
  *unlinked.mutable_links() = request.links();
  return events;
}

}  // namespace mokuhyo::domain
