#include "libs/domain/sheet/preconditions.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::domain {
namespace {

std::string NoSuch(std::string_view what, std::string_view name) {
  return absl::StrCat("there is no ", absl::string_view(what.data(), what.size()), " ",
                      absl::string_view(name.data(), name.size()));
}

}  // namespace

absl::Status RequireSheet(const SheetState& state, std::string_view name) {
  if (state.exists()) return absl::OkStatus();
  return base::NotFound(name, NoSuch("sheet", name));
}

absl::StatusOr<const sheets::v1::Goal*> RequireGoal(const SheetState& state, std::string_view name,
                                                    std::string_view field) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::GoalName parsed, base::ParseGoalName(name, field));
  MOKUHYO_RETURN_IF_ERROR(
      RequireSheet(state, base::FormatSheetName({.city = parsed.city, .sheet = parsed.sheet})));
  const sheets::v1::Goal* goal = state.FindGoal(parsed.goal);
  if (goal == nullptr) return base::NotFound(name, NoSuch("goal", name));
  return goal;
}

absl::StatusOr<const sheets::v1::Indicator*> RequireIndicator(const SheetState& state,
                                                              std::string_view name,
                                                              std::string_view field) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::IndicatorName parsed, base::ParseIndicatorName(name, field));
  MOKUHYO_RETURN_IF_ERROR(
      RequireSheet(state, base::FormatSheetName({.city = parsed.city, .sheet = parsed.sheet})));
  const sheets::v1::Indicator* indicator = state.FindIndicator(parsed.indicator);
  if (indicator == nullptr) return base::NotFound(name, NoSuch("indicator", name));
  return indicator;
}

absl::Status RequireEtag(std::string_view resource_name, std::string_view given,
                         std::string_view actual) {
  if (given.empty() || given == actual) return absl::OkStatus();
  return base::StaleEtag(resource_name, given, actual);
}

absl::Status RequirePublished(const SheetState& state, const SheetContext& context) {
  if (context.transcribed ||
      HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED))
    return absl::OkStatus();
  return base::FailedPrecondition(
      "GOALS_NOT_PUBLISHED", state.sheet().name(),
      absl::StrCat("the sheet is in the state ", sheets::v1::SheetState_Name(state.sheet().state()),
                   ": results and assessments come after its goals are published; publish the "
                   "goals first (PublishGoals)"));
}

absl::Status RequireUnconfirmed(const SheetState& state, const SheetContext& context) {
  if (context.transcribed || !HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED))
    return absl::OkStatus();
  return base::FailedPrecondition("EVALUATION_CONFIRMED", state.sheet().name(),
                                  "the evaluation of the sheet is confirmed and nothing in it "
                                  "changes any more; reopen the evaluation first "
                                  "(ReopenEvaluation)");
}

absl::Status RequireUnlocked(const SheetState& state, const SheetContext& context) {
  if (context.transcribed) return absl::OkStatus();
  const std::string& sheet = state.sheet().name();
  switch (state.sheet().state()) {
    case sheets::v1::SHEET_STATE_GOALS_SUBMITTED:
      return base::FailedPrecondition("GOALS_SUBMITTED", sheet,
                                      "the goals of the sheet are submitted and nothing in it "
                                      "changes while they wait for approval; have them returned "
                                      "first (ReturnGoals)");
    case sheets::v1::SHEET_STATE_GOALS_APPROVED:
      return base::FailedPrecondition("GOALS_APPROVED", sheet,
                                      "the goals of the sheet are approved and nothing in it "
                                      "changes before they are published (PublishGoals); to "
                                      "change them, have them returned first (ReturnGoals)");
    case sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED:
      return base::FailedPrecondition("EVALUATION_SUBMITTED", sheet,
                                      "the evaluation of the sheet is submitted and nothing in it "
                                      "changes while it waits for confirmation; have it returned "
                                      "first (ReturnEvaluation)");
    default:
      return RequireUnconfirmed(state, context);
  }
}

