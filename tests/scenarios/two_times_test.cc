// What was known when, and about which day: the two times of every answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kRoads = SheetNamed("doboku-2022");
const std::string kPast = SheetNamed("doboku-2020");

std::string At(const std::string& instant) { return absl::StrCat("as_of_time: '", instant, "' "); }
std::string AboutDay(const std::string& day) {
  return absl::StrCat("effective_date: '", day, "' ");
}

// Counts of 達成 and of unrated rows of the ward in a year: `3 of 4, 1 unrated`.
std::string Achieved(City& city, int year, const std::string& when) {
  const auto summary =
      city.Sees(About<sheets::v1::GetYearlySummaryRequest>("kita", year, when)).summary();
  if (summary.tables().empty()) return "nothing";
  const auto& all = summary.tables(0).overall();
  return absl::StrCat(all.achieved_count(), " of ", all.row_count(), ", ", all.unrated_count(),
                      " unrated");
}

TEST(TwoTimes, WhatDidWePublishOnTheFirstOfJune) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022);
  city.On("2023-05-08");
  ReportAndRateRoads(city, kRoads);
  city.On("2023-06-01");
  PublishRoadsEdition(city, kRoads);
  city.On("2023-07-03").Does(ReopenEvaluation(kRoads, "柵の延長を正す"));
  city.As("tanaka").Does(CorrectResults(kRoads, {{"fence", "58"}}, "完了検査の数"));
  city.Does(Rate(kRoads, {{"sand", "未達成"}}));
  city.Does(SubmitEvaluation(kRoads));
  city.As("yamada").Does(ConfirmEvaluation(city.Review(kRoads)));
  city.Does(ReplaceEdition(city.Review(kRoads), "柵の延長を正した"));
  city.On("2024-01-10");

  const std::string june = At("2023-06-01T18:00:00+09:00");
  const auto then = city.Sees(GetSheet(kRoads, june)).sheet();
  EXPECT_EQ(then.state(), sheets::v1::SHEET_STATE_EDITION_PUBLISHED);
  EXPECT_EQ(then.editions_size(), 1);
  EXPECT_EQ(then.goals(0).indicators(0).result().text(), "78");
  EXPECT_EQ(then.goals(0).evaluation().rating(), "達成");
  const auto editions = city.Sees(StepOn<sheets::v1::ListEditionsRequest>(kRoads, june)).editions();
  ASSERT_EQ(editions.size(), 1);
  EXPECT_EQ(editions[0].replaced_by(), 0u);
  EXPECT_EQ(Achieved(city, 2022, june), "3 of 3, 0 unrated");
  EXPECT_EQ(Achieved(city, 2022, ""), "2 of 3, 0 unrated");
  const auto departures =
      city.Sees(About<evaluations::v1::ListDeparturesRequest>("kita", 2022, june));
  EXPECT_EQ(departures.departures_size(), 1);
  EXPECT_THAT(city.Sees(About<evaluations::v1::ListDeparturesRequest>("kita", 2022)).departures(),
              IsEmpty());

  // What has changed since.
  const auto since = city.Sees(Compare(kRoads, "base { " + june + " }")).comparison();
  std::vector<std::string> fields;
  for (const auto& one : since.differences())
    fields.push_back(one.field() + " by " + one.cause().actor());
  EXPECT_THAT(fields, ElementsAre("evaluation.rating by tanaka", "result by tanaka"));

  // The evening before nothing was published; in the morning of the draft there was no sheet.
  EXPECT_EQ(city.Sees(GetSheet(kRoads, At("2023-05-31T18:00:00+09:00"))).sheet().editions_size(),
            0);
  city.Does(GetSheet(kRoads, At("2022-04-12T08:00:00+09:00")))
      .IsRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  city.Does(GetSheet(kRoads, At("2024-02-01T00:00:00+09:00")))
      .IsRefused(absl::StatusCode::kInvalidArgument, "IN_THE_FUTURE", {"as_of_time"});
}

documents::v1::SheetDocument PastDocument() {
  return Proto<documents::v1::SheetDocument>(R"pb(
    name: "cities/minato/sheets/doboku-2020"
    form: "section-year"
    fiscal_year: 2020
    org_unit: "doboku"
    state: EVALUATED
    title: "土木課の目標"
    created_on: "2020-04-01"
    evaluated_on: "2021-03-31"
    goals {
      id: "sand"
      level: "goal"
      label: "1"
      title: "飛砂から海岸の道路を守る"
      indicators { id: "fence" name: "防砂柵の延長" unit: "m" target: "260" result: "249" }
      evaluation { rating: "一部未達成" }
    }
  )pb");
}

