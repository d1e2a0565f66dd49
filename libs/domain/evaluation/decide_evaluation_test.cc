#include "libs/domain/evaluation/decide_evaluation.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/sha256.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain {
namespace {

using evaluations::v1::AssessGoalsRequest;
using evaluations::v1::ConfirmEvaluationRequest;
using evaluations::v1::PublishEditionRequest;
using evaluations::v1::RecordNarrativeRequest;
using testing::Event;
using ::testing::HasSubstr;
using testing::Proto;
using testing::Scenario;

constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;

// Goal g1 (i1: 100 aimed at, 96 reached), goal g2 (not counted), heading h1; published.
SheetEvents Reported(bool transcribed = false) {
  SheetEvents events = {
      transcribed ? testing::TranscribedSheetCreatedEvent() : testing::SheetCreatedEvent(),
      Event("goal_created { goal { id: 'g1' label: '1' level: 'goal' } }"),
      Event("goal_created { goal { id: 'g2' level: 'goal' not_counted { reason: RELISTED } } "
            "index: 1 }"),
      Event("goal_created { goal { id: 'h1' level: 'heading' } index: 2 }"),
      Event("indicator_created { goal: 'g1' indicator { id: 'i1' } }"),
      Event("goals_published {}"),
      Event("results_reported { results { indicator: 'i1' } }"),
  };
  *events[4].mutable_indicator_created()->mutable_indicator()->mutable_target() =
      values::Parse("100");
  *events[6].mutable_results_reported()->mutable_results(0)->mutable_result()->mutable_value() =
      values::Parse("96");
  return events;
}

AssessGoalsRequest Assess(const std::string& assessments) {
  return Proto<AssessGoalsRequest>("parent: 'cities/test/sheets/s' " + assessments);
}

TEST(AssessGoals, StoresTheSuggestionBesideTheRating) {
  const auto outcome =
      Scenario()
          .Given(Reported())
          .When(Assess("assessments { goal: 'g1' rating: '達成' comment: '効果あり' }"));
  outcome.ThenAccepted();
  const auto& evaluation = outcome.after().FindGoal("g1")->evaluation();
  EXPECT_EQ(evaluation.rating(), "達成");
  EXPECT_EQ(evaluation.comment(), "効果あり");
  EXPECT_EQ(evaluation.suggestion().rating(), "一部未達成");
  EXPECT_EQ(evaluation.suggestion().inputs(0).threshold(), "95");
  EXPECT_EQ(outcome.after().sheet().state(), sheets::v1::SHEET_STATE_ASSESSED);
}

TEST(AssessGoals, KeepsTheStagesSideBySide) {
  Scenario scenario;
  scenario.Given(Reported()).GivenCommand(Assess("assessments { goal: 'g1' rating: '達成' }"));
  const auto outcome =
      scenario.When(Assess("stage: 'review' assessments { goal: 'g1' rating: '未達成' }"));
  outcome.Then({Event(R"pb(goals_assessed {
                             stage: "review"
                             assessments {
                               goal: "g1"
                               assessment { stage: "review" rating: "未達成" }
                             }
                           })pb")});
  EXPECT_EQ(outcome.after().FindGoal("g1")->evaluation().rating(), "達成");
  EXPECT_EQ(outcome.after().FindGoal("g1")->evaluation().assessments(0).rating(), "未達成");
}

TEST(AssessGoals, SendsOnlyWhatChanges) {
  Scenario scenario;
  scenario.Given(Reported()).GivenCommand(Assess("assessments { goal: 'g1' rating: '達成' }"));
  scenario.When(Assess("assessments { goal: 'g1' rating: '達成' }")).ThenNothing();
  scenario.When(Assess("assessments { goal: 'g2' remove: true }")).ThenNothing();
  const auto outcome =
      scenario.When(Assess("assessments { goal: 'g1' rating: '達成' } "
                           "assessments { goal: 'g2' comment: '再掲' }"));
  outcome.ThenAccepted();
  EXPECT_EQ(outcome.decision()->at(0).goals_assessed().assessments_size(), 1);
  EXPECT_EQ(scenario.When(Assess("assessments { goal: 'g1' remove: true }"))
                .after()
                .FindGoal("g1")
                ->has_evaluation(),
            false);
}

forms::v1::Form RatesIndicators(forms::v1::Form form) {
  form.set_rates_indicators(true);
  return form;
}

TEST(AssessGoals, RatesIndicatorsWhereTheFormDoes) {
  const auto rate = Assess("assessments { goal: 'g1' indicator: 'i1' rating: '未達成' }");
  Scenario scenario;
  scenario.WithForm(RatesIndicators(testing::TestForm())).Given(Reported());
  const auto outcome = scenario.When(rate);
  outcome.ThenAccepted();
  const auto& evaluation = outcome.after().FindIndicator("i1")->evaluation();
  EXPECT_EQ(evaluation.rating(), "未達成");
  EXPECT_EQ(evaluation.suggestion().rating(), "一部未達成");
  EXPECT_EQ(evaluation.suggestion().inputs(0).indicator(), "i1");
  EXPECT_GT(evaluation.suggestion().inputs(0).steps_size(), 0);
  EXPECT_FALSE(outcome.after().FindGoal("g1")->has_evaluation());
  // At other stages nothing is suggested.
  auto review = rate;
  review.set_stage("review");
  EXPECT_FALSE(scenario.When(review).after().FindIndicator("i1")->evaluation().has_suggestion());

  Scenario goals_alone;
  goals_alone.Given(Reported());
  goals_alone.When(rate).ThenViolates({"assessments[0].rating"});
  goals_alone.When(Assess("assessments { goal: 'g1' indicator: 'i1' comment: 'x' }"))
      .ThenAccepted();
  // What a document of the past printed stays as it is.
  Scenario().Given(Reported(/*transcribed=*/true)).When(rate).ThenAccepted();
}

TEST(AssessGoals, ReportsEveryViolation) {
  Scenario scenario;
  scenario.Given(Reported());
  scenario.When(Assess("")).ThenViolates({"assessments"});
  scenario.When(Assess("stage: 'x' assessments { goal: 'g1' rating: '達成' }"))
      .ThenViolates({"stage"});
  scenario
      .When(Assess(R"pb(
        stage: "review"
        assessments { rating: "達成" }
        assessments { goal: "g9" rating: "達成" }
        assessments { goal: "h1" rating: "達成" }
        assessments { goal: "g1" rating: "A" }
        assessments { goal: "g1" comment: "x" }
        assessments { goal: "g2" indicator: "i1" comment: "x" }
        assessments { goal: "g2" }
        assessments { goal: "g1" indicator: "i1" remove: true comment: "x" departure_reason: "y" }
      )pb"))
      .ThenViolates({"assessments[0].goal", "assessments[1].goal", "assessments[2].goal",
                     "assessments[3].rating", "assessments[4]", "assessments[5].indicator",
                     "assessments[6]", "assessments[7].remove", "assessments[7].departure_reason"});
}

TEST(AssessGoals, IsBoundToTheLifeOfTheSheet) {
  const auto assess = Assess("assessments { goal: 'g1' rating: '達成' }");
  Scenario().When(assess).ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  Scenario()
      .Given({testing::SheetCreatedEvent()})
      .When(assess)
      .ThenRefused(kFailed, "GOALS_NOT_PUBLISHED");
  Scenario scenario;
  scenario.Given(Reported());
  auto stale = assess;
  stale.set_etag("0");
  scenario.When(stale).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
  Scenario()
      .Given(Reported())
      .Given({Event("goal_withdrawn { goal: 'g1' }")})
      .When(assess)
      .ThenRefused(kFailed, "GOAL_WITHDRAWN");
  scenario.Given({Event("evaluation_confirmed {}")});
  scenario.When(assess).ThenRefused(kFailed, "EVALUATION_CONFIRMED");
}

TEST(AssessGoals, WantsAReasonForDepartingFromAnAuthority) {
  Scenario scenario;
  scenario.WithForm(testing::TestFormWithAuthority()).Given(Reported());
  const auto departure = Assess("assessments { goal: 'g1' rating: '達成' }");
  scenario.When(departure).ThenRefused(kFailed, "DEPARTURE_NEEDS_REASON");
  scenario.When(Assess("assessments { goal: 'g1' rating: '一部未達成' }")).ThenAccepted();
  scenario.When(Assess("stage: 'review' assessments { goal: 'g1' rating: '達成' }")).ThenAccepted();
  const auto outcome = scenario.When(
      Assess("assessments { goal: 'g1' rating: '達成' departure_reason: '雨天の補正' }"));
  outcome.ThenAccepted();
  EXPECT_EQ(outcome.after().FindGoal("g1")->evaluation().departure_reason(), "雨天の補正");

  Scenario past;
  past.WithForm(testing::TestFormWithAuthority()).Given(Reported(/*transcribed=*/true));
  past.When(departure).ThenAccepted();
}

TEST(AssessGoals, WeighsRowsThatAreRatedInTheSameRequestByThemselves) {
  SheetEvents events = Reported();
  events.push_back(Event(R"pb(goal_created {
                                goal {
                                  id: "a"
                                  level: "item"
                                  indicators { id: "i2" }
                                }
                                parent_goal: "g1"
                              })pb"));
  Scenario scenario;
  scenario.Given(events);
  // The row has neither target nor result: with it, the goal's suggestion is undecided.
  EXPECT_EQ(scenario.When(Assess("assessments { goal: 'g1' rating: '達成' }"))
                .after()
                .FindGoal("g1")
                ->evaluation()
                .suggestion()
                .rating(),
            "");
  EXPECT_EQ(scenario
                .When(Assess("assessments { goal: 'g1' rating: '達成' } "
                             "assessments { goal: 'a' rating: '達成' }"))
                .after()
                .FindGoal("g1")
                ->evaluation()
                .suggestion()
                .rating(),
            "一部未達成");
}

RecordNarrativeRequest Narrative(const std::string& content) {
  return Proto<RecordNarrativeRequest>("parent: 'cities/test/sheets/s' " + content);
}

TEST(RecordNarrative, RecordsWhatChanges) {
  Scenario scenario;
  scenario.Given(Reported());
  const auto request = Narrative(R"pb(
    texts { key: "result" value: "よく進んだ" }
    removed_texts: "result2"
    goals {
      goal: "g1"
      texts { key: "outcome" value: "舗装した" }
      accomplishments: "講座 2回"
      replace_accomplishments: true
    }
  )pb");
  scenario.When(request).ThenViolates({"removed_texts[0]"});
  auto fine = request;
  fine.clear_removed_texts();
  scenario.GivenCommand(fine);
  EXPECT_EQ(scenario.state().sheet().texts().at("result"), "よく進んだ");
  EXPECT_EQ(scenario.state().FindGoal("g1")->accomplishments(0), "講座 2回");
  scenario.When(fine).ThenNothing();
  fine.mutable_goals(0)->clear_accomplishments();
  scenario.When(fine).Then(
      {Event("narrative_recorded { goals { goal: 'g1' replace_accomplishments: true } }")});
  scenario.When(Narrative("removed_texts: 'result'"))
      .Then({Event("narrative_recorded { removed_texts: 'result' }")});
  scenario.When(Narrative("goals { goal: 'g2' removed_texts: 'outcome' }")).ThenNothing();
}

TEST(RecordNarrative, LeavesThePlanAlone) {
  Scenario scenario;
  scenario.Given(Reported());
  scenario
      .When(Narrative(R"pb(
        texts { key: "purpose" value: "x" }
        texts { key: "result" value: "x" }
        removed_texts: "result"
        goals {
          goal: "g1"
          texts { key: "description" value: "x" }
        }
        goals { goal: "g1" accomplishments: "x" }
        goals { goal: "g9" removed_texts: "result" }
      )pb"))
      .ThenViolates({"texts.purpose", "removed_texts[0]", "goals[0].texts.description",
                     "goals[1].goal", "goals[1].accomplishments", "goals[2].goal",
                     "goals[2].removed_texts[0]"});
}

TEST(RecordNarrative, IsBoundToTheLifeOfTheSheet) {
  const auto record = Narrative("texts { key: 'result' value: 'x' }");
  Scenario()
      .Given({testing::SheetCreatedEvent()})
      .When(record)
      .ThenRefused(kFailed, "GOALS_NOT_PUBLISHED");
  Scenario()
      .Given(Reported())
      .Given({Event("evaluation_confirmed {}")})
      .When(record)
      .ThenRefused(kFailed, "EVALUATION_CONFIRMED");
}

// A request for the sheet as it is.
template <class Request>
Request Reviewed(const Scenario& scenario) {
  Request request;
  request.set_name("cities/test/sheets/s");
  request.set_etag(scenario.state().sheet().etag());
  return request;
}

TEST(ConfirmEvaluation, WantsEveryCountedRowRated) {
  Scenario scenario;
  scenario.On("2023-04-10").Given(Reported());
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "RATINGS_MISSING");
  scenario.GivenCommand(Assess("assessments { goal: 'g1' rating: '達成' }"));
  const auto outcome = scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario));
  outcome.Then({Event("evaluation_confirmed { confirmed_on: '2023-04-10' }")});
  EXPECT_EQ(outcome.after().sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED);
  scenario.Given(*outcome.decision());
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "EVALUATION_CONFIRMED");
}

