#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/preconditions.h"

// CreateIndicator, UpdateIndicator, RemoveIndicator.
namespace mokuhyo::domain {
namespace {

using base::Violations;
using google::protobuf::FieldMask;
using sheets::v1::Goal;
using sheets::v1::Indicator;

absl::Status RequireMayAdd(const SheetState& state, const Goal& goal, const std::string& id) {
  if (state.FindIndicator(id) != nullptr) {
    return base::AlreadyExists(
        IndicatorResource(state, id), "INDICATOR_EXISTS",
        absl::StrCat("the sheet has an indicator '", id,
                     "' already; choose another indicator_id or leave it out"));
  }
  if (goal.indicators_size() >= kMaxIndicatorsPerGoal) {
    return base::FailedPrecondition(
        "TOO_MANY_INDICATORS", GoalResource(state, goal.id()),
        absl::StrCat("the goal has ", kMaxIndicatorsPerGoal,
                     " indicators and takes no more; remove one first (RemoveIndicator)"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::CreateIndicatorRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Goal* goal,
                           OpenGoal(state, context, request.parent(), "parent", /*etag=*/""));
  Violations violations;
  if (!request.indicator_id().empty()) {
    CheckNewIndicatorId(state, request.indicator_id(), "indicator_id", violations);
  }
  CheckIndicatorFields(request.indicator(), state.sheet().fiscal_year(), "indicator", violations);
  CheckNoResults(request.indicator(), "indicator", violations);
  CheckIndex(request.has_index() ? std::optional(request.index()) : std::nullopt,
             goal->indicators_size(), violations);
  CheckReason(request.reason(), IsRevision(state, context), "a new indicator after publication",
              violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(RequireMayAdd(state, *goal, request.indicator_id()));

  SheetEvents events(1);
  events::v1::IndicatorCreated& created = *events[0].mutable_indicator_created();
  created.set_goal(goal->id());
  *created.mutable_indicator() =
      NewIndicator(request.indicator(), request.indicator_id().empty() ? state.NextIndicatorId()
                                                                       : request.indicator_id());
  created.set_index(request.has_index() ? request.index()
                                        : static_cast<uint32_t>(goal->indicators_size()));
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::UpdateIndicatorRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Indicator* indicator,
                           OpenIndicator(state, context, request.name(), "name", request.etag()));
  Violations violations;
  CheckMask(
      request.update_mask(),
      {"series", "label", "name", "unit", "direction", "accumulation", "definition", "supplement"},
      "update_mask", violations);
  Indicator given;
  ApplyFields(request.indicator(), request.update_mask(), &given);
  CheckIndicatorFields(given, state.sheet().fiscal_year(), "indicator", violations);
  const FieldMask changed = ChangedFields(*indicator, given, request.update_mask());
  // The supplement is written with the results.
  const bool changes_plan =
      std::any_of(changed.paths().begin(), changed.paths().end(),
                  [](const std::string& path) { return path != "supplement"; });
  CheckReason(request.reason(), changes_plan && IsRevision(state, context),
              "a change of an indicator after publication", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (changed.paths().empty()) return SheetEvents{};

  SheetEvents events(1);
  events::v1::IndicatorUpdated& updated = *events[0].mutable_indicator_updated();
  ApplyFields(given, changed, updated.mutable_indicator());
  updated.mutable_indicator()->set_id(indicator->id());
  *updated.mutable_update_mask() = changed;
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::RemoveIndicatorRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Indicator* indicator,
                           OpenIndicator(state, context, request.name(), "name", request.etag()));
  Violations violations;
  CheckReason(request.reason(), IsRevision(state, context),
              "the removal of an indicator after publication", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (!context.transcribed && (indicator->has_result() || !indicator->results().empty())) {
    return base::FailedPrecondition(
        "INDICATOR_HAS_RESULTS", request.name(),
        absl::StrCat("indicator '", indicator->id(),
                     "' bears results; withdraw them first (WithdrawResults)"));
  }
  if (!context.transcribed && indicator->has_evaluation()) {
    return base::FailedPrecondition(
        "INDICATOR_IS_ASSESSED", request.name(),
        absl::StrCat("indicator '", indicator->id(),
                     "' is assessed; take its assessments away first (AssessGoals)"));
  }
  SheetEvents events(1);
  events[0].mutable_indicator_removed()->set_indicator(indicator->id());
  return events;
}

}  // namespace mokuhyo::domain
