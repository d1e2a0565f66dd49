#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "libs/projection/observations/observe_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DifferingReportsTest : public ObserveTest {
 protected:
  // A sheet with an indicator of the series `x`.
  static std::string Sheet(const std::string& id, int year, const std::string& fields,
                           const std::string& unit = "kensetsu") {
    return One("series: 'x' " + fields, "",
               "name: 'cities/test/sheets/" + id + "' fiscal_year: " + std::to_string(year) +
                   " org_unit: '" + unit + "'");
  }

  // The same with indicators `i1`, `i2` … of the series.
  static std::string Many(const std::string& id, int year, const std::vector<std::string>& fields,
                          const std::string& unit = "kensetsu") {
    std::string goal = "goals { id: 'g1' ";
    for (size_t i = 0; i < fields.size(); ++i) {
      goal += "indicators { id: 'i" + std::to_string(i + 1) + "' series: 'x' " + fields[i] + "} ";
    }
    return "name: 'cities/test/sheets/" + id + "' fiscal_year: " + std::to_string(year) +
           " org_unit: '" + unit + "' " + goal + "} ";
  }

  void Open(const std::string& unit, const std::string& parent) {
    units_.Evolve(domain::testing::Proto<events::v1::OrganizationEvent>(
                      "org_unit_opened { unit: '" + unit + "' parent_unit: '" + parent + "' }"),
                  ++revision_, "2007-04-01");
  }

  uint64_t revision_ = 100;
};

TEST_F(DifferingReportsTest, TypedInValueAgainstTheSheetOfThatYear) {
  const std::string earlier = Sheet("a", 2021, Result("参加団体数 12団体"));
  EXPECT_THAT(Lines(Sheet("s", 2022, Past(2021, "12")), {earlier}), IsEmpty());
  EXPECT_THAT(Lines(Sheet("s", 2022, Past(2021, "13")), {earlier}),
              ElementsAre("PAST_VALUE_DIFFERS/i1/2021: 13 | 参加団体数 12団体"));
  EXPECT_THAT(Lines(Sheet("s", 2022, Past(2021, "-")), {earlier}), IsEmpty());
  EXPECT_THAT(Lines(Sheet("s", 2022, Past(2020, "13")), {earlier}), IsEmpty());
  const auto found = ObserveAll(Sheet("s", 2022, Past(2021, "13")), {earlier});
  EXPECT_EQ(found[0].evidence(1).role(), sheets::v1::Evidence::ROLE_PAST_RESULT);
  EXPECT_EQ(found[0].evidence(1).source(), "cities/test/sheets/a/indicators/i1");
}

TEST_F(DifferingReportsTest, AnIndicatorWithoutSeriesHasOneOfItsOwn) {
  const std::string earlier =
      One(Result("12"), "", "name: 'cities/test/sheets/a' fiscal_year: 2021");
  EXPECT_THAT(Lines(One("series: 'a.i1' " + Past(2021, "13")), {earlier}),
              ElementsAre("PAST_VALUE_DIFFERS/i1/2021: 13 | 12"));
  EXPECT_THAT(Lines(One(Past(2021, "13")), {earlier}), IsEmpty());
}

// Each such series speaks for itself.
TEST_F(DifferingReportsTest, IndicatorsWithoutSeriesDoNotSpeakForEachOther) {
  const std::string sheet =
      "name: 'cities/test/sheets/s' fiscal_year: 2022 org_unit: 'kensetsu' goals { id: 'g1' "
      "indicators { id: 'i1' " +
      Result("1") + "} indicators { id: 'i2' " + Result("2") + "} }";
  const auto other = [](const std::string& id, const std::string& series, const char* result) {
    return One("series: '" + series + "' " + Result(result), "",
               "name: 'cities/test/sheets/" + id + "' fiscal_year: 2022 org_unit: 'nishi'");
  };
  EXPECT_THAT(Lines(sheet, {other("a", "s.i1", "10"), other("b", "s.i2", "20")}),
              ElementsAre("DOCUMENTS_DISAGREE/i1/2022/a/i1: 1 | 10",
                          "DOCUMENTS_DISAGREE/i2/2022/b/i1: 2 | 20"));
}

TEST_F(DifferingReportsTest, DocumentsOfOneYear) {
  const std::string other = Sheet("a", 2022, Result("14科目実施"), "nishi");
  EXPECT_THAT(Lines(Sheet("s", 2022, Result("13")), {other}),
              ElementsAre("DOCUMENTS_DISAGREE/i1/2022/a/i1: 13 | 14科目実施"));
  EXPECT_THAT(Lines(Sheet("s", 2022, Result("14")), {other}), IsEmpty());
}

TEST_F(DifferingReportsTest, TypedInValuesWhereTheYearHasNoSheet) {
  const std::string later = Sheet("b", 2023, Past(2020, "14"));
  EXPECT_THAT(Lines(Sheet("s", 2022, Past(2020, "13")), {later}),
              ElementsAre("DOCUMENTS_DISAGREE/i1/2020/b/i1: 13 | 14"));
  // With the sheet of the year, each is held against that.
  EXPECT_THAT(Lines(Sheet("s", 2022, Past(2020, "13")), {later, Sheet("a", 2020, Result("13"))}),
              IsEmpty());
}

TEST_F(DifferingReportsTest, TheEarlierSheetGoesBeforeWhatWasTypedIn) {
  const std::string earlier = Sheet("a", 2021, Result("20"));
  EXPECT_THAT(Lines(Sheet("s", 2022, Target("10") + Past(2021, "5")), {earlier}),
              ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 10 | 20",
                          "PAST_VALUE_DIFFERS/i1/2021: 5 | 20"));
  EXPECT_THAT(Lines(Sheet("s", 2022, Target("10") + Past(2020, "5")), {earlier}),
              ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 10 | 20"));
}

