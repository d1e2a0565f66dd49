#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/domain/sheet/series.h"
#include "libs/projection/observations/observation_list.h"
#include "libs/projection/observations/observe.h"
#include "libs/projection/observations/observed_seeds_test_util.h"
#include "libs/projection/observations/series_values.h"

// What is observed in real documents: every hit is listed, so that a rule that begins to see more,
// or less, is noticed.
namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string SheetId(const std::string& name) { return name.substr(name.rfind('/') + 1); }

class ObserveSeeds : public ObservedSeeds {
 protected:
  // `sheet label: value | value` of all observations of a kind, with the values of the evidence.
  std::vector<std::string> Lines(sheets::v1::ObservationKind kind) {
    std::vector<std::string> lines;
    for (const sheets::v1::Sheet& sheet : sheets_) {
      for (const sheets::v1::Observation& observation : Observe(Observed(sheet))) {
        if (observation.kind() != kind) continue;
        std::string line = SheetId(observation.sheet()) + " " + observation.label() + ":";
        for (const sheets::v1::Evidence& evidence : observation.evidence()) {
          line += (line.ends_with(":") ? " " : " | ") + evidence.value();
        }
        lines.push_back(line);
      }
    }
    return lines;
  }

  // Says that the indicator of this name in `sheet` is of the series of the one in `earlier` that
  // has this result, as staff do with UpdateIndicator.
  static void Declare(const sheets::v1::Sheet& earlier, std::string_view result,
                      sheets::v1::Sheet& sheet, std::string_view name) {
    std::string series;
    ForEachIndicator(earlier, [&](const sheets::v1::Goal&, const sheets::v1::Indicator& indicator) {
      if (indicator.result().text() == result) series = domain::SeriesOf(earlier, indicator);
    });
    ASSERT_NE(series, "");
    for (sheets::v1::Goal& goal : *sheet.mutable_goals()) {
      for (sheets::v1::Indicator& indicator : *goal.mutable_indicators()) {
        if (indicator.name() == name) indicator.set_series(series);
      }
    }
  }
};

// Only lines of the fiscal year 2022.
std::vector<std::string> Of2022(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) { return !line.starts_with("2022"); });
  return lines;
}

TEST_F(ObserveSeeds, ThirteenOfThirtyFiveTargetsAreBelowTheLastResult) {
  Load("niigata");
  EXPECT_THAT(
      Of2022(Lines(sheets::v1::OBSERVATION_KIND_TARGET_BELOW_LAST_RESULT)),
      ElementsAre(
          "2022-nishi-chiiki 3: 85.0以上 | 90.8", "2022-nishi-hogo 2: 120 | 173",
          "2022-nishi-kenko-fukushi 2: 220 | 258", "2022-nishi-kensetsu 1: 90 | 102",
          "2022-nishi-kumin-seikatsu 1: 4.58以上 | 4.62",
          "2022-nishi-kumin-seikatsu 2: 5.0以上 | 5.8", "2022-nishi-kumin-seikatsu 3: 18以上 | 25",
          "2022-nishi-kurosaki-hoken-fukushi 1: 5 | 8",
          "2022-nishi-kurosaki-shucchojo 1: 4.50 | 4.70",
          "2022-nishi-kurosaki-shucchojo 2: 60 | 104", "2022-nishi-nishi-shucchojo 2: 4.75 | 4.86",
          "2022-nishi-nishi-shucchojo 3: 70回 | 86", "2022-nishi-somu 3: 10 | 12"));
  // 35 have figures both in the target and in the result of the year before.
  int comparable = 0;
  for (const sheets::v1::Sheet& sheet : sheets_) {
    if (sheet.fiscal_year() != 2022) continue;
    const ObservedSheet observed = Observed(sheet);
    const SeriesValues series(observed);
    ForEachIndicator(sheet, [&](const sheets::v1::Goal&, const sheets::v1::Indicator& indicator) {
      const auto last = series.LastResult(indicator);
      const bool has_both = last.has_value() && last->fiscal_year == 2021 &&
                            !last->value->meaning().figures().empty() &&
                            !indicator.target().meaning().figures().empty();
      comparable += has_both ? 1 : 0;
    });
  }
  EXPECT_EQ(comparable, 35);
}

TEST_F(ObserveSeeds, TwelveTargetsOfTheVisionPlanAreBelowTheLastResult) {
  Load("niigata");
  const auto lines = Lines(sheets::v1::OBSERVATION_KIND_TARGET_BELOW_LAST_RESULT);
  EXPECT_THAT(lines, SizeIs(25));
  EXPECT_EQ(lines[0], "2020-nishi-vision-progress I/(1)/1: 参加者180組 | 参加者193組");
}

