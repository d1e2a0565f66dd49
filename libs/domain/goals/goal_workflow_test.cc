#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/results/decide_results.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"

namespace mokuhyo::domain::testing {
namespace {

using goals::v1::ApproveGoalsRequest;
using goals::v1::PublishGoalsRequest;
using goals::v1::ReturnGoalsRequest;
using goals::v1::SubmitGoalsRequest;
using sheets::v1::Transition;
using ::testing::ElementsAre;

constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;
constexpr char kSheet[] = "cities/test/sheets/s";

forms::v1::Form FormWith(bool approval, bool two_persons) {
  forms::v1::Form form = TestForm();
  form.mutable_workflow()->set_goals_need_approval(approval);
  form.mutable_workflow()->set_two_person_rule(two_persons);
  return form;
}

// A draft with a goal and an indicator.
SheetEvents Draft(bool transcribed = false) {
  return {transcribed ? TranscribedSheetCreatedEvent() : SheetCreatedEvent(),
          Event("goal_created { goal { id: 'g1' level: 'goal' indicators { id: 'i1' } } }")};
}

template <class Request>
Request For(const std::string& reason = "") {
  Request request;
  request.set_name(kSheet);
  request.set_reason(reason);
  return request;
}

ApproveGoalsRequest Approve(const Scenario& scenario, const std::string& reference = "") {
  auto request = For<ApproveGoalsRequest>();
  request.set_etag(scenario.state().sheet().etag());
  request.set_approval_reference(reference);
  return request;
}

// "kind by actor on day: reason" of every step after the creation.
std::vector<std::string> Steps(const SheetState& state) {
  std::vector<std::string> steps;
  for (const Transition& step : state.sheet().transitions()) {
    if (step.kind() == Transition::KIND_CREATED) continue;
    std::string text = Transition::Kind_Name(step.kind()).substr(5) + " by " + step.actor() +
                       " on " + step.effective_date();
    if (!step.reason().empty()) text += ": " + step.reason();
    steps.push_back(text);
  }
  return steps;
}

TEST(GoalWorkflowTest, GoesFromDraftToPublishedAndSaysWhoWhenAndWhy) {
  Scenario scenario;
  scenario.WithForm(FormWith(true, true)).Given(Draft());
  scenario.As("sato").On("2022-04-04").GivenCommand(For<SubmitGoalsRequest>("ご確認ください"));
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_GOALS_SUBMITTED);
  scenario.As("yamada").On("2022-04-06").GivenCommand(For<ReturnGoalsRequest>("数値がない"));
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_DRAFT);
  scenario.GivenCommand(Proto<goals::v1::SetTargetsRequest>(
      "parent: 'cities/test/sheets/s' targets { indicator: 'i1' target: '10' }"));
  scenario.As("sato").On("2022-04-08").GivenCommand(For<SubmitGoalsRequest>());
  scenario.As("yamada").On("2022-04-11");
  const auto approved = scenario.When(Approve(scenario, "北決第12号"));
  approved.Then({Event("goals_approved { approval_reference: '北決第12号' }")});
  scenario.GivenCommand(Approve(scenario, "北決第12号"));
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_GOALS_APPROVED);
  EXPECT_EQ(scenario.state().sheet().approval_reference(), "北決第12号");
  scenario.As("sato").On("2022-04-15").GivenCommand(For<PublishGoalsRequest>());
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  EXPECT_EQ(scenario.state().sheet().goals_published_on(), "2022-04-15");
  EXPECT_THAT(
      Steps(scenario.state()),
      ElementsAre("GOALS_SUBMITTED by sato on 2022-04-04: ご確認ください",
                  "GOALS_RETURNED by yamada on 2022-04-06: 数値がない",
                  "GOALS_SUBMITTED by sato on 2022-04-08", "GOALS_APPROVED by yamada on 2022-04-11",
                  "GOALS_PUBLISHED by sato on 2022-04-15"));
}

TEST(GoalWorkflowTest, IsThereWhereTheFormDoesNotAskForIt) {
  Scenario scenario;
  scenario.Given(Draft()).GivenCommand(For<SubmitGoalsRequest>());
  // One person may do it all under this form.
  scenario.GivenCommand(Approve(scenario)).GivenCommand(For<PublishGoalsRequest>());
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
}

