// Everything that is derived is thrown away in the middle of the year; nobody can tell. (At the end
// of every other story the same is done to what was seen in it.)
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

const std::string kLast = SheetNamed("doboku-2021");
const std::string kRoads = SheetNamed("doboku-2022");
const std::string kWard = SheetNamed("kita-2022");

// Answers to every question that can be asked, now and as of an instant.
void SeeEverything(City& city, const std::string& instant) {
  for (const std::string& when :
       {std::string(), absl::StrCat("as_of_time: '", instant, "' "),
        std::string("effective_date: '2022-06-01' "),
        absl::StrCat("as_of_time: '", instant, "' effective_date: '2022-06-01' ")}) {
    for (const std::string& sheet : {kLast, kRoads, kWard}) {
      city.Sees(GetSheet(sheet, when + "include_observations: true include_contributions: true "
                                       "include_past_results: true"));
      city.Sees(StepOn<evaluations::v1::SuggestRatingsRequest>(sheet, when));
      city.Sees(StepOn<sheets::v1::ListContributingGoalsRequest>(sheet, when));
    }
    city.Sees(StepOn<sheets::v1::ListSheetsRequest>(kCity, when));
    city.Sees(StepOn<organization::v1::ListOrgUnitsRequest>(kCity, when));
    for (const int year : {2021, 2022}) {
      city.Sees(About<sheets::v1::GetYearlySummaryRequest>("kita", year, when));
      city.Sees(About<sheets::v1::ListObservationsRequest>("kita", year, when));
      city.Sees(About<evaluations::v1::ListDeparturesRequest>("kita", year, when));
      city.Sees(About<indicators::v1::GetCompletenessRequest>("kita", year, when));
      city.Sees(About<indicators::v1::ListMissingResultsRequest>("kita", year, when));
      city.Sees(About<indicators::v1::ListSeriesCandidatesRequest>("kita", year, when));
      city.Sees(About<sheets::v1::ListCountedGoalsRequest>(
          "kita", year, absl::StrCat(when, "form: 'section-year' show_left_out: true")));
    }
    auto series = StepOn<indicators::v1::GetSeriesRequest>(kCity, when);
    series.set_series("doboku-2021.fence");
    city.Sees(series);
    auto trend = StepOn<sheets::v1::GetTrendRequest>(kCity, when);
    trend.set_series("doboku-2021.fence");
    city.Sees(trend);
  }
  city.Sees(StepOn<sheets::v1::ListEditionsRequest>(kLast));
  city.Sees(Compare(kLast, "base { edition: 1 }"));
  city.Sees(Compare(kLast, absl::StrCat("base { } compared { sheet: '", kRoads, "' }")));
  city.Exports(ExportEdition(kLast, 1));
}

TEST(Rebuild, InTheMiddleOfTheYear) {
  City city;
  city.On("2021-04-12");
  PublishRoads(city, kLast, 2021);
  city.On("2022-04-04");
  ReportAndRateRoads(city, kLast);
  city.Does(CarryForward(kLast, "sheet_id: 'doboku-2022' keep_targets: true"));
  city.Does(LinkGoals(kRoads, "sand", kWard, "1"));
  city.Does(SubmitGoals(kRoads));
  city.As("yamada").Does(ApproveGoals(city.Review(kRoads)));
  city.Does(PublishGoals(kRoads));
  city.Does(CreateSheet(kWard, "kita", 2022, "niigata-ward-goals"));
  city.Does(CreateGoal(kWard, "safety", "level: 'priority-goal' label: '1' title: '災害に強く'"));
  city.Does(PublishGoals(kWard));
  city.On("2022-05-20");
  PublishRoadsEdition(city, kLast);
  city.On("2022-06-20").Does(ReopenEvaluation(kLast, "柵の延長を正す"));
  const std::string instant = city.Now();
  city.As("tanaka").Does(CorrectResults(kLast, {{"fence", "87"}}, "完了検査の数"));
  city.On("2022-10-20").Does(ReportResults(kRoads, {{"fence", "41"}}, "interim"));
  city.Does(SetTargets(kRoads, {{"fence", "80"}}, "資材の値上がり"));

  SeeEverything(city, instant);
  city.ExpectSameAnswersFromTheLog();

  // The year goes on as if nothing had happened.
  city.On("2023-04-10");
  ReportAndRateRoads(city, kRoads);
  PublishRoadsEdition(city, kRoads);
  EXPECT_EQ(city.Sheet(kRoads).state(), sheets::v1::SHEET_STATE_EDITION_PUBLISHED);
  EXPECT_EQ(city.Sheet(kRoads).transitions_size(), 7);
  SeeEverything(city, instant);
}

}  // namespace
}  // namespace mokuhyo::scenarios