TEST(ConfirmEvaluation, TakesARatingThatIsBlankOnPurpose) {
  Scenario scenario;
  scenario.Given(Reported())
      .Given({Event("marked_intentionally_blank { goal: 'g1' fields: 'evaluation.rating' }")});
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenAccepted();
}

TEST(ConfirmEvaluation, DemandsTheSheetThatWasReviewed) {
  Scenario scenario;
  scenario.Given(Reported()).GivenCommand(Assess("assessments { goal: 'g1' rating: '達成' }"));
  auto confirm = Reviewed<ConfirmEvaluationRequest>(scenario);
  confirm.set_etag("3");
  scenario.When(confirm).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
  confirm.clear_etag();
  scenario.When(confirm).ThenViolates({"etag"});
}

TEST(ConfirmEvaluation, OfATranscribedSheetDemandsNothing) {
  Scenario scenario;
  scenario.Given(Reported(/*transcribed=*/true));
  ConfirmEvaluationRequest confirm;
  confirm.set_name("cities/test/sheets/s");
  const auto outcome = scenario.When(confirm);
  outcome.Then({Event("evaluation_confirmed {}")});
  scenario.Given(*outcome.decision());
  scenario.When(confirm).ThenNothing();
}

TEST(PublishEdition, FreezesTheConfirmedSheet) {
  Scenario scenario;
  scenario.On("2023-05-01").Given(Reported());
  scenario.When(Reviewed<PublishEditionRequest>(scenario))
      .ThenRefused(kFailed, "EVALUATION_NOT_CONFIRMED");
  scenario.Given({Event("evaluation_confirmed {}")});
  const auto outcome = scenario.When(Reviewed<PublishEditionRequest>(scenario));
  outcome.ThenAccepted();
  const auto& published = outcome.decision()->at(0).edition_published();
  EXPECT_EQ(published.number(), 1u);
  EXPECT_EQ(published.published_on(), "2023-05-01");
  EXPECT_NE(published.canonical_document().find("form_version: 3"), std::string::npos);
  EXPECT_EQ(published.form_version(), 3u);
  EXPECT_EQ(published.digest(), base::HexEncode(base::Sha256(published.canonical_document())));

  scenario.Given(*outcome.decision());
  scenario.When(Reviewed<PublishEditionRequest>(scenario))
      .ThenRefused(kFailed, "EDITION_UNCHANGED");
}

