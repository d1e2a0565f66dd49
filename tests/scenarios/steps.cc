#include "tests/scenarios/steps.h"

#include "absl/strings/str_cat.h"

namespace mokuhyo::scenarios {
namespace {

template <typename Request>
Request WithReason(Request request, const std::string& reason) {
  request.set_reason(reason);
  return request;
}

template <typename Request>
Request WithResults(const std::string& sheet, const Pairs& results, const std::string& period) {
  auto request = StepOn<Request>(sheet);
  for (const auto& [indicator, value] : results) {
    auto& report = *request.add_results();
    report.set_indicator(indicator);
    report.set_period(period);
    report.set_value(value);
  }
  return request;
}

}  // namespace

std::string SheetNamed(const std::string& id) { return absl::StrCat(kCity, "/sheets/", id); }
std::string GoalOf(const std::string& sheet, const std::string& goal) {
  return absl::StrCat(sheet, "/goals/", goal);
}
std::string IndicatorOf(const std::string& sheet, const std::string& indicator) {
  return absl::StrCat(sheet, "/indicators/", indicator);
}

organization::v1::OpenOrgUnitRequest OpenOrgUnit(const std::string& id, const std::string& name,
                                                 const std::string& fields) {
  auto request = StepOn<organization::v1::OpenOrgUnitRequest>(kCity, fields);
  request.set_org_unit_id(id);
  request.mutable_org_unit()->set_display_name(name);
  return request;
}

organization::v1::RegisterFormRequest RegisterForm(const forms::v1::Form& form) {
  auto request = StepOn<organization::v1::RegisterFormRequest>(kCity);
  *request.mutable_form() = form;
  return request;
}

goals::v1::CreateSheetRequest CreateSheet(const std::string& sheet, const std::string& unit,
                                          int year, const std::string& form,
                                          const std::string& fields) {
  auto request = StepOn<goals::v1::CreateSheetRequest>(kCity, fields);
  request.set_sheet_id(sheet.substr(sheet.rfind('/') + 1));
  request.mutable_sheet()->set_org_unit(unit);
  request.mutable_sheet()->set_fiscal_year(year);
  request.mutable_sheet()->set_form(form);
  return request;
}

goals::v1::CreateGoalRequest CreateGoal(const std::string& sheet, const std::string& id,
                                        const std::string& goal_fields, const std::string& fields) {
  auto request = StepOn<goals::v1::CreateGoalRequest>(sheet, fields);
  request.set_goal_id(id);
  *request.mutable_goal() = Proto<sheets::v1::Goal>(goal_fields);
  if (request.goal().level().empty()) request.mutable_goal()->set_level("goal");
  return request;
}

goals::v1::CreateIndicatorRequest CreateIndicator(const std::string& sheet, const std::string& goal,
                                                  const std::string& id,
                                                  const std::string& indicator_fields,
                                                  const std::string& fields) {
  auto request = StepOn<goals::v1::CreateIndicatorRequest>(GoalOf(sheet, goal), fields);
  request.set_indicator_id(id);
  *request.mutable_indicator() = Proto<sheets::v1::Indicator>(indicator_fields);
  return request;
}

goals::v1::SetTargetsRequest SetTargets(const std::string& sheet, const Pairs& targets,
                                        const std::string& reason) {
  auto request = StepOn<goals::v1::SetTargetsRequest>(sheet);
  for (const auto& [indicator, target] : targets) {
    auto& entry = *request.add_targets();
    entry.set_indicator(indicator);
    entry.set_target(target);
  }
  return WithReason(request, reason);
}

goals::v1::WithdrawGoalRequest WithdrawGoal(const std::string& sheet, const std::string& goal,
                                            const std::string& reason) {
  return WithReason(StepOn<goals::v1::WithdrawGoalRequest>(GoalOf(sheet, goal)), reason);
}

goals::v1::UpdateIndicatorRequest UpdateIndicator(const std::string& sheet,
                                                  const std::string& indicator,
                                                  const std::string& path,
                                                  const std::string& fields) {
  auto request = StepOn<goals::v1::UpdateIndicatorRequest>(IndicatorOf(sheet, indicator), fields);
  request.mutable_update_mask()->add_paths(path);
  return request;
}

goals::v1::UpdateGoalRequest UpdateGoal(const std::string& sheet, const std::string& goal,
                                        const std::string& path, const std::string& fields) {
  auto request = StepOn<goals::v1::UpdateGoalRequest>(GoalOf(sheet, goal), fields);
  request.mutable_update_mask()->add_paths(path);
  return request;
}

goals::v1::LinkGoalsRequest LinkGoals(const std::string& sheet, const std::string& goal,
                                      const std::string& to_sheet, const std::string& to_goal) {
  auto request = StepOn<goals::v1::LinkGoalsRequest>(GoalOf(sheet, goal));
  request.add_links()->set_sheet(to_sheet);
  request.mutable_links(0)->set_goal(to_goal);
  return request;
}

goals::v1::SubmitGoalsRequest SubmitGoals(const std::string& sheet, const std::string& fields) {
  return StepOn<goals::v1::SubmitGoalsRequest>(sheet, fields);
}

goals::v1::ReturnGoalsRequest ReturnGoals(const std::string& sheet, const std::string& note) {
  return WithReason(StepOn<goals::v1::ReturnGoalsRequest>(sheet), note);
}

goals::v1::ApproveGoalsRequest ApproveGoals(const Reviewed& reviewed,
                                            const std::string& reference) {
  auto request = StepOn<goals::v1::ApproveGoalsRequest>(reviewed);
  request.set_approval_reference(reference);
  return request;
}

goals::v1::PublishGoalsRequest PublishGoals(const std::string& sheet, const std::string& fields) {
  return StepOn<goals::v1::PublishGoalsRequest>(sheet, fields);
}

goals::v1::CarryForwardSheetRequest CarryForward(const std::string& sheet,
                                                 const std::string& fields) {
  return StepOn<goals::v1::CarryForwardSheetRequest>(sheet, fields);
}

indicators::v1::ReportResultsRequest ReportResults(const std::string& sheet, const Pairs& results,
                                                   const std::string& period) {
  return WithResults<indicators::v1::ReportResultsRequest>(sheet, results, period);
}

indicators::v1::CorrectResultsRequest CorrectResults(const std::string& sheet, const Pairs& results,
                                                     const std::string& reason,
                                                     const std::string& period) {
  return WithReason(WithResults<indicators::v1::CorrectResultsRequest>(sheet, results, period),
                    reason);
}

indicators::v1::WithdrawResultsRequest WithdrawResults(const std::string& sheet,
                                                       const std::vector<std::string>& indicators,
                                                       const std::string& reason) {
  auto request = StepOn<indicators::v1::WithdrawResultsRequest>(sheet);
  for (const std::string& indicator : indicators) request.add_results()->set_indicator(indicator);
  return WithReason(request, reason);
}

indicators::v1::MarkIntentionallyBlankRequest MarkBlank(const std::string& sheet,
                                                        const std::string& goal,
                                                        const std::vector<std::string>& fields) {
  auto request = StepOn<indicators::v1::MarkIntentionallyBlankRequest>(GoalOf(sheet, goal));
  for (const std::string& field : fields) request.add_fields(field);
  return request;
}

evaluations::v1::AssessGoalsRequest Rate(const std::string& sheet, const Pairs& ratings,
                                         const std::string& stage) {
  auto request = StepOn<evaluations::v1::AssessGoalsRequest>(sheet);
  request.set_stage(stage);
  for (const auto& [goal, rating] : ratings) {
    auto& assessment = *request.add_assessments();
    assessment.set_goal(goal);
    assessment.set_rating(rating);
  }
  return request;
}

evaluations::v1::AssessGoalsRequest RateWithReason(const std::string& sheet,
                                                   const std::string& goal,
                                                   const std::string& rating,
                                                   const std::string& reason) {
  auto request = Rate(sheet, {{goal, rating}});
  request.mutable_assessments(0)->set_departure_reason(reason);
  return request;
}

evaluations::v1::SubmitEvaluationRequest SubmitEvaluation(const std::string& sheet) {
  return StepOn<evaluations::v1::SubmitEvaluationRequest>(sheet);
}

evaluations::v1::ReturnEvaluationRequest ReturnEvaluation(const std::string& sheet,
                                                          const std::string& note) {
  return WithReason(StepOn<evaluations::v1::ReturnEvaluationRequest>(sheet), note);
}

evaluations::v1::ConfirmEvaluationRequest ConfirmEvaluation(const Reviewed& reviewed) {
  return StepOn<evaluations::v1::ConfirmEvaluationRequest>(reviewed);
}

evaluations::v1::ReopenEvaluationRequest ReopenEvaluation(const std::string& sheet,
                                                          const std::string& reason) {
  return WithReason(StepOn<evaluations::v1::ReopenEvaluationRequest>(sheet), reason);
}

evaluations::v1::PublishEditionRequest PublishEdition(const Reviewed& reviewed) {
  return StepOn<evaluations::v1::PublishEditionRequest>(reviewed);
}

evaluations::v1::ReplaceEditionRequest ReplaceEdition(const Reviewed& reviewed,
                                                      const std::string& reason) {
  return WithReason(StepOn<evaluations::v1::ReplaceEditionRequest>(reviewed), reason);
}

sheets::v1::GetSheetRequest GetSheet(const std::string& sheet, const std::string& fields) {
  return StepOn<sheets::v1::GetSheetRequest>(sheet, fields);
}

sheets::v1::CompareSheetRequest Compare(const std::string& sheet, const std::string& points) {
  return StepOn<sheets::v1::CompareSheetRequest>(sheet, points);
}

sheets::v1::ExportSheetRequest ExportEdition(const std::string& sheet, uint32_t edition) {
  auto request = StepOn<sheets::v1::ExportSheetRequest>(sheet);
  request.set_edition(edition);
  return request;
}

}  // namespace mokuhyo::scenarios
