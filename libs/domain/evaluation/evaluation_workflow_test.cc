#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/results/decide_results.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain::testing {
namespace {

using evaluations::v1::AssessGoalsRequest;
using evaluations::v1::ConfirmEvaluationRequest;
using evaluations::v1::PublishEditionRequest;
using evaluations::v1::RecordNarrativeRequest;
using evaluations::v1::ReopenEvaluationRequest;
using evaluations::v1::ReplaceEditionRequest;
using evaluations::v1::ReturnEvaluationRequest;
using evaluations::v1::SubmitEvaluationRequest;
using sheets::v1::Transition;
using ::testing::ElementsAre;

constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;

forms::v1::Form FormWith(bool submission, bool two_persons) {
  forms::v1::Form form = TestForm();
  form.mutable_workflow()->set_evaluation_needs_submission(submission);
  form.mutable_workflow()->set_two_person_rule(two_persons);
  return form;
}

// Published and reported: goal g1 with i1.
SheetEvents Reported(bool transcribed = false) {
  SheetEvents events = {
      transcribed ? TranscribedSheetCreatedEvent() : SheetCreatedEvent(),
      Event("goal_created { goal { id: 'g1' level: 'goal' indicators { id: 'i1' } } }"),
      Event("goals_published { published_on: '2022-04-15' }"),
      Event("results_reported { results { indicator: 'i1' } }"),
  };
  *events[3].mutable_results_reported()->mutable_results(0)->mutable_result()->mutable_value() =
      values::Parse("96");
  return events;
}

AssessGoalsRequest Rate(const std::string& rating) {
  auto request = Proto<AssessGoalsRequest>("parent: 'cities/test/sheets/s'");
  request.add_assessments()->set_goal("g1");
  request.mutable_assessments(0)->set_rating(rating);
  return request;
}

// A request for the sheet as it is.
template <class Request>
Request Reviewed(const Scenario& scenario, const std::string& reason = "") {
  Request request;
  request.set_name("cities/test/sheets/s");
  request.set_etag(scenario.state().sheet().etag());
  request.set_reason(reason);
  return request;
}

// One step of the scenario, on the sheet as it is.
template <class Request>
void Do(Scenario& scenario, const std::string& reason = "", Here here = Here::current()) {
  scenario.GivenCommand(Reviewed<Request>(scenario, reason), here);
}

void GivenConfirmed(Scenario& scenario) {
  scenario.Given(Reported()).GivenCommand(Rate("達成"));
  Do<ConfirmEvaluationRequest>(scenario);
}

std::vector<std::string> Steps(const SheetState& state) {
  std::vector<std::string> steps;
  for (const Transition& step : state.sheet().transitions()) {
    if (step.kind() <= Transition::KIND_GOALS_PUBLISHED) continue;
    std::string text = Transition::Kind_Name(step.kind()).substr(5) + " by " + step.actor() +
                       " on " + step.effective_date();
    if (step.edition() > 0) text += " no. " + std::to_string(step.edition());
    if (!step.reason().empty()) text += ": " + step.reason();
    steps.push_back(text);
  }
  return steps;
}

TEST(EvaluationWorkflowTest, GoesFromAssessedToReplacedAndSaysWhoWhenAndWhy) {
  Scenario scenario;
  scenario.WithForm(FormWith(true, true)).Given(Reported());
  scenario.As("sato").On("2023-04-05").GivenCommand(Rate("達成"));
  Do<SubmitEvaluationRequest>(scenario);
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED);
  scenario.As("yamada").On("2023-04-07");
  Do<ReturnEvaluationRequest>(scenario, "根拠を書くこと");
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_ASSESSED);
  scenario.As("sato").On("2023-04-10").GivenCommand(Rate("一部未達成"));
  Do<SubmitEvaluationRequest>(scenario);
  scenario.As("yamada").On("2023-04-12");
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.On("2023-05-01");
  Do<PublishEditionRequest>(scenario);
  scenario.On("2023-06-01");
  Do<ReopenEvaluationRequest>(scenario, "集計に誤り");
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_ASSESSED);
  EXPECT_EQ(scenario.state().sheet().confirmed_on(), "");
  EXPECT_EQ(scenario.state().sheet().editions_size(), 1);
  scenario.As("sato").GivenCommand(Rate("未達成"));
  Do<SubmitEvaluationRequest>(scenario);
  scenario.As("yamada");
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.On("2023-06-05");
  Do<ReplaceEditionRequest>(scenario, "集計を正した");
  EXPECT_THAT(Steps(scenario.state()),
              ElementsAre("EVALUATION_SUBMITTED by sato on 2023-04-05",
                          "EVALUATION_RETURNED by yamada on 2023-04-07: 根拠を書くこと",
                          "EVALUATION_SUBMITTED by sato on 2023-04-10",
                          "EVALUATION_CONFIRMED by yamada on 2023-04-12",
                          "EDITION_PUBLISHED by yamada on 2023-05-01 no. 1",
                          "EVALUATION_REOPENED by yamada on 2023-06-01: 集計に誤り",
                          "EVALUATION_SUBMITTED by sato on 2023-06-01",
                          "EVALUATION_CONFIRMED by yamada on 2023-06-01",
                          "EDITION_REPLACED by yamada on 2023-06-05 no. 2: 集計を正した"));
  const sheets::v1::Sheet& sheet = scenario.state().sheet();
  EXPECT_EQ(sheet.editions(0).replaced_by(), 2u);
  EXPECT_EQ(sheet.editions(1).replaces(), 1u);
  EXPECT_EQ(sheet.editions(1).reason(), "集計を正した");
  EXPECT_EQ(sheet.editions(1).actor(), "yamada");
}