TEST(PublishEdition, NumbersALaterStateOfATranscribedSheet) {
  Scenario scenario;
  scenario.Given(Reported(/*transcribed=*/true)).Given({Event("evaluation_confirmed {}")});
  scenario.GivenCommand(Reviewed<PublishEditionRequest>(scenario))
      .GivenCommand(Assess("assessments { goal: 'g1' rating: '達成' }"));
  const auto outcome = scenario.When(Reviewed<PublishEditionRequest>(scenario));
  outcome.ThenAccepted();
  EXPECT_EQ(outcome.decision()->at(0).edition_published().number(), 2u);
  EXPECT_EQ(outcome.after().sheet().editions_size(), 2);
}

TEST(PublishEdition, DemandsTheSheetThatWasReviewed) {
  Scenario scenario;
  scenario.Given(Reported()).Given({Event("evaluation_confirmed {}")});
  auto publish = Reviewed<PublishEditionRequest>(scenario);
  publish.clear_etag();
  scenario.When(publish).ThenViolates({"etag"});
  publish.set_etag("1");
  scenario.When(publish).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST(ConfirmEvaluation, JudgesDeparturesByWhatTheRuleSuggestsNow) {
  Scenario scenario;
  scenario.WithForm(testing::TestFormWithAuthority()).Given(Reported());
  scenario.GivenCommand(Assess("assessments { goal: 'g1' rating: '一部未達成' }"));
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenAccepted();
  // The result is corrected after the rating was given.
  SheetEvents corrected = {Event("results_corrected { corrections { now { indicator: 'i1' } } }")};
  *corrected[0]
       .mutable_results_corrected()
       ->mutable_corrections(0)
       ->mutable_now()
       ->mutable_result()
       ->mutable_value() = values::Parse("100");
  scenario.Given(corrected);
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "DEPARTURE_NEEDS_REASON");
  scenario.GivenCommand(
      Assess("assessments { goal: 'g1' rating: '一部未達成' departure_reason: '質が落ちた' }"));
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenAccepted();
}