TEST_F(ObserveSeeds, Overshoots) {
  Load("niigata");
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_OVERSHOOT),
              ElementsAre("2022-nishi-chiiki 1: 100 | 153 | 153",
                          "2022-nishi-kumin-seikatsu 2: 5.0以上 | 8.3 | 166",
                          "2022-nishi-kumin-seikatsu 3: 18以上 | 29 | 161.1",
                          "2022-nishi-nosei-shoko 1: 4,600 | 17,756 | 386"));
}

TEST_F(ObserveSeeds, OneCommentDoesNotAddUp) {
  Load("niigata");
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_COMMENT_DIFFERS),
              ElementsAre("2022-nishi-nosei-shoko 3: 9 | "
                          "9回(黒崎地区3回、赤塚地区4回、内野地区1回) | 8"));
}

TEST_F(ObserveSeeds, LinksToTheMissingWardGoals) {
  Load("niigata");
  const std::string ward = "cities/niigata/sheets/2022-nishi-ward-goals/goals/";
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_LINK_TARGET_MISSING),
              ElementsAre("2022-nishi-kenko-fukushi 1: " + ward + "1 | sheet",
                          "2022-nishi-kenko-fukushi : " + ward + "2 | sheet",
                          "2022-nishi-kenko-fukushi 5: " + ward + "3 | sheet",
                          "2022-nishi-kurosaki-hoken-fukushi 1: " + ward + "2 | sheet",
                          "2022-nishi-kurosaki-hoken-fukushi 2: " + ward + "3 | sheet",
                          "2022-nishi-nishi-hoken-fukushi 1: " + ward + "2 | sheet",
                          "2022-nishi-nishi-hoken-fukushi 2: " + ward + "3 | sheet",
                          "2022-nishi-nosei-shoko 2: " + ward + "5 | sheet",
                          "2022-nishi-somu 1: " + ward + "4 | sheet"));
}

TEST_F(ObserveSeeds, MissingFactsAndTotals) {
  Load("niigata");
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_FACT_MISSING),
              ElementsAre("2020-nishi-vision-progress : createdOn | evaluatedOn",
                          "2020-nishi-ward-goals : createdOn | evaluatedOn | evaluation.rating | "
                          "evaluation.rating | evaluation.rating | evaluation.rating | "
                          "evaluation.rating"));
  // The ward prints that four of five goals were reached, and not which.
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_DECLARED_TOTAL_DIFFERS),
              ElementsAre("2020-nishi-ward-goals : 達成 4 | 達成 0"));
}

TEST_F(ObserveSeeds, DocumentsDisagreeOnceTheSeriesAreDeclared) {
  Load("niigata");
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_DOCUMENTS_DISAGREE), IsEmpty());
  const sheets::v1::Sheet& vision = Find("2020-nishi-vision-progress");
  Declare(vision, "11科目実施", Find("2022-nishi-somu"), "研修科目数");
  Declare(vision, "参加団体数 156団体", Find("2022-nishi-kumin-seikatsu"),
          "ボランティア清掃等の参加団体数");
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_DOCUMENTS_DISAGREE),
              ElementsAre("2020-nishi-vision-progress IV/(1)/3: 参加団体数 179団体 | 195",
                          "2020-nishi-vision-progress V/(1)/1: 14科目実施 | 13",
                          "2022-nishi-kumin-seikatsu 5: 195 | 参加団体数 179団体",
                          "2022-nishi-somu 3: 13 | 14科目実施"));
  // For 2020 the typed-in values are what the sheet of that year reports.
  EXPECT_THAT(Lines(sheets::v1::OBSERVATION_KIND_PAST_VALUE_DIFFERS), IsEmpty());
}

TEST_F(ObserveSeeds, NothingElseIsObserved) {
  Load("niigata");
  for (const auto kind :
       {sheets::v1::OBSERVATION_KIND_TARGET_CHANGED, sheets::v1::OBSERVATION_KIND_SERIES_BREAK,
        sheets::v1::OBSERVATION_KIND_RESULT_MISSING, sheets::v1::OBSERVATION_KIND_RESULT_LATE,
        sheets::v1::OBSERVATION_KIND_PAST_VALUE_DIFFERS}) {
    EXPECT_THAT(Lines(kind), IsEmpty()) << kind;
  }
}

TEST_F(ObserveSeeds, OtherCities) {
  for (const char* city : {"osaka", "yokohama"}) {
    sheets_.clear();
    Load(city);
    ASSERT_THAT(sheets_, SizeIs(1));
    const auto found = Observe(Observed(sheets_[0]));
    ASSERT_THAT(found, SizeIs(1)) << city;
    EXPECT_EQ(found[0].id(), "FACT_MISSING/sheet");
  }
}

}  // namespace
}  // namespace mokuhyo::projection
