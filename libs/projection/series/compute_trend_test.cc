#include "libs/projection/series/compute_trend.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/projection/series/series_test_util.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Trend;
using sheets::v1::TrendPoint;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TrendTest : public SeriesTest {
 protected:
  Trend Compute(const TrendQuestion& question) { return ComputeTrend(question, All(), units_); }
  Trend Compute() { return Compute(question_); }

  // `2021:12`, `*` before what was typed in, the name of the gap in its place.
  static std::string Text(const TrendPoint& point) {
    std::string gap = TrendPoint::Gap_Name(point.gap());
    return absl::StrCat(
        point.fiscal_year() % 100, ":", point.typed_in() ? "*" : "",
        point.gap() == TrendPoint::GAP_UNSPECIFIED ? point.number() : gap.substr(4));
  }
  template <class Points>
  static std::string Text(const Points& points) {
    return absl::StrJoin(points, " ", [](std::string* text, const TrendPoint& point) {
      absl::StrAppend(text, Text(point));
    });
  }
  // `unit(before): points`
  static std::vector<std::string> Lines(const Trend& trend) {
    std::vector<std::string> lines;
    for (const auto& line : trend.lines()) {
      const std::string before = absl::StrJoin(line.predecessors(), ",");
      lines.push_back(absl::StrCat(line.org_unit(), before.empty() ? "" : "(" + before + ")", ": ",
                                   Text(line.points())));
    }
    return lines;
  }
  std::vector<std::string> Lines() { return Lines(Compute()); }

  TrendQuestion question_{.city = "test", .series = {"x"}, .date = "2024-04-01"};
};

TEST_F(TrendTest, YearsWithoutValueAreGapsAndSaidToBe) {
  Add("a", 2018, "somu", Result("1,200人"));
  Add("b", 2020, "somu");
  Add("c", 2021, "somu", Result("評価不能"));
  Add("d", 2022, "somu", Result("-"));
  Add("e", 2023, "somu", Result("0"));
  const Trend trend = Compute();
  EXPECT_THAT(Lines(trend), ElementsAre("somu: 18:1200 19:NO_INDICATOR 20:NO_RESULT 21:NO_NUMBER "
                                        "22:NO_NUMBER 23:0"));
  EXPECT_EQ(trend.lines(0).points(3).value().text(), "評価不能");
  EXPECT_THAT(trend.lines(0).points(0).sources(),
              ElementsAre("cities/test/sheets/a/indicators/i1"));
  EXPECT_EQ(trend.lines(0).points(0).value().text(), "1,200人");
  EXPECT_FALSE(trend.lines(0).points(1).has_value());
  EXPECT_THAT(trend.rolled_up(), IsEmpty());
}

TEST_F(TrendTest, WhatIsANumber) {
  for (const auto& [text, number] :
       std::vector<std::pair<std::string, std::string>>{{"67 (1248人)", "67"},
                                                        {"月2回発行", "2"},
                                                        {"延べ3,900人", "3900"},
                                                        {"事業の支援 13件 講座の開催等 6回", ""},
                                                        {"70~80", ""},
                                                        {"対象者の全て(56)", ""},
                                                        {"実施", ""},
                                                        {"感染拡大のため中止", ""}}) {
    sheets_.clear();
    Add("a", 2022, "somu", Result(text));
    EXPECT_THAT(Lines(), ElementsAre("somu: 22:" + (number.empty() ? "NO_NUMBER" : number)))
        << text;
  }
}

TEST_F(TrendTest, NamesAreThoseOfTheNewestSheet) {
  Add("b", 2022, "somu", "name: 'persons' unit: '人' " + Result("2"));
  Add("a", 2023, "somu", "name: '' unit: '名'", "");
  const Trend trend = Compute();
  EXPECT_EQ(trend.name(), "T") << "the title of the goal, where the name is blank";
  EXPECT_EQ(trend.unit(), "名");
  EXPECT_EQ(trend.lines(0).org_unit_display_name(), "総務課");
}