TEST(EvaluationWorkflowTest, NothingChangesWhileTheEvaluationIsSubmitted) {
  Scenario scenario;
  scenario.Given(Reported()).GivenCommand(Rate("達成"));
  Do<SubmitEvaluationRequest>(scenario);
  const auto refuse = [&](const auto& request, Here here = Here::current()) {
    scenario.When(request).ThenRefused(kFailed, "EVALUATION_SUBMITTED", here);
  };
  const std::string sheet = "parent: 'cities/test/sheets/s' reason: 'x' ";
  const std::string goal = "name: 'cities/test/sheets/s/goals/g1' reason: 'x' ";
  refuse(Rate("未達成"));
  refuse(Proto<RecordNarrativeRequest>(sheet + "texts { key: 'result' value: 'x' }"));
  using namespace indicators::v1;
  refuse(Proto<ReportResultsRequest>(sheet + "results { indicator: 'i1' value: '1' period: 'p' }"));
  refuse(Proto<CorrectResultsRequest>(sheet + "results { indicator: 'i1' value: '1' }"));
  refuse(Proto<WithdrawResultsRequest>(sheet + "results { indicator: 'i1' }"));
  refuse(Proto<MarkIntentionallyBlankRequest>(goal + "fields: 'title'"));
  refuse(Proto<goals::v1::WithdrawGoalRequest>(goal));
  refuse(Reviewed<SubmitEvaluationRequest>(scenario));
  Do<ReturnEvaluationRequest>(scenario, "見直し");
  scenario.When(Rate("未達成")).ThenAccepted();
}

TEST(SubmitEvaluationTest, WantsGoalsThatAreAssessed) {
  Scenario scenario;
  const auto submit = [&] { return scenario.When(Reviewed<SubmitEvaluationRequest>(scenario)); };
  submit().ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  scenario.Given({SheetCreatedEvent()});
  submit().ThenRefused(kFailed, "GOALS_NOT_PUBLISHED");
  scenario.Given({Event("goal_created { goal { id: 'g1' level: 'goal' } }"),
                  Event("goals_published {}"), Event("results_reported {}")});
  submit().ThenRefused(kFailed, "NOT_ASSESSED");
  scenario.GivenCommand(Rate("達成"));
  submit().Then({Event("evaluation_submitted {}")});
  Do<ConfirmEvaluationRequest>(scenario);
  submit().ThenRefused(kFailed, "EVALUATION_CONFIRMED");
}

TEST(SubmitEvaluationTest, WantsResultsAloneWhereTheFormAssessesNothing) {
  forms::v1::Form form = FormWith(true, false);
  form.clear_stages();
  form.clear_ratings();
  form.clear_counting();
  Scenario scenario;
  scenario.WithForm(form).Given({SheetCreatedEvent(), Event("goals_published {}")});
  scenario.When(Reviewed<SubmitEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "RESULTS_NOT_REPORTED");
  scenario.Given({Event("results_reported {}")});
  Do<SubmitEvaluationRequest>(scenario);
  Do<ConfirmEvaluationRequest>(scenario);
}

