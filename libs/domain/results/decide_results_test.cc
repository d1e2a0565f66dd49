#include "libs/domain/results/decide_results.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain {
namespace {

using indicators::v1::CorrectResultsRequest;
using indicators::v1::MarkIntentionallyBlankRequest;
using indicators::v1::ReportResultsRequest;
using indicators::v1::WithdrawResultsRequest;
using ::testing::ElementsAre;
using testing::Event;
using testing::Proto;
using testing::Scenario;

constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;

// A sheet with goal g1 (indicators i1, i2) and goal g2 (indicator i3).
SheetEvents Draft(bool transcribed = false) {
  return {transcribed ? testing::TranscribedSheetCreatedEvent() : testing::SheetCreatedEvent(),
          Event(R"pb(goal_created {
                       goal {
                         id: "g1"
                         level: "goal"
                         title: "道路"
                         indicators { id: "i1" name: "件数" }
                         indicators { id: "i2" name: "回数" }
                       }
                     })pb"),
          Event(R"pb(goal_created {
                       goal {
                         id: "g2"
                         level: "goal"
                         indicators { id: "i3" }
                       }
                       index: 1
                     })pb")};
}

SheetEvents Published() {
  SheetEvents events = Draft();
  events.push_back(Event(R"pb(goals_published { published_on: "2022-05-01" })pb"));
  return events;
}

// An entry with the value as the grammar reads it.
events::v1::SheetEvent Reported(const std::string& indicator, const std::string& value) {
  events::v1::SheetEvent event;
  auto& entry = *event.mutable_results_reported()->add_results();
  entry.set_indicator(indicator);
  *entry.mutable_result()->mutable_value() = values::Parse(value);
  return event;
}

template <class Request>
Request Results(const std::string& results) {
  return Proto<Request>("parent: 'cities/test/sheets/s' " + results);
}

TEST(ReportResults, KeepsTheValueWithItsMeaning) {
  const auto outcome =
      Scenario()
          .Given(Published())
          .When(Results<ReportResultsRequest>("results { indicator: 'i1' value: '70回' }"));
  outcome.Then({Reported("i1", "70回")});
  EXPECT_EQ(outcome.after().FindIndicator("i1")->result().text(), "70回");
  EXPECT_EQ(outcome.after().sheet().state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED);
}

