#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/evaluation/departure_rule.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/reviewed_sheet.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/sheet/workflow_rules.h"

namespace mokuhyo::domain {
namespace {

// What is said of a row that counts.
struct RowWords {
  // Resource name.
  std::string subject;
  std::string name;
  // The field of the goal that holds the rating.
  std::string rating;
};

RowWords WordsFor(const SheetState& state, const CountedRow& row) {
  std::string labels = JoinLabels(row.path);
  if (!labels.empty()) labels += " ";
  std::string goal = absl::StrCat("goal ", labels, "(", row.goal->id(), ")");
  if (row.indicator == nullptr) {
    return {GoalResource(state, row.goal->id()), std::move(goal), "evaluation.rating"};
  }
  // The name of an indicator is blank on some real sheets.
  std::string name = row.indicator->name();
  if (!name.empty()) name += " ";
  return {IndicatorResource(state, row.indicator->id()),
          absl::StrCat("indicator ", name, "(", row.indicator->id(), ") of ", goal),
          absl::StrCat(EvaluationFieldOf(row), ".rating of the goal")};
}

absl::Status RequireRatings(const SheetState& state, const SheetContext& context) {
  const bool submitted = state.sheet().state() == sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED;
  const absl::string_view first =
      submitted ? "return the evaluation (ReturnEvaluation), then " : "";
  std::vector<base::BrokenRule> rules;
  for (const CountedRow& row : CountedRows(state.sheet(), context.form)) {
    if (!LacksRating(row)) continue;
    const RowWords words = WordsFor(state, row);
    rules.push_back(
        {.subject = words.subject,
         .description = absl::StrCat(words.name, " counts and has no rating; ", first,
                                     "rate it (AssessGoals), or say that ", words.rating,
                                     " is empty on purpose (MarkIntentionallyBlank)")});
  }
  if (rules.empty()) return absl::OkStatus();
  return base::FailedPrecondition("RATINGS_MISSING", rules);
}

// That somebody submitted the evaluation, where the form says so: with two persons, one of them is
// the one who submits.
absl::Status RequireSubmission(const SheetState& state, const SheetContext& context) {
  const forms::v1::WorkflowOptions& workflow = context.form.workflow();
  if (!workflow.evaluation_needs_submission() && !workflow.two_person_rule()) {
    return absl::OkStatus();
  }
  if (state.sheet().state() != sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED) {
    return base::FailedPrecondition(
        "EVALUATION_NOT_SUBMITTED", state.sheet().name(),
        absl::StrCat("the sheet is in the state ",
                     sheets::v1::SheetState_Name(state.sheet().state()),
                     ", and its form wants the evaluation submitted before it is confirmed; have "
                     "it submitted first (SubmitEvaluation)"));
  }
  return RequireOtherPerson(state, context, sheets::v1::Transition::KIND_EVALUATION_SUBMITTED,
                            "the evaluation", "ConfirmEvaluation");
}

// What an evaluation must have come to. Of a document of the past it is not demanded.
absl::Status RequireEvaluated(const SheetState& state, const SheetContext& context) {
  if (!HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED)) {
    return base::FailedPrecondition(
        "RESULTS_NOT_REPORTED", state.sheet().name(),
        "nothing of the results is reported yet; report results (ReportResults) or record the "
        "narrative (RecordNarrative) first");
  }
  MOKUHYO_RETURN_IF_ERROR(RequireSubmission(state, context));
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
  CheckNotBeforeLastStep(state, context, violations);
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
