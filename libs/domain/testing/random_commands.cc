#include "libs/domain/testing/random_commands.h"

#include "absl/strings/str_cat.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/results/decide_results.h"

namespace mokuhyo::domain::testing {
namespace {

constexpr char kSheet[] = "cities/test/sheets/s";
constexpr char kReason[] = "見直し";

std::string GoalName(const std::string& goal) { return absl::StrCat(kSheet, "/goals/", goal); }
std::string IndicatorName(const std::string& indicator) {
  return absl::StrCat(kSheet, "/indicators/", indicator);
}

// A step of the workflow by somebody who saw the sheet as it is.
template <class Request>
Request Reviewed(const SheetState& state) {
  Request request;
  request.set_name(kSheet);
  request.set_etag(state.sheet().etag());
  request.set_reason(kReason);
  return request;
}

bool IsLocked(const SheetState& state) {
  switch (state.sheet().state()) {
    case sheets::v1::SHEET_STATE_GOALS_SUBMITTED:
    case sheets::v1::SHEET_STATE_GOALS_APPROVED:
    case sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED:
    case sheets::v1::SHEET_STATE_CONFIRMED:
    case sheets::v1::SHEET_STATE_EDITION_PUBLISHED:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string RandomCommands::Goal(const SheetState& state) {
  std::vector<std::string> ids = {"none"};
  VisitGoals(state.sheet().goals(),
             [&](const sheets::v1::Goal& goal, int) { ids.push_back(goal.id()); });
  return Pick(ids);
}

std::string RandomCommands::Indicator(const SheetState& state) {
  std::vector<std::string> ids = {"none"};
  VisitGoals(state.sheet().goals(), [&](const sheets::v1::Goal& goal, int) {
    for (const auto& indicator : goal.indicators()) ids.push_back(indicator.id());
  });
  return Pick(ids);
}

absl::StatusOr<SheetEvents> RandomCommands::Next(const SheetState& state,
                                                 const SheetContext& context) {
  // Else nearly all that follows would be refused.
  if (IsLocked(state) && Below(4) != 0) return NextOfWorkflow(state, context);
  switch (Below(6)) {
    case 0:
    case 1:
      return NextOfGoals(state, context);
    case 2:
    case 3:
      return NextOfIndicators(state, context);
    case 4:
      return NextOfSheet(state, context);
    default:
      return NextOfWorkflow(state, context);
  }
}

absl::StatusOr<SheetEvents> RandomCommands::NextOfGoals(const SheetState& state,
                                                        const SheetContext& context) {
  switch (Below(7)) {
    case 0:
    case 1:
    case 2: {
      goals::v1::CreateGoalRequest request;
      request.set_parent(kSheet);
      request.set_reason(kReason);
      request.mutable_goal()->set_level(Pick({"goal", "heading", "item"}));
      if (request.goal().level() == "item") request.set_parent_goal(Goal(state));
      if (Below(2) == 0) request.set_index(Below(3));
      if (Below(4) == 0) {
        // One of them is the last number that a client may give.
        const uint32_t number = 1 + Below(60);
        request.set_goal_id(absl::StrCat("g", number == 60 ? 999'999'999u : number));
      }
      for (uint32_t i = Below(3); i > 0; --i)
        request.mutable_goal()->add_indicators()->set_name("数");
      return Decide(state, request, context);
    }
    case 3: {
      goals::v1::UpdateGoalRequest request;
      request.set_name(GoalName(Goal(state)));
      request.set_reason(kReason);
      request.mutable_goal()->set_title(absl::StrCat("題", Below(3)));
      request.mutable_goal()->add_marks("focus");
      request.mutable_update_mask()->add_paths("title");
      if (Below(2) == 0) request.mutable_update_mask()->add_paths("marks");
      return Decide(state, request, context);
    }
    case 4:
    case 5: {
      goals::v1::MoveGoalRequest request;
      request.set_name(GoalName(Goal(state)));
      request.set_reason(kReason);
      if (Below(3) != 0) request.set_parent_goal(Goal(state));
      if (Below(2) == 0) request.set_index(Below(3));
      return Decide(state, request, context);
    }
    default: {
      goals::v1::WithdrawGoalRequest request;
      request.set_name(GoalName(Goal(state)));
      request.set_reason(kReason);
      return Decide(state, request, context);
    }
  }
}

absl::StatusOr<SheetEvents> RandomCommands::NextOfIndicators(const SheetState& state,
                                                             const SheetContext& context) {
  switch (Below(8)) {
    case 0: {
      goals::v1::CreateIndicatorRequest request;
      request.set_parent(GoalName(Goal(state)));
      request.set_reason(kReason);
      request.mutable_indicator()->mutable_target()->set_text(absl::StrCat(Below(100), "件以上"));
      if (Below(2) == 0) request.set_index(Below(2));
      return Decide(state, request, context);
    }
    case 1: {
      goals::v1::RemoveIndicatorRequest request;
      request.set_name(IndicatorName(Indicator(state)));
      request.set_reason(kReason);
      return Decide(state, request, context);
    }
    case 2: {
      goals::v1::SetTargetsRequest request;
      request.set_parent(kSheet);
      request.set_reason(kReason);
      auto& target = *request.add_targets();
      target.set_indicator(Indicator(state));
      if (Below(3) != 0) target.set_target(absl::StrCat(Below(3)));
      return Decide(state, request, context);
    }
    case 3: {
      goals::v1::SetPastValuesRequest request;
      request.set_name(IndicatorName(Indicator(state)));
      request.set_reason(kReason);
      for (uint32_t i = Below(3); i > 0; --i)
        request.add_past()->set_fiscal_year(static_cast<int>(2015 + i));
      return Decide(state, request, context);
    }
    case 4: {
      indicators::v1::ReportResultsRequest request;
      request.set_parent(kSheet);
      auto& result = *request.add_results();
      result.set_indicator(Indicator(state));
      result.set_value(absl::StrCat(Below(100)));
      if (Below(2) == 0) result.set_period("2022-09-30");
      if (Below(2) == 0) result.set_measured_on("2023-03-31");
      if (Below(2) == 0) {
        result.set_numerator(absl::StrCat(Below(100)));
        result.set_denominator("100");
      }
      return Decide(state, request, context);
    }
    case 5: {
      indicators::v1::CorrectResultsRequest request;
      request.set_parent(kSheet);
      request.set_reason(kReason);
      auto& result = *request.add_results();
      result.set_indicator(Indicator(state));
      result.set_value(absl::StrCat(Below(3)));
      if (Below(2) == 0) result.set_period("2022-09-30");
      if (Below(2) == 0) result.set_measured_on("2023-03-31");
      return Decide(state, request, context);
    }
    case 6: {
      goals::v1::BreakSeriesRequest request;
      request.set_name(IndicatorName(Indicator(state)));
      request.set_reason(kReason);
      if (Below(4) == 0) request.set_series("hoso");
      return Decide(state, request, context);
    }
    default: {
      indicators::v1::WithdrawResultsRequest request;
      request.set_parent(kSheet);
      request.set_reason(kReason);
      request.add_results()->set_indicator(Indicator(state));
      return Decide(state, request, context);
    }
  }
}

absl::StatusOr<SheetEvents> RandomCommands::NextOfSheet(const SheetState& state,
                                                        const SheetContext& context) {
  switch (Below(5)) {
    case 0: {
      goals::v1::UpdateSheetRequest request;
      request.mutable_sheet()->set_name(kSheet);
      request.set_reason(kReason);
      request.mutable_sheet()->set_contact(absl::StrCat(Below(3)));
      request.mutable_update_mask()->add_paths(Pick({"contact", "notes", "title"}));
      return Decide(state, request, context);
    }
    case 1: {
      goals::v1::LinkGoalsRequest request;
      request.set_name(GoalName(Goal(state)));
      auto& link = *request.add_links();
      link.set_sheet("cities/test/sheets/ward");
      link.set_goal(absl::StrCat(Below(3)));
      return Decide(state, request, context);
    }
    case 2: {
      goals::v1::UnlinkGoalsRequest request;
      request.set_name(GoalName(Goal(state)));
      auto& link = *request.add_links();
      link.set_sheet("cities/test/sheets/ward");
      link.set_goal(absl::StrCat(Below(3)));
      return Decide(state, request, context);
    }
    case 3: {
      evaluations::v1::AssessGoalsRequest request;
      request.set_parent(kSheet);
      request.set_stage(Pick({"section", "review"}));
      auto& assessment = *request.add_assessments();
      assessment.set_goal(Goal(state));
      if (Below(4) == 0) {
        assessment.set_remove(true);
      } else {
        assessment.set_rating(Pick({"達成", "一部未達成", "未達成"}));
      }
      return Decide(state, request, context);
    }
    default: {
      evaluations::v1::RecordNarrativeRequest request;
      request.set_parent(kSheet);
      (*request.mutable_texts())["result"] = absl::StrCat(Below(3));
      auto& narrative = *request.add_goals();
      narrative.set_goal(Goal(state));
      (*narrative.mutable_texts())["outcome"] = absl::StrCat(Below(3));
      return Decide(state, request, context);
    }
  }
}

absl::StatusOr<SheetEvents> RandomCommands::NextOfWorkflow(const SheetState& state,
                                                           const SheetContext& context) {
  switch (Below(12)) {
    case 0:
      return Decide(state, Reviewed<goals::v1::PublishGoalsRequest>(state), context);
    case 1:
      return Decide(state, Reviewed<goals::v1::SubmitGoalsRequest>(state), context);
    case 2:
    case 3:
      return Decide(state, Reviewed<goals::v1::ReturnGoalsRequest>(state), context);
    case 4: {
      auto request = Reviewed<goals::v1::ApproveGoalsRequest>(state);
      request.set_approval_reference(absl::StrCat("決", Below(3)));
      return Decide(state, request, context);
    }
    case 5:
      return Decide(state, Reviewed<evaluations::v1::SubmitEvaluationRequest>(state), context);
    case 6:
      return Decide(state, Reviewed<evaluations::v1::ReturnEvaluationRequest>(state), context);
    case 7:
      return RateOrConfirm(state, context);
    case 8:
      return Decide(state, Reviewed<evaluations::v1::ReopenEvaluationRequest>(state), context);
    case 9:
      return Decide(state, Reviewed<evaluations::v1::PublishEditionRequest>(state), context);
    case 10:
      return Decide(state, Reviewed<evaluations::v1::ReplaceEditionRequest>(state), context);
    default: {
      auto request = Reviewed<evaluations::v1::AnswerObservationRequest>(state);
      request.set_observation(absl::StrCat("OVERSHOOT/", Indicator(state)));
      if (Below(3) != 0) request.set_text(absl::StrCat(Below(3)));
      return Decide(state, request, context);
    }
  }
}

absl::StatusOr<SheetEvents> RandomCommands::RateOrConfirm(const SheetState& state,
                                                          const SheetContext& context) {
  evaluations::v1::AssessGoalsRequest rate;
  rate.set_parent(kSheet);
  for (const CountedRow& row : CountedRows(state.sheet(), context.form)) {
    if (!LacksRating(row)) continue;
    auto& assessment = *rate.add_assessments();
    assessment.set_goal(row.goal->id());
    assessment.set_rating(Pick({"達成", "未達成"}));
  }
  if (!rate.assessments().empty() && Below(4) != 0) return Decide(state, rate, context);
  return Decide(state, Reviewed<evaluations::v1::ConfirmEvaluationRequest>(state), context);
}

}  // namespace mokuhyo::domain::testing