TEST(GoalWorkflowTest, NothingChangesWhileGoalsAreSubmittedOrApproved) {
  const std::string goal = "name: 'cities/test/sheets/s/goals/g1' ";
  const std::string indicator = "name: 'cities/test/sheets/s/indicators/i1' ";
  const std::string sheet = "parent: 'cities/test/sheets/s' ";
  const auto expect_locked = [&](const Scenario& scenario, const std::string& reason) {
    const auto refuse = [&](const auto& request, Here here = Here::current()) {
      scenario.When(request).ThenRefused(kFailed, reason, here);
    };
    using namespace goals::v1;
    refuse(
        Proto<UpdateSheetRequest>("sheet { name: 'cities/test/sheets/s' title: 'x' } "
                                  "update_mask { paths: 'title' }"));
    refuse(Proto<DeleteDraftSheetRequest>("name: 'cities/test/sheets/s'"));
    refuse(Proto<CreateGoalRequest>(sheet + "goal { level: 'goal' }"));
    refuse(Proto<UpdateGoalRequest>(goal + "goal { title: 'x' } update_mask { paths: 'title' }"));
    refuse(Proto<MoveGoalRequest>(goal));
    refuse(Proto<WithdrawGoalRequest>(goal));
    refuse(Proto<CreateIndicatorRequest>("parent: 'cities/test/sheets/s/goals/g1'"));
    refuse(Proto<UpdateIndicatorRequest>(indicator + "indicator { name: 'x' } "
                                                     "update_mask { paths: 'name' }"));
    refuse(Proto<RemoveIndicatorRequest>(indicator));
    refuse(Proto<SetTargetsRequest>(sheet + "targets { indicator: 'i1' target: '1' }"));
    refuse(Proto<SetPastValuesRequest>(indicator));
    refuse(Proto<LinkGoalsRequest>(goal + "links { sheet: 'cities/test/sheets/w' goal: '1' }"));
    refuse(Proto<UnlinkGoalsRequest>(goal + "links { sheet: 'cities/test/sheets/w' goal: '1' }"));
    refuse(Proto<DeclareTotalsRequest>(sheet + "declared_totals { total: 1 }"));
    refuse(Proto<indicators::v1::MarkIntentionallyBlankRequest>(goal + "fields: 'title'"));
    refuse(For<SubmitGoalsRequest>());
  };
  Scenario scenario;
  scenario.Given(Draft()).GivenCommand(For<SubmitGoalsRequest>());
  expect_locked(scenario, "GOALS_SUBMITTED");
  scenario.GivenCommand(Approve(scenario));
  expect_locked(scenario, "GOALS_APPROVED");
  // The remedy of both.
  scenario.GivenCommand(For<ReturnGoalsRequest>("見直し"));
  EXPECT_EQ(scenario.state().sheet().approval_reference(), "");
  scenario.When(Proto<goals::v1::CreateGoalRequest>(sheet + "goal { level: 'goal' }"))
      .ThenAccepted();
}

TEST(GoalWorkflowTest, ARefusalNamesTheRemedy) {
  Scenario scenario;
  scenario.Given(Draft()).GivenCommand(For<SubmitGoalsRequest>());
  const auto refused = scenario.When(For<SubmitGoalsRequest>());
  EXPECT_THAT(std::string(refused.decision().status().message()),
              ::testing::HasSubstr("ReturnGoals"));
}

TEST(SubmitGoalsTest, TakesADraftWithGoals) {
  Scenario()
      .Given({SheetCreatedEvent()})
      .When(For<SubmitGoalsRequest>())
      .ThenRefused(kFailed, "NO_GOALS");
  Scenario().When(For<SubmitGoalsRequest>()).ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  Scenario scenario;
  scenario.Given(Draft());
  scenario.When(For<SubmitGoalsRequest>()).Then({Event("goals_submitted {}")});
  auto stale = For<SubmitGoalsRequest>();
  stale.set_etag("0");
  scenario.When(stale).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
  scenario.Given({Event("goals_published {}")})
      .When(For<SubmitGoalsRequest>())
      .ThenRefused(kFailed, "GOALS_ALREADY_PUBLISHED");
  scenario.Given({Event("evaluation_confirmed {}")})
      .When(For<SubmitGoalsRequest>())
      .ThenRefused(kFailed, "EVALUATION_CONFIRMED");
}

TEST(ReturnGoalsTest, WantsSomethingToReturnAndANote) {
  Scenario scenario;
  scenario.Given(Draft());
  scenario.When(For<ReturnGoalsRequest>("x")).ThenRefused(kFailed, "GOALS_NOT_SUBMITTED");
  scenario.GivenCommand(For<SubmitGoalsRequest>());
  scenario.When(For<ReturnGoalsRequest>(" ")).ThenViolates({"reason"});
  scenario.When(For<ReturnGoalsRequest>("x")).Then({Event("goals_returned {}")});
  scenario.GivenCommand(Approve(scenario));
  scenario.When(For<ReturnGoalsRequest>("x")).Then({Event("goals_returned {}")});
  scenario.Given({Event("goals_published {}")});
  scenario.When(For<ReturnGoalsRequest>("x")).ThenRefused(kFailed, "GOALS_ALREADY_PUBLISHED");
}

