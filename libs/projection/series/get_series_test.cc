#include "libs/projection/series/get_series.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "libs/projection/series/series_test_util.h"

namespace mokuhyo::projection {
namespace {

using indicators::v1::GetSeriesResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DescribeSeriesTest : public SeriesTest {
 protected:
  GetSeriesResponse Describe(const std::string& series = "x") {
    return DescribeSeries("test", series, All(), units_, "2024-04-01");
  }

  // `2021 a: 12`, with `*` before what was typed in and `!` behind what differs.
  std::vector<std::string> Lines(const std::string& series = "x") {
    std::vector<std::string> lines;
    const GetSeriesResponse response = Describe(series);
    for (const auto& entry : response.entries()) {
      const std::string& name = entry.indicator();
      const size_t sheet = name.find("/sheets/") + 8;
      lines.push_back(absl::StrCat(
          entry.fiscal_year(), " ", name.substr(sheet, name.find('/', sheet) - sheet), ": ",
          entry.typed_in() ? "*" : "", entry.result().text(), entry.differs() ? "!" : ""));
    }
    return lines;
  }
};

TEST_F(DescribeSeriesTest, EveryIndicatorAndWhatItHasTypedIn) {
  Add("b", 2022, "somu", Result("14") + Past(2021, "13") + Past(2020, "-"));
  Add("a", 2021, "somu", Result("12") + Past(2019, "9"));
  Add("c", 2023, "somu", Past(2022, "14件"), "withdrawn: true");
  Add("d", 2023, "somu", "series: 'y' ");
  EXPECT_THAT(Lines(), ElementsAre("2019 a: *9", "2021 a: 12", "2021 b: *13!", "2022 b: 14",
                                   "2022 c: *14件", "2023 c: "));
  EXPECT_THAT(Lines("z"), IsEmpty());
}

TEST_F(DescribeSeriesTest, WhatAnEntrySays) {
  Add("a", 2022, "somu", "name: 'N' unit: '件' target { text: '5' } " + Ratio("50%", 1, 2));
  const auto entry = Describe().entries(0);
  EXPECT_EQ(entry.indicator(), "cities/test/sheets/a/indicators/i1");
  EXPECT_EQ(entry.name(), "N");
  EXPECT_EQ(entry.unit(), "件");
  EXPECT_EQ(entry.org_unit(), "somu");
  EXPECT_EQ(entry.org_unit_display_name(), "総務課");
  EXPECT_EQ(entry.target().text(), "5");
  EXPECT_EQ(entry.result_detail().denominator(), "2");
}

TEST_F(DescribeSeriesTest, AnIndicatorWithoutSeriesHasOneOfItsOwn) {
  Add("a", 2021, "somu", Result("12"));
  sheets_[0].mutable_goals(0)->mutable_indicators(0)->clear_series();
  Add("b", 2022, "somu", "series: 'a.i1' " + Result("14"));
  EXPECT_THAT(Lines("a.i1"), ElementsAre("2021 a: 12", "2022 b: 14"));
}

TEST_F(DescribeSeriesTest, DiffersOnlyFromTheSheetOfTheSameSubject) {
  Add("a", 2021, "kensetsu", Result("12"));
  Add("b", 2022, "somu", Past(2021, "13"));
  EXPECT_THAT(Lines(), ElementsAre("2021 a: 12", "2021 b: *13", "2022 b: "));
  // A unit that goes on in the place of the other is the same subject.
  Merge("units: 'kensetsu'", "somu");
  EXPECT_THAT(Lines(), ElementsAre("2021 a: 12", "2021 b: *13!", "2022 b: "));
}

TEST_F(DescribeSeriesTest, Breaks) {
  Add("a", 2021, "somu", "series: 'persons' " + Result("300"));
  Add("b", 2022, "somu", Break("persons", "sessions") + Result("20") + Past(2021, "300"));
  Add("c", 2023, "somu", "series: 'sessions' " + Past(2022, "20") + Past(2021, "300"));
  Add("d", 2023, "kensetsu", Break("sessions", "hours"));
  // What is typed in for years before the break is none of the series.
  EXPECT_THAT(Lines("sessions"), ElementsAre("2022 b: 20", "2022 c: *20", "2023 c: "));
  EXPECT_EQ(Describe("sessions").entries(0).series_break().reason(), "sessions now");
  EXPECT_EQ(Describe("sessions").previous_series(), "persons");
  EXPECT_THAT(Describe("sessions").next_series(), ElementsAre("hours"));
  EXPECT_EQ(Describe("persons").previous_series(), "");
  EXPECT_THAT(Describe("persons").next_series(), ElementsAre("sessions"));
  EXPECT_EQ(Describe("hours").previous_series(), "sessions");
}

TEST_F(DescribeSeriesTest, ABreakIsThatOfItsUnit) {
  Add("a", 2022, "somu", Break("persons", "sessions") + Past(2021, "300"));
  Add("b", 2023, "kensetsu", "series: 'sessions' " + Past(2021, "7"));
  EXPECT_THAT(Lines("sessions"), ElementsAre("2021 b: *7", "2022 a: ", "2023 b: "));
}

TEST_F(DescribeSeriesTest, ABreakThatWasTakenBackIsNone) {
  Add("a", 2021, "somu", "series: 'persons' " + Result("300"));
  Add("b", 2022, "somu", Break("persons", "persons") + Past(2021, "300"));
  EXPECT_THAT(Lines("persons"), ElementsAre("2021 a: 300", "2021 b: *300", "2022 b: "));
  EXPECT_FALSE(Describe("persons").entries(2).has_series_break());
  EXPECT_EQ(Describe("persons").previous_series(), "");
}

}  // namespace
}  // namespace mokuhyo::projection
