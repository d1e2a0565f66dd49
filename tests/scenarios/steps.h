#ifndef MOKUHYO_TESTS_SCENARIOS_STEPS_H_
#define MOKUHYO_TESTS_SCENARIOS_STEPS_H_

#include <string>
#include <utility>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "tests/scenarios/city.h"

// What people say in stories: requests, each named after its method. `fields` are more fields of
// the request in the text format, such as "effective_date: '2022-06-01'".
namespace mokuhyo::scenarios {

using domain::testing::Proto;

// Ids with values: indicators with results, goals with ratings.
using Pairs = std::vector<std::pair<std::string, std::string>>;

// `cities/minato/sheets/{id}`, and what stands in it.
std::string SheetNamed(const std::string& id);
std::string GoalOf(const std::string& sheet, const std::string& goal);
std::string IndicatorOf(const std::string& sheet, const std::string& indicator);

// A request of which `fields` say everything.
template <typename Request>
Request Step(const std::string& fields) {
  return Proto<Request>(fields);
}
// The same of the resource with this name.
template <typename Request>
Request StepOn(const std::string& name, const std::string& fields = "") {
  auto request = Proto<Request>(fields);
  if constexpr (requires { request.set_parent(name); }) {
    request.set_parent(name);
  } else {
    request.set_name(name);
  }
  return request;
}
// The same of a sheet that was reviewed.
template <typename Request>
Request StepOn(const Reviewed& reviewed, const std::string& fields = "") {
  auto request = StepOn<Request>(reviewed.name, fields);
  request.set_etag(reviewed.etag);
  return request;
}

// The city.
organization::v1::OpenOrgUnitRequest OpenOrgUnit(const std::string& id, const std::string& name,
                                                 const std::string& fields);
organization::v1::RegisterFormRequest RegisterForm(const forms::v1::Form& form);

// Goals.
goals::v1::CreateSheetRequest CreateSheet(const std::string& sheet, const std::string& unit,
                                          int year, const std::string& form,
                                          const std::string& fields = "");
goals::v1::CreateGoalRequest CreateGoal(const std::string& sheet, const std::string& id,
                                        const std::string& goal_fields,
                                        const std::string& fields = "");
goals::v1::CreateIndicatorRequest CreateIndicator(const std::string& sheet, const std::string& goal,
                                                  const std::string& id,
                                                  const std::string& indicator_fields,
                                                  const std::string& fields = "");
goals::v1::SetTargetsRequest SetTargets(const std::string& sheet, const Pairs& targets,
                                        const std::string& reason = "");
goals::v1::WithdrawGoalRequest WithdrawGoal(const std::string& sheet, const std::string& goal,
                                            const std::string& reason);
// Changes one field of an indicator; `fields` gives the indicator and the reason.
goals::v1::UpdateIndicatorRequest UpdateIndicator(const std::string& sheet,
                                                  const std::string& indicator,
                                                  const std::string& path,
                                                  const std::string& fields);
goals::v1::UpdateGoalRequest UpdateGoal(const std::string& sheet, const std::string& goal,
                                        const std::string& path, const std::string& fields);
goals::v1::LinkGoalsRequest LinkGoals(const std::string& sheet, const std::string& goal,
                                      const std::string& to_sheet, const std::string& to_goal);
goals::v1::SubmitGoalsRequest SubmitGoals(const std::string& sheet, const std::string& fields = "");
goals::v1::ReturnGoalsRequest ReturnGoals(const std::string& sheet, const std::string& note);
goals::v1::ApproveGoalsRequest ApproveGoals(const Reviewed& reviewed,
                                            const std::string& reference = "");
goals::v1::PublishGoalsRequest PublishGoals(const std::string& sheet,
                                            const std::string& fields = "");
goals::v1::CarryForwardSheetRequest CarryForward(const std::string& sheet,
                                                 const std::string& fields = "");

// Results.
indicators::v1::ReportResultsRequest ReportResults(const std::string& sheet, const Pairs& results,
                                                   const std::string& period = "");
indicators::v1::CorrectResultsRequest CorrectResults(const std::string& sheet, const Pairs& results,
                                                     const std::string& reason,
                                                     const std::string& period = "");
indicators::v1::WithdrawResultsRequest WithdrawResults(const std::string& sheet,
                                                       const std::vector<std::string>& indicators,
                                                       const std::string& reason);
indicators::v1::MarkIntentionallyBlankRequest MarkBlank(const std::string& sheet,
                                                        const std::string& goal,
                                                        const std::vector<std::string>& fields);

// Evaluation. Without a stage: that of record.
evaluations::v1::AssessGoalsRequest Rate(const std::string& sheet, const Pairs& ratings,
                                         const std::string& stage = "");
evaluations::v1::AssessGoalsRequest RateWithReason(const std::string& sheet,
                                                   const std::string& goal,
                                                   const std::string& rating,
                                                   const std::string& reason);
evaluations::v1::SubmitEvaluationRequest SubmitEvaluation(const std::string& sheet);
evaluations::v1::ReturnEvaluationRequest ReturnEvaluation(const std::string& sheet,
                                                          const std::string& note);
evaluations::v1::ConfirmEvaluationRequest ConfirmEvaluation(const Reviewed& reviewed);
evaluations::v1::ReopenEvaluationRequest ReopenEvaluation(const std::string& sheet,
                                                          const std::string& reason);
evaluations::v1::PublishEditionRequest PublishEdition(const Reviewed& reviewed);
evaluations::v1::ReplaceEditionRequest ReplaceEdition(const Reviewed& reviewed,
                                                      const std::string& reason);

// Questions.
sheets::v1::GetSheetRequest GetSheet(const std::string& sheet, const std::string& fields = "");
sheets::v1::CompareSheetRequest Compare(const std::string& sheet, const std::string& points);
sheets::v1::ExportSheetRequest ExportEdition(const std::string& sheet, uint32_t edition);
// Any question about a unit and a fiscal year.
template <typename Request>
Request About(const std::string& unit, int year, const std::string& fields = "") {
  auto request = StepOn<Request>(kCity, fields);
  request.set_org_unit(unit);
  request.set_fiscal_year(year);
  return request;
}

}  // namespace mokuhyo::scenarios

#endif  // MOKUHYO_TESTS_SCENARIOS_STEPS_H_