TEST_F(DifferingReportsTest, WhatAnotherDocumentTypedInIsNoLastResult) {
  const std::string later = Sheet("b", 2023, Past(2021, "20"));
  EXPECT_THAT(Lines(Sheet("s", 2022, Target("10")), {later}), IsEmpty());
}

TEST_F(DifferingReportsTest, UnitsBesideEachOtherHaveFiguresOfTheirOwn) {
  const std::string beside = Sheet("a", 2022, Result("14"), "somu");
  EXPECT_THAT(Lines(Sheet("s", 2022, Result("13")), {beside}), IsEmpty());
}

TEST_F(DifferingReportsTest, AWardMayHoldTheSumOfItsSections) {
  const std::string ward = Sheet("a", 2022, Result("27"), "nishi");
  const std::string beside = Sheet("b", 2022, Result("14"), "somu");
  EXPECT_THAT(Lines(Sheet("s", 2022, Result("13")), {ward, beside}), IsEmpty());
  EXPECT_THAT(Lines(ward, {beside, Sheet("s", 2022, Result("13"))}), IsEmpty());
  // The same over years.
  EXPECT_THAT(
      Lines(Sheet("s", 2022, Past(2021, "13")), {Sheet("a", 2021, Result("27"), "nishi"), beside}),
      IsEmpty());
}

TEST_F(DifferingReportsTest, ASectionGoesOnInItsSuccessor) {
  Open("doro", "nishi");
  Open("kotsu", "nishi");
  Open("doro-kotsu", "nishi");
  units_.Evolve(domain::testing::Proto<events::v1::OrganizationEvent>(
                    "org_units_merged { units: 'doro' units: 'kotsu' successor: 'doro-kotsu' }"),
                ++revision_, "2022-04-01");
  EXPECT_THAT(Lines(Sheet("s", 2022, Past(2021, "13"), "doro-kotsu"),
                    {Sheet("a", 2021, Result("12"), "doro")}),
              ElementsAre("PAST_VALUE_DIFFERS/i1/2021: 13 | 12"));
}

TEST_F(DifferingReportsTest, FiguresOverAnotherTimeAreNotCompared) {
  const std::string total = Sheet("a", 2022, Result("140") + "accumulation { kind: CUMULATIVE }");
  EXPECT_THAT(Lines(Sheet("s", 2022, Result("13")), {total}), IsEmpty());
}

TEST_F(DifferingReportsTest, OneSheetDoesNotDisagreeWithItself) {
  EXPECT_THAT(Lines(Many("s", 2022, {Result("12") + Past(2021, "9"), Result("13")})), IsEmpty());
  EXPECT_THAT(Lines(Many("s", 2022, {Past(2021, "12"), Past(2021, "13")})), IsEmpty());
}

TEST_F(DifferingReportsTest, TwoDocumentsDisagreeOnceOverAYear) {
  const std::string sheet = Many("s", 2022,
                                 {Result("12") + Past(2020, "1"), Result("13") + Past(2020, "2"),
                                  Result("14") + Past(2020, "2")});
  const std::string other =
      Many("a", 2022, {Result("12") + Past(2020, "3"), Result("15") + Past(2020, "1")}, "nishi");
  const std::string third = Many("b", 2022, {Result("16")}, "nishi");
  EXPECT_THAT(Lines(sheet, {other, third}),
              ElementsAre("DOCUMENTS_DISAGREE/i1/2020/a/i1: 1 | 3",
                          "DOCUMENTS_DISAGREE/i1/2022/b/i1: 12 | 16"));
  // The same is told of the other document.
  EXPECT_THAT(Lines(other, {sheet, third}), Contains("DOCUMENTS_DISAGREE/i1/2020/s/i1: 3 | 1"));
  // Each typed-in cell is still held against the sheet of its year.
  EXPECT_THAT(
      Lines(Many("s", 2022, {Past(2021, "1"), Past(2021, "2"), Past(2021, "3")}),
            {Many("a", 2021, {Result("2"), Result("3")})}),
      ElementsAre("PAST_VALUE_DIFFERS/i1/2021: 1 | 2", "PAST_VALUE_DIFFERS/i3/2021: 3 | 2"));
}

// What is observed grows with what is said, not with its square.
TEST_F(DifferingReportsTest, ManyIndicatorsOfOneSeries) {
  constexpr size_t kIndicators = 500;
  std::vector<std::string> now;
  std::vector<std::string> before;
  for (size_t i = 0; i < kIndicators; ++i) {
    const std::string number = std::to_string(i + 1);
    now.push_back(Result(number) + Past(2021, number) + Past(2020, number));
    before.push_back(Result("8000" + number) + Past(2020, "9000" + number));
  }
  const std::string sheet = Many("s", 2022, now);
  const auto found = ObserveAll(sheet, {Many("a", 2021, before), Many("b", 2022, before, "nishi")});
  size_t differing = 0;
  size_t bytes = 0;
  for (const sheets::v1::Observation& observation : found) {
    bytes += observation.ByteSizeLong();
    if (observation.kind() == sheets::v1::OBSERVATION_KIND_PAST_VALUE_DIFFERS) ++differing;
  }
  // Every typed-in cell of a year whose sheet is there, and each of the two other sheets once for
  // each year that it speaks of: 2020 (both) and 2022 (one).
  EXPECT_EQ(differing, kIndicators);
  EXPECT_EQ(found.size() - differing, 3u);
  EXPECT_LT(bytes, 500 * found.size());
}

}  // namespace
}  // namespace mokuhyo::projection
