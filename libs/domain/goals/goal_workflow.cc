#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/reviewed_sheet.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/sheet/workflow_rules.h"

// SubmitGoals, ReturnGoals, ApproveGoals, PublishGoals. See workflow_rules.h for repetitions.
namespace mokuhyo::domain {
namespace {

using base::Violations;
using sheets::v1::Transition;

bool ArePublished(const SheetState& state) {
  return HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
}

absl::Status GoalsNotSubmitted(const SheetState& state, std::string_view remedy) {
  return base::FailedPrecondition(
      "GOALS_NOT_SUBMITTED", state.sheet().name(),
      absl::StrCat("the sheet is a draft whose goals are not submitted; ", std::string(remedy)));
}

absl::Status RequireGoals(const SheetState& state, const SheetContext& context) {
  if (!state.sheet().goals().empty() || context.transcribed) return absl::OkStatus();
  return base::FailedPrecondition(
      "NO_GOALS", state.sheet().name(),
      "the sheet has no goals; add at least one (CreateGoal) before they are submitted or "
      "published");
}

// Goals are published from the draft or after approval: approval is never passed by once it was
// asked for, by the form or by a submission.
absl::Status RequireApproval(const SheetState& state, const SheetContext& context) {
  const bool submitted = state.sheet().state() == sheets::v1::SHEET_STATE_GOALS_SUBMITTED;
  const bool demanded = context.form.workflow().goals_need_approval();
  if (context.transcribed || state.sheet().state() == sheets::v1::SHEET_STATE_GOALS_APPROVED ||
      (!submitted && !demanded)) {
    return absl::OkStatus();
  }
  return base::FailedPrecondition(
      "GOALS_NOT_APPROVED", state.sheet().name(),
      submitted ? "the goals of the sheet are submitted and not approved yet; have them approved "
                  "first (ApproveGoals), or returned (ReturnGoals)"
                : "the form of the sheet wants its goals approved before they are published, and "
                  "they are a draft; submit them (SubmitGoals) and have them approved "
                  "(ApproveGoals) first");
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::SubmitGoalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, request.name(), "name", request.etag()));
  MOKUHYO_RETURN_IF_ERROR(RequireUnlocked(state, context));
  if (!context.transcribed && ArePublished(state)) {
    return GoalsAlreadyPublished(state.sheet(), "change them one by one, each with a reason");
  }
  Violations violations;
  CheckReason(request.reason(), /*required=*/false, "a submission", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_GOALS_SUBMITTED)) {
    return SheetEvents{};
  }
  MOKUHYO_RETURN_IF_ERROR(RequireGoals(state, context));
  SheetEvents events(1);
  events[0].mutable_goals_submitted();
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::ReturnGoalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, request.name(), "name", request.etag()));
  // Of a transcribed sheet too: published goals are no draft any more.
  if (ArePublished(state)) {
    return GoalsAlreadyPublished(state.sheet(), "change them one by one, each with a reason");
  }
  const bool is_draft = state.sheet().state() == sheets::v1::SHEET_STATE_DRAFT;
  if (is_draft && !context.transcribed) {
    return GoalsNotSubmitted(state, "they can be changed as they are");
  }
  Violations violations;
  CheckReason(request.reason(), /*required=*/true, "a return of goals", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (is_draft) return SheetEvents{};
  SheetEvents events(1);
  events[0].mutable_goals_returned();
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::ApproveGoalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireReviewedSheet(state, request.name(), request.etag(), context));
  const sheets::v1::SheetState now = state.sheet().state();
  if (!context.transcribed) {
    if (now == sheets::v1::SHEET_STATE_DRAFT) {
      return GoalsNotSubmitted(state, "have them submitted first (SubmitGoals)");
    }
    if (now != sheets::v1::SHEET_STATE_GOALS_SUBMITTED) {
      MOKUHYO_RETURN_IF_ERROR(RequireUnlocked(state, context));
      return GoalsAlreadyPublished(state.sheet(), "there is nothing to approve any more");
    }
    MOKUHYO_RETURN_IF_ERROR(RequireOtherPerson(state, context, Transition::KIND_GOALS_SUBMITTED,
                                               "the goals", "ApproveGoals"));
  }
  Violations violations;
  base::CheckLine("approval_reference", request.approval_reference(), kMaxLabelCharacters,
                  violations);
  CheckReason(request.reason(), /*required=*/false, "an approval", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (HasReached(now, sheets::v1::SHEET_STATE_GOALS_APPROVED)) return SheetEvents{};
  MOKUHYO_RETURN_IF_ERROR(RequireGoals(state, context));
  SheetEvents events(1);
  events[0].mutable_goals_approved()->set_approval_reference(request.approval_reference());
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::PublishGoalsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, request.name(), "name", request.etag()));
  if (ArePublished(state)) MOKUHYO_RETURN_IF_ERROR(RequireUnlocked(state, context));
  Violations violations;
  CheckReason(request.reason(), /*required=*/false, "", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (ArePublished(state)) {
    // Of a transcribed sheet no order is demanded: it is where it should be.
    if (context.transcribed) return SheetEvents{};
    return GoalsAlreadyPublished(state.sheet(), "change them one by one, each with a reason");
  }
  MOKUHYO_RETURN_IF_ERROR(RequireGoals(state, context));
  MOKUHYO_RETURN_IF_ERROR(RequireApproval(state, context));
  SheetEvents events(1);
  events::v1::GoalsPublished& published = *events[0].mutable_goals_published();
  // The day on which a document of the past was published is not known.
  if (!context.transcribed) published.set_published_on(context.effective_date);
  return events;
}

}  // namespace mokuhyo::domain
