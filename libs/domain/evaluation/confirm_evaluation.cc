#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/evaluation/departure_rule.h"
#include "libs/domain/evaluation/reviewed_sheet.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::domain {
namespace {

absl::Status RequireRatings(const SheetState& state, const SheetContext& context) {
  std::vector<base::BrokenRule> rules;
  for (const CountedRow& row : CountedRows(state.sheet(), context.form)) {
    if (!LacksRating(row)) continue;
    const std::string labels = JoinLabels(row.path);
    rules.push_back({.subject = GoalResource(state, row.goal->id()),
                     .description = absl::StrCat(
                         "goal ", labels.empty() ? "" : labels + " ", "(", row.goal->id(),
                         ") counts and has no rating; rate it (AssessGoals), or say "
                         "that evaluation.rating is empty on purpose "
                         "(MarkIntentionallyBlank)")});
  }
  if (rules.empty()) return absl::OkStatus();
  return base::FailedPrecondition("RATINGS_MISSING", rules);
}

// What an evaluation must have come to. Of a document of the past it is not demanded.
absl::Status RequireEvaluated(const SheetState& state, const SheetContext& context) {
  if (!HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED)) {
    return base::FailedPrecondition(
        "RESULTS_NOT_REPORTED", state.sheet().name(),
        "nothing of the results is reported yet; report results (ReportResults) or record the "
        "narrative (RecordNarrative) first");
  }
  MOKUHYO_RETURN_IF_ERROR(RequireRatings(state, context));
  DepartureRule departures(state, context);
  departures.CheckAll();
  return departures.ToStatus();
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const evaluations::v1::ConfirmEvaluationRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(RequireReviewedSheet(state, request.name(), request.etag(), context));
  MOKUHYO_RETURN_IF_ERROR(RequirePublished(state, context));
  MOKUHYO_RETURN_IF_ERROR(RequireUnconfirmed(state, context));
  base::Violations violations;
  CheckReason(request.reason(), false, "a confirmation", violations);
  CheckNotBefore(context, state.sheet().goals_published_on(), "the goals were published",
                 violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED)) return SheetEvents{};
  if (!context.transcribed) MOKUHYO_RETURN_IF_ERROR(RequireEvaluated(state, context));

  SheetEvents events(1);
  // The day on which a document of the past was confirmed is not known.
  events[0].mutable_evaluation_confirmed()->set_confirmed_on(
      context.transcribed ? "" : context.effective_date);
  return events;
}

}  // namespace mokuhyo::domain