TEST(ConfirmEvaluation, WantsEveryCountedIndicatorRated) {
  forms::v1::Form form = RatesIndicators(testing::TestForm());
  form.mutable_counting()->clear_split_level();
  form.mutable_counting()->set_indicators(true);
  Scenario scenario;
  scenario.WithForm(form).Given(Reported());
  // A comment of the goal stands for itself.
  scenario.GivenCommand(Assess("assessments { goal: 'g1' comment: 'x' issues: 'y' }"));
  const auto refused = scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario));
  refused.ThenRefused(kFailed, "RATINGS_MISSING");
  EXPECT_THAT(std::string(refused.decision().status().message()),
              HasSubstr("indicators[0].evaluation.rating"));
  scenario.GivenCommand(Assess("assessments { goal: 'g1' indicator: 'i1' rating: '達成' }"));
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenAccepted();
}

TEST(ConfirmEvaluation, JudgesRatedIndicatorsToo) {
  Scenario scenario;
  scenario.WithForm(RatesIndicators(testing::TestFormWithAuthority())).Given(Reported());
  scenario.When(Assess("assessments { goal: 'g1' indicator: 'i1' rating: '達成' }"))
      .ThenRefused(kFailed, "DEPARTURE_NEEDS_REASON");
  scenario.GivenCommand(Assess("assessments { goal: 'g1' rating: '一部未達成' }"));
  scenario.Given(
      {Event("goals_assessed { stage: 'section' of_record: true assessments { "
             "goal: 'g1' indicator: 'i1' assessment { rating: '達成' } } }")});
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "DEPARTURE_NEEDS_REASON");
}