TEST(ApproveGoalsTest, WantsGoalsThatWereSubmittedAndReviewed) {
  Scenario scenario;
  scenario.Given(Draft());
  scenario.When(Approve(scenario)).ThenRefused(kFailed, "GOALS_NOT_SUBMITTED");
  scenario.GivenCommand(For<SubmitGoalsRequest>());
  scenario.When(For<ApproveGoalsRequest>()).ThenViolates({"etag"});
  auto stale = Approve(scenario);
  stale.set_etag("1");
  scenario.When(stale).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
  scenario.When(Approve(scenario, std::string(101, 'x'))).ThenViolates({"approval_reference"});
  scenario.When(Approve(scenario, "1\n2")).ThenViolates({"approval_reference"});
  scenario.GivenCommand(Approve(scenario));
  scenario.When(Approve(scenario)).ThenRefused(kFailed, "GOALS_APPROVED");
  scenario.GivenCommand(For<PublishGoalsRequest>());
  scenario.When(Approve(scenario)).ThenRefused(kFailed, "GOALS_ALREADY_PUBLISHED");
}

TEST(ApproveGoalsTest, TakesASecondPersonWhereTheFormSaysSo) {
  Scenario scenario;
  scenario.WithForm(FormWith(true, true)).Given(Draft());
  scenario.As("yamada").GivenCommand(For<SubmitGoalsRequest>());
  scenario.When(Approve(scenario)).ThenRefused(kFailed, "TWO_PERSON_RULE");
  scenario.As("sato").When(Approve(scenario)).ThenAccepted();
  // It is the last submission that counts.
  scenario.GivenCommand(For<ReturnGoalsRequest>("x")).GivenCommand(For<SubmitGoalsRequest>());
  scenario.When(Approve(scenario)).ThenRefused(kFailed, "TWO_PERSON_RULE");
  scenario.As("yamada").When(Approve(scenario)).ThenAccepted();
}

TEST(PublishGoalsTest, DemandsApprovalWhereTheFormDoes) {
  Scenario scenario;
  scenario.WithForm(FormWith(true, false)).Given(Draft());
  scenario.When(For<PublishGoalsRequest>()).ThenRefused(kFailed, "GOALS_NOT_APPROVED");
  scenario.GivenCommand(For<SubmitGoalsRequest>());
  scenario.When(For<PublishGoalsRequest>()).ThenRefused(kFailed, "GOALS_NOT_APPROVED");
  scenario.GivenCommand(Approve(scenario));
  scenario.When(For<PublishGoalsRequest>()).ThenAccepted();
}

TEST(PublishGoalsTest, NeverPassesBySomebodyWhoWasAskedForApproval) {
  Scenario scenario;
  scenario.Given(Draft());
  scenario.When(For<PublishGoalsRequest>()).ThenAccepted();
  scenario.GivenCommand(For<SubmitGoalsRequest>());
  scenario.When(For<PublishGoalsRequest>()).ThenRefused(kFailed, "GOALS_NOT_APPROVED");
  scenario.GivenCommand(For<ReturnGoalsRequest>("x"));
  scenario.When(For<PublishGoalsRequest>()).ThenAccepted();
}

TEST(GoalWorkflowTest, DoesNotRunBackwards) {
  Scenario scenario;
  scenario.Given(Draft()).On("2022-04-10").GivenCommand(For<SubmitGoalsRequest>());
  scenario.On("2022-04-09");
  scenario.When(Approve(scenario)).ThenViolates({"effective_date"});
  scenario.When(For<ReturnGoalsRequest>("x")).ThenViolates({"effective_date"});
  scenario.On("2022-04-11").GivenCommand(Approve(scenario));
  scenario.On("2022-04-10").When(For<PublishGoalsRequest>()).ThenViolates({"effective_date"});
  scenario.On("2022-04-11").When(For<PublishGoalsRequest>()).ThenAccepted();
}

TEST(GoalWorkflowTest, ATranscribedSheetGoesThroughItInAnyOrder) {
  Scenario scenario;
  scenario.WithForm(FormWith(true, true)).Given(Draft(/*transcribed=*/true));
  scenario.When(For<ReturnGoalsRequest>("x")).ThenNothing();
  scenario.When(Approve(scenario)).Then({Event("goals_approved {}")});
  scenario.GivenCommand(For<SubmitGoalsRequest>());
  scenario.When(For<SubmitGoalsRequest>()).ThenNothing();
  scenario.When(Proto<goals::v1::WithdrawGoalRequest>("name: 'cities/test/sheets/s/goals/g1'"))
      .ThenAccepted();
  scenario.GivenCommand(Approve(scenario));
  scenario.When(Approve(scenario)).ThenNothing();
  scenario.GivenCommand(For<PublishGoalsRequest>());
  EXPECT_EQ(scenario.state().sheet().state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  scenario.When(For<SubmitGoalsRequest>()).ThenNothing();
  scenario.When(For<ReturnGoalsRequest>("x")).ThenRefused(kFailed, "GOALS_ALREADY_PUBLISHED");
}

}  // namespace
}  // namespace mokuhyo::domain::testing
