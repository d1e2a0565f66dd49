#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/sheet/workflow_rules.h"

// SubmitEvaluation, ReturnEvaluation, ReopenEvaluation. See workflow_rules.h for repetitions.
namespace mokuhyo::domain {
namespace {

bool IsConfirmed(const SheetState& state) {
  return HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED);
}

// `remedy` follows on "the sheet is in the state …".
absl::Status NotThere(const SheetState& state, std::string_view reason, std::string_view remedy) {
  return base::FailedPrecondition(
      reason, state.sheet().name(),
      absl::StrCat("the sheet is in the state ", sheets::v1::SheetState_Name(state.sheet().state()),
                   std::string(remedy)));
}

// Something is assessed; under a form without stages, which assesses nothing, reported.
absl::Status RequireAssessed(const SheetState& state, const SheetContext& context) {
  const bool assesses = !context.form.stages().empty();
  if (context.transcribed ||
      HasReached(state.sheet().state(), assesses ? sheets::v1::SHEET_STATE_ASSESSED
                                                 : sheets::v1::SHEET_STATE_RESULTS_REPORTED)) {
    return absl::OkStatus();
  }
  if (!assesses) {
    return NotThere(state, "RESULTS_NOT_REPORTED",
                    ": nothing of the results is reported yet; report results (ReportResults) or "
                    "record the narrative (RecordNarrative) first");
  }
  return NotThere(state, "NOT_ASSESSED",
                  ": no goal is assessed yet, so there is nothing to submit; assess the goals "
                  "first (AssessGoals)");
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::SubmitEvaluationRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, request.name(), "name", request.etag()));
  MOKUHYO_RETURN_IF_ERROR(RequirePublished(state, context));
  MOKUHYO_RETURN_IF_ERROR(RequireUnlocked(state, context));
  base::Violations violations;
  CheckReason(request.reason(), /*required=*/false, "a submission", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED)) {
    return SheetEvents{};
  }
  MOKUHYO_RETURN_IF_ERROR(RequireAssessed(state, context));
  SheetEvents events(1);
  events[0].mutable_evaluation_submitted();
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::ReturnEvaluationRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, request.name(), "name", request.etag()));
  // Of a transcribed sheet too: what is confirmed is not returned, but reopened.
  if (IsConfirmed(state)) {
    return NotThere(state, "EVALUATION_CONFIRMED",
                    ": its evaluation is confirmed and is not returned any more; reopen it "
                    "instead (ReopenEvaluation)");
  }
  const bool submitted = state.sheet().state() == sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED;
  if (!submitted && !context.transcribed) {
    return NotThere(state, "EVALUATION_NOT_SUBMITTED",
                    ": its evaluation is not submitted, so there is nothing to return; it can be "
                    "changed as it is");
  }
  base::Violations violations;
  CheckReason(request.reason(), /*required=*/true, "a return of the evaluation", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (!submitted) return SheetEvents{};
  SheetEvents events(1);
  events[0].mutable_evaluation_returned();
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::ReopenEvaluationRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, request.name(), "name", request.etag()));
  if (!IsConfirmed(state) && !context.transcribed) {
    return NotThere(state, "EVALUATION_NOT_CONFIRMED",
                    ": its evaluation is not confirmed, so there is nothing to reopen; it can be "
                    "changed as it is, or after it is returned (ReturnEvaluation)");
  }
  base::Violations violations;
  CheckReason(request.reason(), /*required=*/true, "the reopening of an evaluation", violations);
  CheckNotBeforeLastStep(state, context, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (!IsConfirmed(state)) return SheetEvents{};
  SheetEvents events(1);
  events[0].mutable_evaluation_reopened();
  return events;
}

}  // namespace mokuhyo::domain