absl::Status RequireCurrentSheet(const SheetState& state, std::string_view name,
                                 std::string_view field, std::string_view etag) {
  MOKUHYO_RETURN_IF_ERROR(base::ParseSheetName(name, field).status());
  MOKUHYO_RETURN_IF_ERROR(RequireSheet(state, name));
  return RequireEtag(name, etag, state.sheet().etag());
}

absl::Status OpenSheet(const SheetState& state, const SheetContext& context, std::string_view name,
                       std::string_view field, std::string_view etag) {
  MOKUHYO_RETURN_IF_ERROR(RequireCurrentSheet(state, name, field, etag));
  return RequireUnlocked(state, context);
}

std::string GoalResource(const SheetState& state, std::string_view goal) {
  return absl::StrCat(state.sheet().name(), "/goals/", std::string(goal));
}

std::string IndicatorResource(const SheetState& state, std::string_view indicator) {
  return absl::StrCat(state.sheet().name(), "/indicators/", std::string(indicator));
}

absl::Status RequireNotWithdrawn(const SheetState& state, const std::vector<std::string>& goals) {
  std::vector<base::BrokenRule> rules;
  for (const std::string& goal : goals) {
    // A withdrawal takes all below along, and nothing that stands moves under what is withdrawn.
    if (!state.FindGoal(goal)->withdrawn()) continue;
    rules.push_back({.subject = GoalResource(state, goal),
                     .description = absl::StrCat(
                         "goal '", goal,
                         "' was withdrawn and takes nothing new; choose another goal, or leave it "
                         "out")});
  }
  if (rules.empty()) return absl::OkStatus();
  return base::FailedPrecondition("GOAL_WITHDRAWN", rules);
}

absl::StatusOr<const sheets::v1::Goal*> OpenGoal(const SheetState& state,
                                                 const SheetContext& context, std::string_view name,
                                                 std::string_view field, std::string_view etag) {
  MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Goal* goal,
                           OpenGoalEvenWithdrawn(state, context, name, field, etag));
  MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, {goal->id()}));
  return goal;
}

absl::StatusOr<const sheets::v1::Goal*> OpenGoalEvenWithdrawn(const SheetState& state,
                                                              const SheetContext& context,
                                                              std::string_view name,
                                                              std::string_view field,
                                                              std::string_view etag) {
  MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Goal* goal, RequireGoal(state, name, field));
  MOKUHYO_RETURN_IF_ERROR(RequireEtag(name, etag, goal->etag()));
  MOKUHYO_RETURN_IF_ERROR(RequireUnlocked(state, context));
  return goal;
}

absl::StatusOr<const sheets::v1::Indicator*> OpenIndicator(const SheetState& state,
                                                           const SheetContext& context,
                                                           std::string_view name,
                                                           std::string_view field,
                                                           std::string_view etag) {
  MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Indicator* indicator,
                           RequireIndicator(state, name, field));
  MOKUHYO_RETURN_IF_ERROR(RequireEtag(name, etag, indicator->etag()));
  MOKUHYO_RETURN_IF_ERROR(RequireUnlocked(state, context));
  MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, {state.GoalOfIndicator(indicator->id())}));
  return indicator;
}

void CheckNotBefore(const SheetContext& context, std::string_view day, std::string_view what,
                    base::Violations& violations) {
  // Days are written so that their order is that of their letters.
  if (context.transcribed || context.effective_date >= day) return;
  violations.Add("effective_date", absl::StrCat("must not be before ", std::string(day), ", when ",
                                                std::string(what)));
}

bool IsRevision(const SheetState& state, const SheetContext& context) {
  return !context.transcribed &&
         HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
}

void CheckReason(std::string_view reason, bool required, std::string_view what,
                 base::Violations& violations) {
  const bool blank = reason.find_first_not_of(" \t\n") == std::string_view::npos;
  if (required && blank) {
    violations.Add("reason", absl::StrCat("required: ", absl::string_view(what.data(), what.size()),
                                          " is recorded with its reason; say why"));
  }
  base::CheckText("reason", reason, kMaxReasonCharacters, violations);
}

}  // namespace mokuhyo::domain
