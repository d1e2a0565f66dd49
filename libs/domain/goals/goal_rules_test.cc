#include <string>

#include "gtest/gtest.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"

// Rules that several commands of goals have in common: ids, blanks, units, what is withdrawn.
namespace mokuhyo::domain::testing {
namespace {

TEST(GoalRulesTest, TakesNoIdFromWhichCountingWouldRunOut) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent()});
  goals::v1::CreateGoalRequest request;
  request.set_parent("cities/test/sheets/s");
  request.mutable_goal()->set_level("goal");
  for (const char* id : {"g1000000000", "i1000000000", "g999999999999999999"}) {
    request.set_goal_id(id);
    scenario.When(request).ThenViolates({"goal_id"});
  }
  request.clear_goal_id();
  request.mutable_goal()->add_indicators()->set_id("i1000000000");
  scenario.When(request).ThenViolates({"goal.indicators[0].id"});
  request.mutable_goal()->clear_indicators();
  request.set_goal_id("g999999999");
  scenario.GivenCommand(request);
  // The next one that the sheet would assign itself, as an import gives it.
  request.set_goal_id("g1000000000");
  scenario.GivenCommand(request);
  request.clear_goal_id();
  scenario.GivenCommand(request);
  EXPECT_NE(scenario.state().FindGoal("g1000000001"), nullptr);
}

TEST(GoalRulesTest, ChecksWhatIsEmptyOnPurpose) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent()});
  goals::v1::CreateGoalRequest request;
  request.set_parent("cities/test/sheets/s");
  request.mutable_goal()->set_level("goal");
  request.mutable_goal()->set_title("道路");
  for (const char* field : {"evaluation.rating", "title", "colour"})
    request.mutable_goal()->add_intentionally_blank(field);
  scenario.When(request).ThenViolates(
      {"goal.intentionally_blank[1]", "goal.intentionally_blank[2]"});
}

TEST(GoalRulesTest, LeaveWhatIsWithdrawnAlone) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent(),
                  Event("goal_created { goal { id: 'g1' level: 'goal' "
                        "indicators { id: 'i1' } } }"),
                  Event("goals_published {}"), Event("goal_withdrawn { goal: 'g1' }")});
  const auto refused = [&](const auto& request) {
    scenario.When(request).ThenRefused(absl::StatusCode::kFailedPrecondition, "GOAL_WITHDRAWN");
  };
  refused(Proto<goals::v1::UpdateGoalRequest>(
      "name: 'cities/test/sheets/s/goals/g1' goal { title: 'x' } update_mask { paths: 'title' } "
      "reason: 'x'"));
  refused(Proto<goals::v1::UpdateIndicatorRequest>(
      "name: 'cities/test/sheets/s/indicators/i1' indicator { name: 'x' } "
      "update_mask { paths: 'name' } reason: 'x'"));
  refused(Proto<goals::v1::SetTargetsRequest>(
      "parent: 'cities/test/sheets/s' targets { indicator: 'i1' target: '1' } reason: 'x'"));
  refused(Proto<goals::v1::LinkGoalsRequest>(
      "name: 'cities/test/sheets/s/goals/g1' links { sheet: 'cities/test/sheets/w' goal: '1' }"));
}

TEST(GoalRulesTest, AUnitIsResponsibleWhileItIsOpen) {
  goals::v1::CreateGoalRequest request;
  request.set_parent("cities/test/sheets/s");
  request.mutable_goal()->set_level("goal");
  request.mutable_goal()->set_responsible_unit("kyu-kensetsu");
  Scenario scenario;
  scenario.Given({SheetCreatedEvent()});
  scenario.When(request).ThenViolates({"goal.responsible_unit"});
  scenario.On("2015-03-31").When(request).ThenAccepted();
  Scenario past;
  past.Given({TranscribedSheetCreatedEvent()});
  past.When(request).ThenAccepted();
}

}  // namespace
}  // namespace mokuhyo::domain::testing