TEST_F(TrendTest, TypedInValuesWhereTheYearsOwnSheetHasNone) {
  Add("a", 2021, "somu", Result("12") + Past(2019, "9"));
  Add("b", 2022, "somu", Past(2021, "13") + Past(2020, "8") + Past(2019, "9件"));
  EXPECT_THAT(Lines(), ElementsAre("somu: 19:*9 20:*8 21:12 22:NO_RESULT"));
  // A year whose sheet has no result takes what was typed in later, and keeps its target.
  Add("c", 2023, "somu", Past(2022, "14"));
  sheets_[1].mutable_goals(0)->mutable_indicators(0)->mutable_target()->set_text("15");
  const Trend trend = Compute();
  EXPECT_THAT(Lines(trend), ElementsAre("somu: 19:*9 20:*8 21:12 22:*14 23:NO_RESULT"));
  EXPECT_EQ(trend.lines(0).points(3).target().text(), "15");
  EXPECT_THAT(
      trend.lines(0).points(0).sources(),
      ElementsAre("cities/test/sheets/a/indicators/i1", "cities/test/sheets/b/indicators/i1"));
}

TEST_F(TrendTest, DocumentsThatDisagreeMakeAGap) {
  Add("a", 2021, "somu", Result("14科目実施"));
  Add("b", 2021, "somu", Result("13"));
  Add("c", 2022, "somu", Result("5") + Past(2020, "2"));
  Add("d", 2022, "somu", Result("5件") + Past(2020, "3"));
  const Trend trend = Compute();
  EXPECT_THAT(Lines(trend), ElementsAre("somu: 20:*DISAGREEMENT 21:DISAGREEMENT 22:5"));
  EXPECT_EQ(trend.lines(0).points(1).sources_size(), 2);
  EXPECT_FALSE(trend.lines(0).points(1).has_value());
}

TEST_F(TrendTest, RunningTotalsAreNotHeldAgainstFiguresOfTheYear) {
  Add("a", 2022, "somu", Result("10488") + "accumulation { kind: CUMULATIVE } ");
  Add("b", 2022, "somu", Result("4722"));
  EXPECT_THAT(Lines(), ElementsAre("somu: 22:4722"));
}

TEST_F(TrendTest, YearsAsAskedForOrAsKnown) {
  Add("a", 1960, "somu", Result("1"));
  Add("b", 2022, "somu", Result("2"));
  const auto years = [this](int first, int last) {
    question_.first_fiscal_year = first;
    question_.last_fiscal_year = last;
    const Trend trend = Compute();
    EXPECT_EQ(trend.lines(0).points_size(),
              trend.last_fiscal_year() - trend.first_fiscal_year() + 1);
    return std::pair(trend.first_fiscal_year(), trend.last_fiscal_year());
  };
  EXPECT_EQ(years(0, 0), std::pair(1973, 2022)) << "the newest 50";
  EXPECT_EQ(years(1955, 0), std::pair(1955, 2004));
  EXPECT_EQ(years(2021, 0), std::pair(2021, 2022));
  EXPECT_EQ(years(2030, 0), std::pair(2030, 2030));
  EXPECT_EQ(years(0, 1970), std::pair(1960, 1970));
  EXPECT_EQ(years(2019, 2024), std::pair(2019, 2024));
}

TEST_F(TrendTest, ASectionGoesOnInItsSuccessor) {
  Open("doro");
  Open("kotsu");
  Merge("units: 'doro' units: 'kotsu'", "kensetsu");
  Add("a", 2021, "doro", Result("3"));
  Add("b", 2022, "kensetsu", Result("4"));
  EXPECT_THAT(Lines(), ElementsAre("kensetsu(doro): 21:3 22:4"));
  // The unit is asked for with those in whose place it goes on; others are left out.
  Add("c", 2022, "somu", Result("9"));
  question_.org_unit = "kensetsu";
  EXPECT_THAT(Lines(), ElementsAre("kensetsu(doro): 21:3 22:4"));
  question_.org_unit = "doro";
  EXPECT_THAT(Lines(), ElementsAre("doro: 21:3"));
  question_.org_unit = "nishi";
  EXPECT_EQ(Compute().lines_size(), 2);
  question_.org_unit = "kyu-kensetsu";
  EXPECT_THAT(Lines(), IsEmpty());
  EXPECT_EQ(Compute().name(), "T");
}

