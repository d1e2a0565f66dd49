#include <gmock/gmock.h>

#include <string>

#include "libs/projection/observations/observe_test_util.h"

namespace mokuhyo::projection {
namespace {

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

}  // namespace
}  // namespace mokuhyo::projection