TEST(ReturnEvaluationTest, WantsASubmissionAndANote) {
  Scenario scenario;
  scenario.Given(Reported()).GivenCommand(Rate("達成"));
  scenario.When(Reviewed<ReturnEvaluationRequest>(scenario, "x"))
      .ThenRefused(kFailed, "EVALUATION_NOT_SUBMITTED");
  Do<SubmitEvaluationRequest>(scenario);
  scenario.When(Reviewed<ReturnEvaluationRequest>(scenario)).ThenViolates({"reason"});
  scenario.When(Reviewed<ReturnEvaluationRequest>(scenario, "x"))
      .Then({Event("evaluation_returned {}")});
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.When(Reviewed<ReturnEvaluationRequest>(scenario, "x"))
      .ThenRefused(kFailed, "EVALUATION_CONFIRMED");
}

TEST(ConfirmEvaluationTest, DemandsSubmissionWhereTheFormDoes) {
  Scenario scenario;
  scenario.WithForm(FormWith(true, false)).Given(Reported()).GivenCommand(Rate("達成"));
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "EVALUATION_NOT_SUBMITTED");
  Do<SubmitEvaluationRequest>(scenario);
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenAccepted();
}

TEST(ConfirmEvaluationTest, TakesASecondPersonWhereTheFormSaysSo) {
  Scenario scenario;
  scenario.WithForm(FormWith(false, true)).Given(Reported()).GivenCommand(Rate("達成"));
  // Of two persons one submits, also where the form does not say that.
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "EVALUATION_NOT_SUBMITTED");
  scenario.As("sato");
  Do<SubmitEvaluationRequest>(scenario);
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "TWO_PERSON_RULE");
  scenario.As("yamada").When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenAccepted();
  Do<ReturnEvaluationRequest>(scenario, "x");
  Do<SubmitEvaluationRequest>(scenario);
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "TWO_PERSON_RULE");
}

TEST(ConfirmEvaluationTest, SaysThatASubmissionIsReturnedBeforeItIsCompleted) {
  Scenario scenario;
  scenario.Given(Reported());
  scenario.GivenCommand(Proto<AssessGoalsRequest>(
      "parent: 'cities/test/sheets/s' assessments { goal: 'g1' comment: '作業中' }"));
  Do<SubmitEvaluationRequest>(scenario);
  const auto refused = scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario));
  refused.ThenRefused(kFailed, "RATINGS_MISSING");
  EXPECT_THAT(std::string(refused.decision().status().message()),
              ::testing::HasSubstr("ReturnEvaluation"));
}

TEST(ReopenEvaluationTest, WantsAConfirmedEvaluationAndAReason) {
  Scenario scenario;
  scenario.Given(Reported()).GivenCommand(Rate("達成"));
  scenario.When(Reviewed<ReopenEvaluationRequest>(scenario, "x"))
      .ThenRefused(kFailed, "EVALUATION_NOT_CONFIRMED");
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.When(Reviewed<ReopenEvaluationRequest>(scenario)).ThenViolates({"reason"});
  scenario.When(Reviewed<ReopenEvaluationRequest>(scenario, "x"))
      .Then({Event("evaluation_reopened {}")});
  Do<PublishEditionRequest>(scenario);
  scenario.When(Reviewed<ReopenEvaluationRequest>(scenario, "x"))
      .Then({Event("evaluation_reopened {}")});
}

TEST(ReopenEvaluationTest, ChangesOfThePlanAreRevisionsStill) {
  Scenario scenario;
  GivenConfirmed(scenario);
  Do<ReopenEvaluationRequest>(scenario, "x");
  auto revise = Proto<goals::v1::SetTargetsRequest>(
      "parent: 'cities/test/sheets/s' targets { indicator: 'i1' target: '100' }");
  scenario.When(revise).ThenViolates({"reason"});
  revise.set_reason("基準を見直した");
  scenario.GivenCommand(revise);
  EXPECT_EQ(scenario.state().FindIndicator("i1")->target_revisions(0).reason(), "基準を見直した");
}

