#include <string>

#include "gtest/gtest.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain::testing {
namespace {

using evaluations::v1::AnswerObservationRequest;

AnswerObservationRequest Answer(const std::string& observation, const std::string& text) {
  AnswerObservationRequest request;
  request.set_name("cities/test/sheets/s");
  request.set_observation(observation);
  request.set_text(text);
  return request;
}

TEST(AnswerObservationTest, KeepsTheNewestAnswerAndWhoGaveIt) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent()}).As("sato").On("2022-06-01");
  const auto first = Answer("OVERSHOOT/i3", "国の補助が増えた");
  scenario.When(first).Then(
      {Event("observation_answered { observation: 'OVERSHOOT/i3' text: '国の補助が増えた' }")});
  scenario.GivenCommand(first).When(first).ThenNothing();
  scenario.When(Answer("OVERSHOOT/i4", first.text()))
      .Then(
          {Event("observation_answered { observation: 'OVERSHOOT/i4' text: '国の補助が増えた' }")});
  scenario.GivenCommand(Answer("TARGET_CHANGED/i3", "上方修正"))
      .GivenCommand(Answer("OVERSHOOT/i3", "一度限り"));
  const auto& answers = scenario.state().sheet().observation_answers();
  ASSERT_EQ(answers.size(), 2);
  EXPECT_EQ(answers[0].text(), "一度限り");
  EXPECT_EQ(answers[0].actor(), "sato");
  EXPECT_EQ(answers[0].effective_date(), "2022-06-01");
}

TEST(AnswerObservationTest, AnEmptyTextTakesTheAnswerBack) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent()});
  const auto nothing = Answer("OVERSHOOT/i3", "");
  scenario.When(nothing).ThenNothing();
  scenario.GivenCommand(Answer("OVERSHOOT/i3", "x"));
  scenario.When(nothing).Then({Event("observation_answered { observation: 'OVERSHOOT/i3' }")});
  EXPECT_EQ(scenario.GivenCommand(nothing).state().sheet().observation_answers_size(), 0);
}

TEST(AnswerObservationTest, RefusesWhatIsNoObservation) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent()});
  for (const std::string& id :
       {std::string(), std::string("OVERSHOOT"), std::string("OVERSHOOT/"), std::string("/i3"),
        std::string("UNSPECIFIED/i3"), std::string("overshoot/i3"), std::string("SOMETHING/i3"),
        std::string("OVERSHOOT/a\nb"), "OVERSHOOT/" + std::string(291, 'x')}) {
    SCOPED_TRACE(id);
    scenario.When(Answer(id, "x")).ThenViolates({"observation"});
  }
  scenario.When(Answer("OVERSHOOT/" + std::string(290, 'x'), "x")).ThenAccepted();
  scenario.When(Answer("OVERSHOOT/i3", std::string(2001, 'x'))).ThenViolates({"text"});
  auto stale = Answer("OVERSHOOT/i3", "x");
  stale.set_etag("7");
  scenario.When(stale).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST(AnswerObservationTest, IsPossibleInEveryState) {
  Scenario scenario;
  scenario.Given({SheetCreatedEvent()});
  for (const char* event : {"goals_submitted {}", "goals_approved {}", "goals_published {}",
                            "evaluation_submitted {}", "evaluation_confirmed {}"}) {
    SCOPED_TRACE(event);
    scenario.Given({Event(event)}).When(Answer("OVERSHOOT/i3", "x")).ThenAccepted();
  }
}

}  // namespace
}  // namespace mokuhyo::domain::testing
