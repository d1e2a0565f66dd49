#include "libs/projection/series/trend_lines.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/projection/series/series_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TrendLinesTest : public SeriesTest {
 protected:
  void SetUp() override {
    for (const char* unit : {"a", "b", "c", "d"}) Open(unit);
  }

  // `a>b` for a line of b that goes on that of a; ` + c` for units beside it.
  std::vector<std::string> Lines(const YearsByUnit& years, const std::string& until = "") {
    std::vector<std::string> texts;
    for (const UnitsOfLine& line : ShareOutLines(years, units_, until)) {
      texts.push_back(absl::StrCat(absl::StrJoin(line.on_line, ">"),
                                   line.beside.empty() ? "" : " + ",
                                   absl::StrJoin(line.beside, ",")));
    }
    return texts;
  }
};

TEST_F(TrendLinesTest, UnitsThatHaveNothingToDoWithEachOther) {
  EXPECT_THAT(Lines({}), IsEmpty());
  EXPECT_THAT(Lines({{"b", {2021}}, {"a", {2021, 2022}}}), ElementsAre("a", "b"));
}

TEST_F(TrendLinesTest, TheOnlySuccessorGoesOnTheLine) {
  Merge("units: 'a'", "c");
  EXPECT_THAT(Lines({{"a", {2020, 2021}}, {"c", {2022}}}), ElementsAre("a>c"));
  // Also if others without figures were merged with it, and by way of units without figures.
  Merge("units: 'b' units: 'c'", "d", "2023-04-01");
  EXPECT_THAT(Lines({{"a", {2020, 2021}}, {"d", {2023}}}), ElementsAre("a>d"));
  EXPECT_THAT(Lines({{"a", {2020}}, {"c", {2022}}, {"d", {2023}}}), ElementsAre("a>c>d"));
}

TEST_F(TrendLinesTest, OfAMergerEachKeepsItsLine) {
  Merge("units: 'a' units: 'b'", "c");
  EXPECT_THAT(Lines({{"a", {2021}}, {"b", {2021}}, {"c", {2022}}}),
              ElementsAre("a", "b", "c + a,b"));
}

TEST_F(TrendLinesTest, AUnitThatTakesAnotherInKeepsItsOwnLine) {
  Merge("units: 'a'", "b");
  EXPECT_THAT(Lines({{"a", {2020, 2021}}, {"b", {2021, 2022}}}), ElementsAre("a", "b + a"));
  // Without figures of its own from then it goes on that of the other.
  EXPECT_THAT(Lines({{"a", {2020, 2021}}, {"b", {2022}}}), ElementsAre("a>b"));
}

TEST_F(TrendLinesTest, ASplitUnitHasNoOneLine) {
  Split("a", "successors: 'b' successors: 'c'");
  EXPECT_THAT(Lines({{"a", {2021}}, {"b", {2022}}}), ElementsAre("a", "b + a"));
  // Nor is the half of it that is merged with others its line.
  Merge("units: 'c'", "d", "2023-04-01");
  EXPECT_THAT(Lines({{"a", {2021}}, {"d", {2023}}}), ElementsAre("a", "d + a"));
}

TEST_F(TrendLinesTest, NoYearIsTwiceOnALine) {
  Merge("units: 'a'", "b", "2020-04-01");
  Merge("units: 'b'", "c", "2022-04-01");
  // The sheet of `a` for 2022 came late: it is of no line that `c` has a figure of 2022 on.
  EXPECT_THAT(Lines({{"a", {2019, 2022}}, {"b", {2020, 2021}}, {"c", {2022}}}),
              ElementsAre("a", "b>c + a"));
}

TEST_F(TrendLinesTest, OnlyWhatWasDoneByTheDay) {
  Merge("units: 'a'", "c");
  const YearsByUnit years = {{"a", {2021}}, {"c", {2022}}};
  EXPECT_THAT(Lines(years, "2022-03-31"), ElementsAre("a", "c"));
  EXPECT_THAT(Lines(years, "2022-04-01"), ElementsAre("a>c"));
}

TEST_F(TrendLinesTest, ACircleOfADamagedLogEnds) {
  Merge("units: 'a'", "b");
  Merge("units: 'b'", "a");
  EXPECT_THAT(Lines({{"a", {2021}}, {"b", {2022}}}), ElementsAre("b>a + a"));
}

TEST_F(TrendLinesTest, AUnitWithAllBelowAndBefore) {
  Open("e", "kensetsu");
  Merge("units: 'a'", "somu");
  Merge("units: 'b'", "e");
  EXPECT_THAT(UnitWithPredecessors("kensetsu", units_, "2024-04-01"),
              ElementsAre("b", "e", "kensetsu"));
  EXPECT_THAT(UnitWithPredecessors("somu", units_, "2024-04-01"), ElementsAre("a", "somu"));
}

}  // namespace
}  // namespace mokuhyo::projection