imports::v1::ImportSheetRequest Import(const documents::v1::SheetDocument& document,
                                       const std::string& fields = "") {
  auto request = Step<imports::v1::ImportSheetRequest>(fields);
  *request.mutable_document() = document;
  return request;
}

TEST(TwoTimes, ADocumentOfThePastAnswersAboutItsDays) {
  City city;
  city.On("2022-09-01");
  const std::string before = city.Now();
  city.On("2022-09-02").As("tanaka").Does(Import(PastDocument()));
  const std::string imported = city.Now();
  city.On("2022-10-01");

  // About 1 June 2020 the goals were known, the results not.
  const auto in_june = city.Sees(GetSheet(kPast, AboutDay("2020-06-01"))).sheet();
  EXPECT_EQ(in_june.state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  EXPECT_EQ(in_june.goals(0).indicators(0).target().text(), "260");
  EXPECT_FALSE(in_june.goals(0).indicators(0).has_result());
  const auto at_end = city.Sees(GetSheet(kPast, AboutDay("2021-03-31"))).sheet();
  EXPECT_EQ(at_end.state(), sheets::v1::SHEET_STATE_CONFIRMED);
  EXPECT_EQ(at_end.goals(0).indicators(0).result().text(), "249");
  EXPECT_EQ(Achieved(city, 2020, AboutDay("2020-06-01")), "0 of 1, 1 unrated");
  EXPECT_EQ(Achieved(city, 2020, AboutDay("2021-03-31")), "0 of 1, 0 unrated");
  EXPECT_EQ(Achieved(city, 2020, AboutDay("2020-03-31")), "nothing");
  city.Does(GetSheet(kPast, AboutDay("2020-03-31")))
      .IsRefused(absl::StatusCode::kNotFound, "NOT_FOUND");

  // Both times: what was known on a day, about another.
  city.Does(GetSheet(kPast, At(before) + AboutDay("2020-06-01")))
      .IsRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  auto revised = PastDocument();
  revised.mutable_goals(0)->mutable_indicators(0)->set_target("240");
  city.Does(Import(revised)).IsForbidden("SHEET_DIFFERS", {"revise"});
  city.Does(Import(revised, "revise: true goals_effective_date: '2020-04-01'"));
  const auto target = [&](const std::string& when) {
    return city.Sees(GetSheet(kPast, when)).sheet().goals(0).indicators(0).target().text();
  };
  EXPECT_EQ(target(AboutDay("2020-06-01")), "240");
  EXPECT_EQ(target(At(imported) + AboutDay("2020-06-01")), "260");
  EXPECT_EQ(target(At(imported)), "260");

  // Trends have both times too.
  const auto trend = [&](const std::string& when) {
    auto request = StepOn<sheets::v1::GetTrendRequest>(kCity, when);
    request.set_series("doboku-2020.fence");
    return city.Sees(request).trend().lines(0).points(0);
  };
  EXPECT_EQ(trend("").number(), "249");
  EXPECT_EQ(trend(AboutDay("2020-06-01")).gap(), sheets::v1::TrendPoint::GAP_NO_RESULT);
  EXPECT_EQ(trend(At(imported) + AboutDay("2020-06-01")).target().text(), "260");
}

TEST(TwoTimes, AFactHoldsFromItsDayOn) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022, "section-plain");
  city.On("2022-07-01");
  auto from_may = SetTargets(kRoads, {{"fence", "95"}}, "五月に決めた");
  from_may.set_effective_date("2022-05-15");
  city.Does(from_may);
  auto from_october = SetTargets(kRoads, {{"fence", "99"}}, "十月から");
  from_october.set_effective_date("2022-10-01");
  city.Does(from_october);
  const auto target = [&](const std::string& when) {
    return city.Sees(GetSheet(kRoads, when)).sheet().goals(0).indicators(0).target().text();
  };
  EXPECT_EQ(target(AboutDay("2022-05-14")), "90");
  EXPECT_EQ(target(AboutDay("2022-05-15")), "95");
  EXPECT_EQ(target(AboutDay("2022-10-01")), "99");
  EXPECT_EQ(target(""), "99");
  EXPECT_EQ(target(At("2022-06-30T12:00:00+09:00") + AboutDay("2022-06-01")), "90");
}

}  // namespace
}  // namespace mokuhyo::scenarios