TEST(ReplaceEditionTest, WantsWhatTheContractSays) {
  Scenario scenario;
  GivenConfirmed(scenario);
  const auto replace = [&](const std::string& reason = "誤りを正した") {
    return Reviewed<ReplaceEditionRequest>(scenario, reason);
  };
  scenario.When(replace()).ThenRefused(kFailed, "NO_EDITION");
  Do<PublishEditionRequest>(scenario);
  scenario.When(replace()).ThenRefused(kFailed, "EDITION_UNCHANGED");
  Do<ReopenEvaluationRequest>(scenario, "x");
  scenario.When(replace()).ThenRefused(kFailed, "EVALUATION_NOT_CONFIRMED");
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.When(replace()).ThenRefused(kFailed, "EDITION_UNCHANGED");
  Do<ReopenEvaluationRequest>(scenario, "x");
  scenario.GivenCommand(Rate("未達成"));
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.When(replace("")).ThenViolates({"reason"});
  auto unseen = replace();
  unseen.clear_etag();
  scenario.When(unseen).ThenViolates({"etag"});
  unseen.set_etag("1");
  scenario.When(unseen).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
  const auto replaced = scenario.When(replace());
  replaced.ThenAccepted();
  EXPECT_EQ(replaced.decision()->at(0).edition_published().number(), 2u);
  EXPECT_EQ(replaced.decision()->at(0).edition_published().replaces(), 1u);
  EXPECT_EQ(replaced.after().sheet().state(), sheets::v1::SHEET_STATE_EDITION_PUBLISHED);
}

TEST(PublishEditionTest, TheSecondEditionOfAnOperatedSheetReplacesTheFirst) {
  Scenario scenario;
  GivenConfirmed(scenario);
  Do<PublishEditionRequest>(scenario);
  EXPECT_EQ(scenario.state().sheet().editions(0).replaces(), 0u);
  Do<ReopenEvaluationRequest>(scenario, "x");
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.When(Reviewed<PublishEditionRequest>(scenario, "x"))
      .ThenRefused(kFailed, "EDITION_UNCHANGED");
  Do<ReopenEvaluationRequest>(scenario, "x");
  scenario.GivenCommand(Rate("未達成"));
  Do<ConfirmEvaluationRequest>(scenario);
  const auto refused = scenario.When(Reviewed<PublishEditionRequest>(scenario, "x"));
  refused.ThenRefused(kFailed, "EDITION_EXISTS");
  EXPECT_THAT(std::string(refused.decision().status().message()),
              ::testing::HasSubstr("ReplaceEdition"));
}

TEST(EvaluationWorkflowTest, DoesNotRunBackwards) {
  Scenario scenario;
  scenario.On("2023-04-10").Given(Reported()).GivenCommand(Rate("達成"));
  Do<SubmitEvaluationRequest>(scenario);
  scenario.On("2023-04-09");
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenViolates({"effective_date"});
  scenario.When(Reviewed<ReturnEvaluationRequest>(scenario, "x")).ThenViolates({"effective_date"});
  scenario.On("2023-04-10");
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.On("2023-04-09")
      .When(Reviewed<ReopenEvaluationRequest>(scenario, "x"))
      .ThenViolates({"effective_date"});
}

TEST(EvaluationWorkflowTest, ATranscribedSheetGoesThroughItInAnyOrder) {
  Scenario scenario;
  scenario.WithForm(FormWith(true, true)).Given(Reported(/*transcribed=*/true));
  scenario.When(Reviewed<ReturnEvaluationRequest>(scenario, "x")).ThenNothing();
  scenario.When(Reviewed<ReopenEvaluationRequest>(scenario, "x")).ThenNothing();
  Do<SubmitEvaluationRequest>(scenario);
  scenario.When(Reviewed<SubmitEvaluationRequest>(scenario)).ThenNothing();
  scenario.GivenCommand(Rate("達成"));
  Do<ConfirmEvaluationRequest>(scenario);
  scenario.When(Reviewed<SubmitEvaluationRequest>(scenario)).ThenNothing();
  scenario.When(Reviewed<ReturnEvaluationRequest>(scenario, "x"))
      .ThenRefused(kFailed, "EVALUATION_CONFIRMED");
  Do<PublishEditionRequest>(scenario);
  // Its later state needs no reopening, and comes out either way.
  scenario.GivenCommand(Rate("未達成"));
  const auto published = scenario.When(Reviewed<PublishEditionRequest>(scenario));
  published.ThenAccepted();
  EXPECT_EQ(published.after().sheet().editions(0).replaced_by(), 2u);
  scenario.When(Reviewed<ReplaceEditionRequest>(scenario)).ThenViolates({"reason"});
  Do<ReplaceEditionRequest>(scenario, "転記の誤り");
  Do<ReopenEvaluationRequest>(scenario, "x");
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_ASSESSED);
}

}  // namespace
}  // namespace mokuhyo::domain::testing
