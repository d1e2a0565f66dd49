#include "gtest/gtest.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/sheet/series.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"

// BreakSeries, and which series an indicator belongs to.
namespace mokuhyo::domain::testing {
namespace {

using goals::v1::BreakSeriesRequest;

SheetEvents Draft(const std::string& indicator) {
  auto goal = Event(R"pb(goal_created { goal { id: "g1" level: "goal" } })pb");
  auto& added = *goal.mutable_goal_created()->mutable_goal()->add_indicators();
  added = Proto<sheets::v1::Indicator>(indicator);
  added.set_id("i1");
  return {SheetCreatedEvent(), goal};
}

BreakSeriesRequest Break(const std::string& fields) {
  auto request = Proto<BreakSeriesRequest>(fields);
  request.set_name("cities/test/sheets/s/indicators/i1");
  return request;
}

constexpr char kWhy[] = R"pb(reason: "人数から回数に改めた")pb";

TEST(BreakSeriesTest, BeginsASeriesOfItsOwn) {
  const Outcome outcome = Scenario()
                              .Given(Draft(R"pb(series: "2021-s.i1")pb"))
                              .When(Break(kWhy))
                              .Then({Event(R"pb(series_broken {
                                                  indicator: "i1"
                                                  previous_series: "2021-s.i1"
                                                  series: "s.i1.2"
                                                })pb")});
  const sheets::v1::Indicator& indicator = *outcome.after().FindIndicator("i1");
  EXPECT_EQ(indicator.series(), "s.i1.2");
  EXPECT_EQ(indicator.series_break().reason(), "人数から回数に改めた");
  EXPECT_EQ(indicator.series_break().previous_series(), "2021-s.i1");
  EXPECT_EQ(indicator.series_break().effective_date(), "2022-05-01");
}

TEST(BreakSeriesTest, EndsTheSeriesThatAnIndicatorHasWithoutNamingIt) {
  Scenario().Given(Draft("")).When(Break(kWhy)).Then({Event(R"pb(series_broken {
                                                                   indicator: "i1"
                                                                   previous_series: "s.i1"
                                                                   series: "s.i1.2"
                                                                 })pb")});
}

TEST(BreakSeriesTest, NeverTakesAnIdTwice) {
  Scenario scenario;
  scenario.Given(Draft("")).GivenCommand(Break(kWhy));
  const Outcome again = scenario.When(Break(kWhy)).ThenAccepted();
  EXPECT_EQ(again.after().FindIndicator("i1")->series(), "s.i1.3");
}

TEST(BreakSeriesTest, TakesTheSeriesThatIsGiven) {
  const Outcome outcome = Scenario()
                              .Given(Draft(""))
                              .When(Break(R"pb(series: "hoso-kaisu" reason: "改定")pb"))
                              .ThenAccepted();
  EXPECT_EQ(outcome.after().FindIndicator("i1")->series(), "hoso-kaisu");
}

TEST(BreakSeriesTest, AlwaysSaysWhy) {
  Scenario().Given(Draft("")).When(Break("")).ThenViolates({"reason"});
  Scenario().Given(Draft("")).Transcribed().When(Break("")).ThenViolates({"reason"});
}

TEST(BreakSeriesTest, IsRefused) {
  Scenario()
      .Given(Draft(""))
      .When(Break(R"pb(series: "A B")pb"))
      .ThenViolates({"series", "reason"});
  Scenario()
      .Given(Draft(R"pb(series: "x")pb"))
      .When(Break(R"pb(series: "x" reason: "改定")pb"))
      .ThenViolates({"series"});
  BreakSeriesRequest unknown = Break(kWhy);
  unknown.set_name("cities/test/sheets/s/indicators/i9");
  Scenario().Given(Draft("")).When(unknown).ThenRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  Scenario()
      .Given(Draft(""))
      .When(Break(R"pb(etag: "7" reason: "改定")pb"))
      .ThenRefused(absl::StatusCode::kAborted, "STALE_ETAG");
}

TEST(SeriesTest, AnIndicatorHasOneWithoutNamingIt) {
  const auto sheet = Proto<sheets::v1::Sheet>(R"pb(name: "cities/test/sheets/2022-somu")pb");
  EXPECT_EQ(SeriesOf(sheet, Proto<sheets::v1::Indicator>(R"pb(id: "i7")pb")), "2022-somu.i7");
  EXPECT_EQ(SeriesOf(sheet, Proto<sheets::v1::Indicator>(R"pb(id: "i7" series: "x")pb")), "x");
}

TEST(SeriesTest, TellsIdsOfSeries) {
  const std::string longest(63, 'a');
  for (const std::string& id : {std::string("x"), std::string("2022-somu.i7"),
                                std::string("s.i1.12"), longest + "." + longest + ".7"}) {
    EXPECT_TRUE(IsSeriesId(id)) << id;
  }
  for (const std::string& id : {std::string(), std::string("."), std::string("s."),
                                std::string(".i1"), std::string("s..i1"), std::string("A"),
                                longest + "." + longest + "." + longest + "." + longest}) {
    EXPECT_FALSE(IsSeriesId(id)) << id;
  }
}

}  // namespace
}  // namespace mokuhyo::domain::testing