TEST_F(TrendTest, RatiosAreSumOverSumAndNoMeanOfPercentages) {
  Add("a", 2022, "kensetsu", Ratio("90%", 9, 10));
  Add("b", 2022, "somu", Ratio("50%", 500, 1000));
  Add("c", 2023, "kensetsu", Ratio("33.3%", 1, 3));
  Add("d", 2023, "somu", Ratio("66.7%", 4, 6));
  const Trend trend = Compute();
  // 509 of 1,010; the mean of the two would be 70 %.
  EXPECT_EQ(Text(trend.rolled_up()), "22:50.4 23:55.56");
  EXPECT_EQ(trend.rolled_up(0).numerator(), "509");
  EXPECT_EQ(trend.rolled_up(0).denominator(), "1010");
  EXPECT_EQ(trend.rolled_up(0).sources_size(), 2);
  EXPECT_EQ(trend.lines(0).points(0).numerator(), "9");
}

TEST_F(TrendTest, ARatioThatIsMissingMakesAGapOfTheWhole) {
  Add("a", 2021, "kensetsu", Ratio("90%", 9, 10));
  Add("b", 2022, "kensetsu", Ratio("80%", 8, 10));
  Add("c", 2022, "somu", Result("50%"));
  Add("d", 2024, "kensetsu", Ratio("70%", 7, 10));
  EXPECT_EQ(Text(Compute().rolled_up()), "21:90 22:NO_RATIO 23:NO_INDICATOR 24:70");
}

TEST_F(TrendTest, NobodyIsCountedTwice) {
  Add("ward", 2022, "nishi", Ratio("60%", 60, 100));
  Add("a", 2022, "kensetsu", Ratio("90%", 9, 10));
  Add("b", 2022, "somu", Result("50%"));
  // The figure of the ward stands for those of its sections …
  EXPECT_EQ(Text(Compute().rolled_up()), "22:60");
  // … and theirs for one that it has not.
  sheets_[0].mutable_goals(0)->mutable_indicators(0)->clear_result_detail();
  EXPECT_EQ(Text(Compute().rolled_up()), "22:NO_RATIO");
  *sheets_[2].mutable_goals(0)->mutable_indicators(0)->mutable_result_detail() =
      sheets_[1].goals(0).indicators(0).result_detail();
  EXPECT_EQ(Text(Compute().rolled_up()), "22:90");
}

TEST_F(TrendTest, ABreakEndsTheLine) {
  Add("a", 2021, "somu", "series: 'persons' " + Result("300"));
  Add("b", 2022, "somu",
      Break("persons", "sessions") + Result("20") + Past(2021, "300") + Past(2020, "250"));
  Add("c", 2023, "somu",
      "series: 'sessions' " + Result("22") + Past(2022, "20") + Past(2021, "300"));
  question_.series = {"sessions"};
  EXPECT_THAT(Lines(), ElementsAre("somu: 22:20 23:22"));
  question_.series = {"persons"};
  EXPECT_THAT(Lines(), ElementsAre("somu: 21:300"));
  // Both say where and why.
  for (const char* series : {"persons", "sessions"}) {
    question_.series = {series};
    const Trend trend = Compute();
    ASSERT_EQ(trend.breaks_size(), 1) << series;
    EXPECT_EQ(trend.breaks(0).fiscal_year(), 2022);
    EXPECT_EQ(trend.breaks(0).previous_series(), "persons");
    EXPECT_EQ(trend.breaks(0).series(), "sessions");
    EXPECT_EQ(trend.breaks(0).reason(), "sessions now");
    EXPECT_EQ(trend.breaks(0).indicator(), "cities/test/sheets/b/indicators/i1");
  }
}

TEST_F(TrendTest, BackOverABreak) {
  Add("a", 2021, "somu", "series: 'persons' " + Result("300") + Past(2020, "250"));
  Add("b", 2022, "somu",
      Break("persons", "sessions") + Result("20") + Past(2020, "17") + Past(2019, "200"));
  // Counted in persons once more, beside the new way.
  Add("c", 2022, "somu", "series: 'persons' " + Result("310"));
  question_.series = {"sessions", "persons"};
  const Trend trend = Compute();
  EXPECT_THAT(Lines(trend), ElementsAre("somu: 19:*200 20:*250 21:300 22:20"));
  EXPECT_EQ(trend.series(), "sessions");
  EXPECT_EQ(trend.breaks_size(), 1);
}

}  // namespace
}  // namespace mokuhyo::projection
