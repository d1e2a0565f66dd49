#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "libs/application/test_city_test_util.h"
#include "libs/base/date.h"
#include "libs/projection/series/get_series.h"
#include "libs/projection/series/get_trend.h"
#include "libs/projection/series/series_candidates.h"
#include "libs/projection/sheet_directory.h"

// Series in the store: what is loaded, at which place, and what is refused.
namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SeriesReaderTest : public application::TestCity {
 protected:
  // A transcribed sheet with one indicator `i1`.
  void Add(const std::string& id, const std::string& unit, int year, const std::string& indicator) {
    auto document = Proto<documents::v1::SheetDocument>(
        "form: 'test-form' state: EVALUATED goals { level: 'goal' indicators { " + indicator +
        " } evaluation { rating: '達成' } }");
    document.set_name("cities/test/sheets/" + id);
    document.set_org_unit(unit);
    document.set_fiscal_year(year);
    ExpectOk(Import(document).status());
    clock_.Advance(absl::Hours(1));
  }
  std::string Now() const { return base::FormatInstant(clock_.Now() - absl::Minutes(30)); }

  absl::StatusOr<sheets::v1::GetTrendResponse> Trend(const std::string& fields) {
    return GetTrend(reader_, Proto<sheets::v1::GetTrendRequest>("parent: 'cities/test' " + fields));
  }
  absl::StatusOr<indicators::v1::GetSeriesResponse> Series(const std::string& fields) {
    return GetSeries(reader_,
                     Proto<indicators::v1::GetSeriesRequest>("parent: 'cities/test' " + fields));
  }
  absl::StatusOr<indicators::v1::ListSeriesCandidatesResponse> Candidates(
      const std::string& fields) {
    return ListSeriesCandidates(reader_, Proto<indicators::v1::ListSeriesCandidatesRequest>(
                                             "parent: 'cities/test' " + fields));
  }

  // `unit: 12 - 14` for each line.
  static std::vector<std::string> Lines(
      const absl::StatusOr<sheets::v1::GetTrendResponse>& response) {
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> lines;
    for (const auto& line : response->trend().lines()) {
      std::string text = line.org_unit() + ":";
      for (const auto& point : line.points())
        absl::StrAppend(&text, " ", point.number().empty() ? "-" : point.number());
      lines.push_back(text);
    }
    return lines;
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
};

TEST_F(SeriesReaderTest, AtOnePlaceInTwoTimes) {
  Add("a", "somu", 2020, "series: 'x' result: '12'");
  const std::string then = Now();
  Add("b", "somu", 2021, "series: 'x' result: '13'");
  Add("c", "kensetsu", 2021, "series: 'x' result: '20'");
  EXPECT_THAT(Lines(Trend("series: 'x'")), ElementsAre("kensetsu: - 20", "somu: 12 13"));
  EXPECT_THAT(Lines(Trend("series: 'x' as_of_time: '" + then + "'")), ElementsAre("somu: 12"));
  EXPECT_EQ(Series("series: 'x'")->entries_size(), 3);
  EXPECT_EQ(Series("series: 'x' as_of_time: '" + then + "'")->entries_size(), 1);
  EXPECT_NE(Series("series: 'x'")->position(), "");
  EXPECT_EQ(Series("series: 'x'")->position(), Trend("series: 'x'")->position());
  // Everything was imported about 2022-05-01.
  const std::string before = "series: 'x' effective_date: '2022-04-30'";
  EXPECT_EQ(Trend(before).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Series(before).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(Lines(Trend("series: 'x' effective_date: '2022-05-01'")),
              ElementsAre("kensetsu: - 20", "somu: 12 13"));
}

TEST_F(SeriesReaderTest, OfAUnit) {
  Add("a", "somu", 2020, "series: 'x' result: '12'");
  Add("c", "kensetsu", 2020, "series: 'x' result: '20'");
  EXPECT_THAT(Lines(Trend("series: 'x' org_unit: 'somu'")), ElementsAre("somu: 12"));
  EXPECT_THAT(Lines(Trend("series: 'x' org_unit: 'nishi'")),
              ElementsAre("kensetsu: 20", "somu: 12"));
  OpenUnit("zeimu", "org_unit { display_name: '税務課' kind: ORG_UNIT_KIND_SECTION }");
  EXPECT_THAT(Lines(Trend("series: 'x' org_unit: 'zeimu'")), IsEmpty());
  EXPECT_EQ(Trend("series: 'x' org_unit: 'nobody'").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(SeriesReaderTest, AcrossBreaksAndWhatLiesBehindThem) {
  Add("a", "somu", 2019, "series: 'people' result: '3000'");
  Add("b", "somu", 2020, "series: 'people' result: '300'");
  Add("c", "somu", 2021, "series: 'sessions' result: '20'");
  // Declared to be one series first, and then parted: twice in three years.
  for (const char* indicator : {"b", "c"}) {
    auto request = Proto<goals::v1::BreakSeriesRequest>("reason: 'counted otherwise'");
    request.set_name(absl::StrCat("cities/test/sheets/", indicator, "/indicators/i1"));
    if (*indicator == 'c') {
      auto update = Proto<goals::v1::UpdateIndicatorRequest>(
          "indicator { series: 'b.i1.9' } update_mask { paths: 'series' } reason: 'one series'");
      update.set_name(request.name());
      update.mutable_indicator()->set_series(Sheet("b").goals(0).indicators(0).series());
      ExpectOk(Do<goals::v1::UpdateIndicatorResponse>(update).status());
      request.set_series("sessions");
    }
    ExpectOk(Do<goals::v1::BreakSeriesResponse>(request).status());
  }
  EXPECT_THAT(Lines(Trend("series: 'sessions'")), ElementsAre("somu: 20"));
  const auto all = Trend("series: 'sessions' across_breaks: true");
  EXPECT_THAT(Lines(all), ElementsAre("somu: 3000 300 20"));
  ASSERT_EQ(all->trend().breaks_size(), 2);
  EXPECT_EQ(all->trend().breaks(0).fiscal_year(), 2020);
  EXPECT_EQ(all->trend().breaks(0).previous_series(), "people");
  EXPECT_EQ(all->trend().breaks(1).series(), "sessions");
  EXPECT_EQ(Series("series: 'people'")->next_series(0), all->trend().breaks(0).series());
  EXPECT_EQ(Series("series: 'sessions'")->previous_series(), all->trend().breaks(0).series());
}

TEST_F(SeriesReaderTest, PastResultsWithTheSheetWhereAskedFor) {
  Add("a", "somu", 2020, "series: 'x' result: '12'");
  Add("b", "somu", 2021, "series: 'x' result: '13'");
  Add("c", "somu", 2022, "series: 'x' past { fiscal_year: 2021 value: '14' }");
  const auto get = [this](const std::string& fields) {
    return *reader_.GetSheet(
        Proto<sheets::v1::GetSheetRequest>("name: 'cities/test/sheets/c' " + fields));
  };
  EXPECT_THAT(get("").past_results(), IsEmpty());
  const auto response = get("include_past_results: true");
  ASSERT_EQ(response.past_results_size(), 1);
  EXPECT_EQ(response.past_results(0).fiscal_year(), 2020);
  EXPECT_EQ(response.past_results(0).value().text(), "12");
  EXPECT_EQ(response.sheet().goals(0).indicators(0).past_size(), 1) << "the sheet stays as it is";
}

TEST_F(SeriesReaderTest, CandidatesInPages) {
  Add("a", "somu", 2021, "name: '相談件数' result: '12'");
  Add("b", "kensetsu", 2021, "name: '相談件数' result: '12'");
  Add("c", "nishi", 2022, "name: '相談件数' past { fiscal_year: 2021 value: '12' }");
  auto page = Candidates("org_unit: 'nishi' fiscal_year: 2022 page_size: 1");
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->candidates_size(), 1);
  EXPECT_EQ(page->candidates(0).second().indicator(), "cities/test/sheets/a/indicators/i1");
  EXPECT_EQ(page->candidates(0).likeness(), 80);
  Add("d", "somu", 2022, "name: '相談件数'");
  page = Candidates("org_unit: 'nishi' fiscal_year: 2022 page_size: 1 page_token: '" +
                    page->next_page_token() + "'");
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->candidates_size(), 1);
  EXPECT_EQ(page->candidates(0).second().indicator(), "cities/test/sheets/b/indicators/i1");
  EXPECT_EQ(page->next_page_token(), "") << "pages belong together";
  // Only within the unit.
  EXPECT_THAT(Candidates("org_unit: 'kensetsu' fiscal_year: 2022")->candidates(), IsEmpty());
  EXPECT_EQ(Candidates("org_unit: 'somu' fiscal_year: 2022")->candidates_size(), 1);
}

TEST_F(SeriesReaderTest, WhatIsNoIdOfASeries) {
  Add("a", "somu", 2021, "result: '12'");
  const std::string too_long =
      std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') + ".12345678";
  ASSERT_EQ(too_long.size(), 200u);
  EXPECT_TRUE(absl::IsNotFound(Series("series: '" + too_long + "'").status()));
  for (const std::string& series :
       std::vector<std::string>{"A.i1", "a..i1", ".a", "a.", "a.i1 ", "a/i1", "系列", "a.i1*", "-a",
                                too_long + "9", std::string(64, 'a'), std::string(1 << 20, 'a')}) {
    const std::string field = "series: '" + series + "'";
    for (const absl::Status& status : {Series(field).status(), Trend(field).status()}) {
      ExpectRefused(status, absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
      google::rpc::BadRequest bad;
      ASSERT_TRUE(base::ReadDetail(status, bad));
      ASSERT_EQ(bad.field_violations_size(), 1);
      EXPECT_EQ(bad.field_violations(0).field(), "series");
      EXPECT_THAT(bad.field_violations(0).description(), HasSubstr("2022-nishi-somu.i7"));
    }
  }
}

TEST_F(SeriesReaderTest, WhatIsRefused) {
  Add("a", "somu", 2021, "result: '12'");
  EXPECT_TRUE(Trend("series: 'a.i1'").ok());
  EXPECT_EQ(Trend("series: 'a.i2'").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Series("series: 'a.i2'").status().code(), absl::StatusCode::kNotFound);
  for (const std::string fields :
       {"", "series: 'a.i1' first_fiscal_year: -1", "series: 'a.i1' last_fiscal_year: 3000",
        "series: 'a.i1' first_fiscal_year: 2022 last_fiscal_year: 2021",
        "series: 'a.i1' first_fiscal_year: 1971 last_fiscal_year: 2021"}) {
    ExpectRefused(Trend(fields).status(), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  }
  EXPECT_TRUE(Trend("series: 'a.i1' first_fiscal_year: 1972 last_fiscal_year: 2021").ok());
  ExpectRefused(Series("").status(), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  ExpectRefused(Candidates("fiscal_year: 2021").status(), absl::StatusCode::kInvalidArgument,
                "INVALID_FIELDS");
}

}  // namespace
}  // namespace mokuhyo::projection