TEST(ReportResults, TakesInterimResultsBesideTheYear) {
  const auto outcome = Scenario().Given(Published()).When(Results<ReportResultsRequest>(R"pb(
    results { indicator: "i1" value: "80" }
    results {
      indicator: "i1"
      period: "2022-09-30"
      kind: "interim"
      value: "40"
      measured_on: "2022-09-30"
      numerator: "4"
      denominator: "10"
    }
    results { indicator: "i2" period: "上半期" numerator: "1" denominator: "3" }
  )pb"));
  outcome.ThenAccepted();
  const auto& first = *outcome.after().FindIndicator("i1");
  EXPECT_EQ(first.result().text(), "80");
  ASSERT_EQ(first.results_size(), 1);
  EXPECT_EQ(first.results(0).denominator(), "10");
  EXPECT_FALSE(outcome.after().FindIndicator("i2")->results(0).has_value());
}

TEST(ReportResults, ReportsEveryViolation) {
  Scenario scenario;
  scenario.Given(Published());
  scenario.When(Results<ReportResultsRequest>("")).ThenViolates({"results"});
  scenario
      .When(Results<ReportResultsRequest>(R"pb(
        results { value: "1" }
        results { indicator: "i9" value: "1" }
        results { indicator: "i1" }
        results {
          indicator: "i2"
          value: "1"
          kind: "interim"
          measured_on: "2022-09-30"
          numerator: "1"
          denominator: "1"
        }
        results { indicator: "i2" value: "1" }
        results {
          indicator: "i3"
          period: "p"
          value: "1"
          measured_on: "September"
          numerator: "1,000"
          denominator: "0"
        }
        results { indicator: "i3" period: "q" }
        results { indicator: "i3" period: "r" numerator: "1" }
      )pb"))
      .ThenViolates({"results[0].indicator", "results[1].indicator", "results[2].value",
                     "results[3].kind", "results[4]", "results[5].measured_on",
                     "results[5].numerator", "results[5].denominator", "results[6].value",
                     "results[7].denominator"});
}

TEST(ReportResults, SaysMoreAboutTheYearToo) {
  // 61 % is not 1248 of 2000: what was printed is taken as it is.
  const auto outcome =
      Scenario().On("2023-04-20").Given(Published()).When(Results<ReportResultsRequest>(R"pb(
        results {
          indicator: "i1"
          value: "61%"
          measured_on: "2023-03-31"
          numerator: "1248"
          denominator: "2000"
        }
        results { indicator: "i2" value: "7" }
      )pb"));
  outcome.ThenAccepted();
  EXPECT_EQ(outcome.after().FindIndicator("i1")->result().text(), "61%");
  const auto& detail = outcome.after().FindIndicator("i1")->result_detail();
  EXPECT_EQ(detail.measured_on(), "2023-03-31");
  EXPECT_EQ(detail.numerator(), "1248");
  EXPECT_EQ(detail.denominator(), "2000");
  EXPECT_EQ(detail.reported_on(), "2023-04-20");
  EXPECT_FALSE(outcome.after().FindIndicator("i2")->result_detail().has_numerator());
}

TEST(ReportResults, ReportsEveryViolationOfWhatIsSaidAboutTheYear) {
  Scenario scenario;
  scenario.Given(Published());
  scenario
      .When(Results<ReportResultsRequest>(R"pb(
        results { indicator: "i1" value: "1" measured_on: "3月" numerator: "一" denominator: "0" }
        results { indicator: "i2" value: "1" numerator: "1" }
        results { indicator: "i3" numerator: "1" denominator: "2" }
      )pb"))
      .ThenViolates({"results[0].measured_on", "results[0].numerator", "results[0].denominator",
                     "results[1].denominator", "results[2].value"});
}

TEST(ReportResults, IsBoundToTheLifeOfTheSheet) {
  const auto report = Results<ReportResultsRequest>("results { indicator: 'i1' value: '1' }");
  Scenario().When(report).ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  Scenario().Given(Draft()).When(report).ThenRefused(kFailed, "GOALS_NOT_PUBLISHED");
  Scenario()
      .Given(Published())
      .Given({Event("evaluation_confirmed {}")})
      .When(report)
      .ThenRefused(kFailed, "EVALUATION_CONFIRMED");
  Scenario()
      .Given(Published())
      .Given({Event("goal_withdrawn { goal: 'g1' }")})
      .When(report)
      .ThenRefused(kFailed, "GOAL_WITHDRAWN");
  auto stale = report;
  stale.set_etag("1");
  Scenario().Given(Published()).When(stale).ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST(ReportResults, LeavesReportedResultsToCorrections) {
  Scenario scenario;
  scenario.Given(Published()).Given({Reported("i1", "70"), Reported("i2", "1")});
  const auto outcome = scenario.When(Results<ReportResultsRequest>(
      "results { indicator: 'i1' value: '70' } results { indicator: 'i2' value: '2' } "
      "results { indicator: 'i3' value: '3' }"));
  outcome.ThenRefused(kFailed, "RESULT_EXISTS");
  scenario.When(Results<ReportResultsRequest>("results { indicator: 'i1' period: 'p' value: '7' }"))
      .ThenAccepted();
}

TEST(ReportResults, OfATranscribedSheetMayBeEmptyAndComesAtAnyTime) {
  Scenario scenario;
  scenario.Given(Draft(/*transcribed=*/true));
  const auto outcome = scenario.When(Results<ReportResultsRequest>(""));
  outcome.Then({Event("results_reported {}")});
  EXPECT_EQ(outcome.after().sheet().state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED);
  scenario.Given(*outcome.decision());
  scenario.When(Results<ReportResultsRequest>("")).ThenNothing();
  scenario.Given({Reported("i1", "70")});
  scenario.When(Results<ReportResultsRequest>("results { indicator: 'i1' value: '70' }"))
      .ThenRefused(kFailed, "RESULT_EXISTS");
}

TEST(CorrectResults, KeepsTheValueBefore) {
  Scenario scenario;
  scenario.Given(Published()).Given({Reported("i1", "70"), Reported("i2", "1")});
  const auto outcome = scenario.When(Results<CorrectResultsRequest>(
      "results { indicator: 'i1' value: '70' } results { indicator: 'i2' value: '2' } "
      "reason: '転記の誤り'"));
  events::v1::SheetEvent corrected;
  auto& body = *corrected.mutable_results_corrected();
  auto& correction = *body.add_corrections();
  *correction.mutable_now() = Reported("i2", "2").results_reported().results(0);
  *correction.mutable_before()->mutable_value() = values::Parse("1");
  outcome.Then({corrected});
  EXPECT_EQ(outcome.after().FindIndicator("i2")->result().text(), "2");
}

TEST(CorrectResults, KeepsTheWholeResultOfAPeriodBefore) {
  Scenario scenario;
  scenario.Given(Published())
      .GivenCommand(Results<ReportResultsRequest>(
          "results { indicator: 'i1' period: '2022-09-30' kind: 'interim' value: '40' "
          "measured_on: '2022-10-01' numerator: '40' denominator: '100' }"));
  const auto outcome = scenario.When(Results<CorrectResultsRequest>(
      "results { indicator: 'i1' period: '2022-09-30' value: '41' } reason: '転記の誤り'"));
  outcome.ThenAccepted();
  const auto& correction = outcome.decision()->at(0).results_corrected().corrections(0);
  EXPECT_EQ(correction.before().kind(), "interim");
  EXPECT_EQ(correction.before().value().text(), "40");
  EXPECT_EQ(correction.before().measured_on(), "2022-10-01");
  EXPECT_EQ(correction.before().numerator(), "40");
  EXPECT_EQ(correction.before().denominator(), "100");
  EXPECT_EQ(correction.now().result().value().text(), "41");
}

TEST(CorrectResults, KeepsWhatWasSaidAboutTheYearBefore) {
  Scenario scenario;
  scenario.Given(Published())
      .On("2023-04-20")
      .GivenCommand(Results<ReportResultsRequest>(
          "results { indicator: 'i1' value: '50%' numerator: '1' denominator: '2' }"))
      .On("2023-05-10");
  const auto same = Results<CorrectResultsRequest>(
      "results { indicator: 'i1' value: '50%' numerator: '1' denominator: '2' } reason: 'x'");
  scenario.When(same).ThenNothing();

  const auto outcome = scenario.When(Results<CorrectResultsRequest>(
      "results { indicator: 'i1' value: '50%' measured_on: '2023-03-31' numerator: '2' "
      "denominator: '4' } reason: '母数の誤り'"));
  outcome.ThenAccepted();
  const auto& correction = outcome.decision()->at(0).results_corrected().corrections(0);
  EXPECT_EQ(correction.before().numerator(), "1");
  EXPECT_EQ(correction.before().denominator(), "2");
  EXPECT_EQ(correction.now().result().numerator(), "2");
  const auto& detail = outcome.after().FindIndicator("i1")->result_detail();
  EXPECT_EQ(detail.denominator(), "4");
  EXPECT_EQ(detail.measured_on(), "2023-03-31");
  // The day of the first report stays.
  EXPECT_EQ(detail.reported_on(), "2023-04-20");
}

// The days on which the result of the year of `i1` and that of its period count as first reported.
std::vector<std::string> FirstReports(const SheetState& state) {
  const sheets::v1::Indicator& indicator = *state.FindIndicator("i1");
  return {indicator.result_detail().reported_on(), indicator.results(0).reported_on()};
}

TEST(CorrectResults, AnEmptyCellIsNoFirstReport) {
  const auto correction = [](const std::string& value) {
    return Results<CorrectResultsRequest>("results { indicator: 'i1' value: '" + value +
                                          "' } results { indicator: 'i1' period: 'p' value: '" +
                                          value + "' } reason: 'x'");
  };
  Scenario scenario;
  scenario.Given(Published())
      .On("2023-04-10")
      .GivenCommand(Results<ReportResultsRequest>("results { indicator: 'i1' value: '' } results { "
                                                  "indicator: 'i1' period: 'p' value: '' }"));
  scenario.On("2023-05-10").GivenCommand(correction("7"));
  EXPECT_THAT(FirstReports(scenario.state()), ElementsAre("2023-05-10", "2023-05-10"));
  scenario.On("2023-06-10").GivenCommand(correction("8"));
  EXPECT_THAT(FirstReports(scenario.state()), ElementsAre("2023-05-10", "2023-05-10"));
  // Taken back to an empty cell, it is reported anew.
  scenario.On("2023-07-10").GivenCommand(correction(""));
  scenario.On("2023-08-10").GivenCommand(correction("9"));
  EXPECT_THAT(FirstReports(scenario.state()), ElementsAre("2023-08-10", "2023-08-10"));
}

TEST(CorrectResults, LeavesADayThatIsNotKnownUnknown) {
  // As in a document of the past, which does not say when its results were reported.
  Scenario scenario;
  scenario.Given(Published()).Given({Reported("i1", "70")}).On("2023-05-10");
  const auto outcome = scenario.When(
      Results<CorrectResultsRequest>("results { indicator: 'i1' value: '71' } reason: 'x'"));
  outcome.ThenAccepted();
  EXPECT_EQ(outcome.after().FindIndicator("i1")->result_detail().reported_on(), "");
}

TEST(CorrectResults, ChangesNothingWhereAPeriodIsAsItWas) {
  Scenario scenario;
  scenario.Given(Published())
      .GivenCommand(Results<ReportResultsRequest>(
          "results { indicator: 'i1' period: '2022-09-30' value: '40' }"));
  scenario
      .When(Results<CorrectResultsRequest>(
          "results { indicator: 'i1' period: '2022-09-30' value: '40' } reason: 'x'"))
      .ThenNothing();
}

TEST(CorrectResults, RefusesWhatItCannotDo) {
  Scenario scenario;
  scenario.Given(Published()).Given({Reported("i1", "70")});
  scenario.When(Results<CorrectResultsRequest>("results { indicator: 'i1' value: '71' }"))
      .ThenViolates({"reason"});
  scenario.When(Results<CorrectResultsRequest>("reason: 'x'")).ThenViolates({"results"});
  scenario
      .When(Results<CorrectResultsRequest>("results { indicator: 'i2' value: '71' } reason: 'x'"))
      .ThenRefused(kFailed, "RESULT_MISSING");
  scenario
      .When(Results<CorrectResultsRequest>("results { indicator: 'i1' value: '70' } reason: 'x'"))
      .ThenNothing();
}

TEST(WithdrawResults, TakesTheNamedResultsBack) {
  Scenario scenario;
  scenario.Given(Published()).Given({Reported("i1", "70"), Event(R"pb(results_reported {
                                                                        results {
                                                                          indicator: "i1"
                                                                          result { period: "p" }
                                                                        }
                                                                      })pb")});
  const auto outcome = scenario.When(
      Results<WithdrawResultsRequest>("results { indicator: 'i1' } reason: '別課の数値'"));
  outcome.Then({Event("results_withdrawn { withdrawals { indicator: 'i1' } }")});
  EXPECT_FALSE(outcome.after().FindIndicator("i1")->has_result());
  EXPECT_EQ(outcome.after().FindIndicator("i1")->results_size(), 1);

  scenario.When(Results<WithdrawResultsRequest>("results { indicator: 'i1' }"))
      .ThenViolates({"reason"});
  scenario
      .When(Results<WithdrawResultsRequest>(
          "results { indicator: 'i9' } results { indicator: 'i1' } results { indicator: 'i1' } "
          "reason: 'x'"))
      .ThenViolates({"results[0].indicator", "results[2]"});
  scenario
      .When(Results<WithdrawResultsRequest>("results { indicator: 'i1' period: 'q' } reason: 'x'"))
      .ThenRefused(kFailed, "RESULT_MISSING");
}

MarkIntentionallyBlankRequest Blank(const std::vector<std::string>& fields) {
  MarkIntentionallyBlankRequest request;
  request.set_name("cities/test/sheets/s/goals/g1");
  for (const std::string& field : fields) request.add_fields(field);
  return request;
}

TEST(MarkIntentionallyBlank, TakesEveryFieldThatIsEmpty) {
  Scenario scenario;
  scenario.Given(Published());
  const std::vector<std::string> fields = {
      "subtitle",         "texts.outcome",        "initiatives",          "responsibleUnit",
      "responsible_unit", "evaluation",           "evaluation.rating",    "evaluation.comment",
      "contributesTo",    "indicators[1].result", "indicators[0].target", "indicators[0].past",
  };
  const auto outcome = scenario.When(Blank(fields));
  outcome.ThenAccepted();
  EXPECT_EQ(outcome.after().FindGoal("g1")->intentionally_blank_size(), 12);
  scenario.Given(*outcome.decision());
  scenario.When(Blank(fields)).ThenNothing();
  scenario.When(Blank({})).Then({Event("marked_intentionally_blank { goal: 'g1' }")});
}

TEST(MarkIntentionallyBlank, NamesResultsByTheirPeriodBeforeTheyAreThere) {
  Scenario scenario;
  scenario.Given(Published());
  scenario.GivenCommand(Blank({"indicators[0].results[interim]", "indicators[0].results[R4.9.30]",
                               "indicators[1].results"}));
  EXPECT_EQ(scenario.state().FindGoal("g1")->intentionally_blank_size(), 3);
  // A result of one period fills the cell of that one alone.
  scenario.GivenCommand(
      Results<ReportResultsRequest>("results { indicator: 'i1' period: 'interim' value: '40' }"));
  EXPECT_THAT(scenario.state().FindGoal("g1")->intentionally_blank(),
              ::testing::ElementsAre("indicators[0].results[R4.9.30]", "indicators[1].results"));
  scenario.When(Blank({"indicators[0].results[interim]"})).ThenViolates({"fields[0]"});
  scenario.When(Blank({"indicators[0].results[]"})).ThenViolates({"fields[0]"});
  scenario.When(Blank({"indicators[0].results[" + std::string(100, 'x') + "]"}))
      .ThenViolates({"fields[0]"});
  scenario.When(Blank({"indicators[0].past[2021]"})).ThenViolates({"fields[0]"});
}

TEST(MarkIntentionallyBlank, StaysWithItsIndicator) {
  Scenario scenario;
  scenario.Given(Published())
      .GivenCommand(Blank({"indicators[0].target", "indicators[1].result", "subtitle"}));
  const auto blanks = [&] { return scenario.state().FindGoal("g1")->intentionally_blank(); };
  scenario.Given(
      {Event("indicator_created { goal: 'g1' indicator { id: 'i4' name: '率' } index: 1 }")});
  EXPECT_THAT(blanks(),
              ::testing::ElementsAre("indicators[0].target", "indicators[2].result", "subtitle"));
  scenario.Given({Event("indicator_removed { indicator: 'i1' }")});
  EXPECT_THAT(blanks(), ::testing::ElementsAre("indicators[1].result", "subtitle"));
  EXPECT_EQ(scenario.state().FindGoal("g1")->indicators(1).id(), "i2");
}

TEST(MarkIntentionallyBlank, RefusesUnknownAndFilledFields) {
  Scenario scenario;
  scenario.Given(Published());
  const std::vector<std::string> bad = {
      "title",
      "indicators",
      "indicators[0].name",
      "indicators[0].id",
      "indicators[2].result",
      "indicators.result",
      "indicators[x].name",
      "indicators[",
      "id",
      "level",
      "goals",
      "texts.purpose",
      "evaluation.x",
      "evaluation.suggestion",
      "",
      "title.x",
  };
  std::vector<std::string> violated;
  for (size_t i = 0; i < bad.size(); ++i) violated.push_back("fields[" + std::to_string(i) + "]");
  scenario.When(Blank(bad)).ThenViolates(violated);
  scenario.When(Blank({"subtitle", "subtitle"})).ThenViolates({"fields[1]"});

  MarkIntentionallyBlankRequest other = Blank({"subtitle"});
  other.set_name("cities/test/sheets/s/goals/g9");
  scenario.When(other).ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
}

TEST(ReportResults, TakesSoManyPeriodsAndNoMore) {
  Scenario scenario;
  scenario.Given(Published());
  std::string periods;
  for (int i = 0; i < 100; ++i)
    periods += "results { indicator: 'i1' period: 'p" + std::to_string(i) + "' value: '1' } ";
  const std::string one_more = "results { indicator: 'i1' period: 'more' value: '1' } ";
  scenario.When(Results<ReportResultsRequest>(periods + one_more))
      .ThenRefused(kFailed, "TOO_MANY_RESULTS");
  scenario.GivenCommand(Results<ReportResultsRequest>(periods));
  scenario.When(Results<ReportResultsRequest>(one_more)).ThenRefused(kFailed, "TOO_MANY_RESULTS");
  scenario.When(Results<ReportResultsRequest>("results { indicator: 'i1' value: '1' }"))
      .ThenAccepted();
}

}  // namespace
}  // namespace mokuhyo::domain