TEST(ConfirmEvaluation, ComesAfterResults) {
  Scenario scenario;
  SheetEvents events = Reported();
  events.pop_back();
  scenario.Given(events).Given(
      {Event("marked_intentionally_blank { goal: 'g1' fields: 'evaluation' }")});
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario))
      .ThenRefused(kFailed, "RESULTS_NOT_REPORTED");
  scenario.GivenCommand(Narrative("texts { key: 'result' value: 'x' }"));
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenAccepted();
}

TEST(Evaluation, DoesNotRunBackwards) {
  Scenario scenario;
  SheetEvents events = Reported();
  events[5] = Event("goals_published { published_on: '2022-06-01' }");
  scenario.On("2022-05-31").Given(events);
  scenario.When(Assess("assessments { goal: 'g1' rating: '達成' }"))
      .ThenViolates({"effective_date"});
  scenario.When(Narrative("texts { key: 'result' value: 'x' }")).ThenViolates({"effective_date"});
  scenario.When(Reviewed<ConfirmEvaluationRequest>(scenario)).ThenViolates({"effective_date"});
  scenario.Given({Event("evaluation_confirmed { confirmed_on: '2022-06-01' }")});
  scenario.When(Reviewed<PublishEditionRequest>(scenario)).ThenViolates({"effective_date"});
  scenario.On("2022-06-01").When(Reviewed<PublishEditionRequest>(scenario)).ThenAccepted();
}

TEST(RecordNarrative, LeavesWhatIsWithdrawnAlone) {
  Scenario scenario;
  scenario.Given(Reported()).Given({Event("goal_withdrawn { goal: 'g1' }")});
  scenario.When(Narrative("goals { goal: 'g1' texts { key: 'outcome' value: 'x' } }"))
      .ThenRefused(kFailed, "GOAL_WITHDRAWN");
  scenario.When(Narrative("removed_texts: 'result' removed_texts: 'result'"))
      .ThenViolates({"removed_texts[1]"});
}

}  // namespace
}  // namespace mokuhyo::domain
