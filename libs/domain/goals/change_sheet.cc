#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/sheet_life.h"

// UpdateSheet, DeleteDraftSheet, DeclareTotals.
namespace mokuhyo::domain {
namespace {

using base::Violations;
using google::protobuf::FieldMask;
using sheets::v1::Sheet;

// True if one of the changed fields belongs to the plan. The day of evaluation and texts of the
// result stage do not.
bool ChangesPlan(const Sheet& before, const Sheet& after, const FieldMask& changed,
                 const forms::v1::Form& form) {
  return std::any_of(changed.paths().begin(), changed.paths().end(), [&](const std::string& path) {
    if (path == "evaluated_on") return false;
    if (path == "texts")
      return PlanTextsDiffer(before.texts(), after.texts(), form, /*of_goal=*/false);
    return true;
  });
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::UpdateSheetRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(
      OpenSheet(state, context, request.sheet().name(), "sheet.name", request.etag()));
  Violations violations;
  CheckMask(request.update_mask(),
            {"title", "subtitle", "contact", "material_number", "created_on", "revised_on",
             "evaluated_on", "texts", "notes", "replacement", "editorial"},
            "update_mask", violations);
  Sheet given;
  ApplyFields(request.sheet(), request.update_mask(), &given);
  CheckSheetFields(given, context.form, "sheet", violations);
  const FieldMask changed = ChangedFields(state.sheet(), given, request.update_mask());
  const bool revision =
      IsRevision(state, context) && ChangesPlan(state.sheet(), given, changed, context.form);
  CheckReason(request.reason(), revision, "a change of the sheet after its goals are published",
              violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (changed.paths().empty()) return SheetEvents{};
  if (!RequirePublished(state, context).ok() &&
      HasResultText(given.texts(), context.form, /*of_goal=*/false)) {
    return ResultsInDraft(state.sheet().name());
  }

  SheetEvents events(1);
  events::v1::SheetUpdated& updated = *events[0].mutable_sheet_updated();
  ApplyFields(given, changed, updated.mutable_sheet());
  *updated.mutable_update_mask() = changed;
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::DeleteDraftSheetRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(OpenSheet(state, context, request.name(), "name", request.etag()));
  Violations violations;
  CheckReason(request.reason(), /*required=*/false, "", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED)) {
    return GoalsAlreadyPublished(
        state.sheet(), "only a draft can be deleted; withdraw goals instead (WithdrawGoal)");
  }
  SheetEvents events(1);
  events[0].mutable_sheet_deleted();
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::DeclareTotalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(OpenSheet(state, context, request.parent(), "parent", request.etag()));
  Violations violations;
  CheckDeclaredTotals(request.declared_totals(), context.form, "declared_totals", violations);
  CheckReason(request.reason(), /*required=*/false, "", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  Sheet declared;
  *declared.mutable_declared_totals() = request.declared_totals();
  FieldMask mask;
  mask.add_paths("declared_totals");
  if (ChangedFields(state.sheet(), declared, mask).paths().empty()) return SheetEvents{};
  SheetEvents events(1);
  *events[0].mutable_totals_declared()->mutable_declared_totals() = request.declared_totals();
  return events;
}

}  // namespace mokuhyo::domain
