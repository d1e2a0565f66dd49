#include "libs/projection/observations/observe.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "libs/projection/observations/observe_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(ObserveTest, SaysWhereItIsAndWhatItRestsOn) {
  const auto found = ObserveAll(
      "goals { id: 'h1' level: 'heading' label: 'I' goals { id: 'g1' level: 'item' label: '2' "
      "title: 'Goal' indicators { id: 'i1' name: 'Name' " +
      Target("80") + Past(2021, "91") + "} } }");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id(), "TARGET_BELOW_LAST_RESULT/i1/2021");
  EXPECT_EQ(found[0].kind(), sheets::v1::OBSERVATION_KIND_TARGET_BELOW_LAST_RESULT);
  EXPECT_EQ(found[0].sheet(), "cities/test/sheets/s");
  EXPECT_EQ(found[0].goal(), "g1");
  EXPECT_EQ(found[0].indicator(), "i1");
  EXPECT_EQ(found[0].label(), "I/2");
  EXPECT_EQ(found[0].title(), "Name");
  EXPECT_EQ(found[0].org_unit(), "kensetsu");
  EXPECT_EQ(found[0].fiscal_year(), 2022);
  EXPECT_FALSE(found[0].has_answer());
  ASSERT_EQ(found[0].evidence_size(), 2);
  EXPECT_EQ(found[0].evidence(1).role(), sheets::v1::Evidence::ROLE_TYPED_IN_VALUE);
  EXPECT_EQ(found[0].evidence(1).source(), "cities/test/sheets/s/indicators/i1");
  EXPECT_EQ(found[0].evidence(1).fiscal_year(), 2021);
}

TEST_F(ObserveTest, InTheOrderOfTheSheetAndThenOfTheKinds) {
  const std::string sheet =
      "transcribed: true goals { id: 'g1' level: 'goal' indicators { id: 'i2' " + Target("4") +
      Result("9") + Past(2021, "5") + "} indicators { id: 'i1' " + Target("4") + Past(2021, "5") +
      "} goals { id: 'g0' level: 'item' contributes_to { sheet: 'cities/test/sheets/w' goal: '1' } "
      "} }";
  EXPECT_THAT(
      Lines(sheet),
      ElementsAre("FACT_MISSING/sheet: createdOn", "TARGET_BELOW_LAST_RESULT/i2/2021: 4 | 5",
                  "OVERSHOOT/i2: 4 | 9 | 225", "TARGET_BELOW_LAST_RESULT/i1/2021: 4 | 5",
                  "LINK_TARGET_MISSING/g0/w/1: cities/test/sheets/w/goals/1 | sheet"));
}

TEST_F(ObserveTest, BearsTheAnswerOfTheSection) {
  const auto found = ObserveAll(
      One(Target("4") + Result("9"), "",
          "observation_answers { observation: 'OVERSHOOT/i1' text: 'a new source' actor: 'a' } "
          "observation_answers { observation: 'OVERSHOOT/i2' text: 'gone' }"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].answer().text(), "a new source");
  EXPECT_EQ(found[0].answer().actor(), "a");
}

TEST_F(ObserveTest, WhatWasWithdrawnIsNotObserved) {
  EXPECT_THAT(Lines(One(Target("4") + Result("9"), "withdrawn: true")), IsEmpty());
}

TEST_F(ObserveTest, TargetBelowTheLastResultByItsDirection) {
  const auto lines = [this](const std::string& target, const std::string& last) {
    return Lines(One(Target(target) + Past(2021, last)));
  };
  EXPECT_THAT(lines("100", "101"), ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 100 | 101"));
  EXPECT_THAT(lines("100", "100"), IsEmpty());
  EXPECT_THAT(lines("429g以下", "430g"), IsEmpty());
  EXPECT_THAT(lines("429g以下", "428g"),
              ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 429g以下 | 428g"));
  EXPECT_THAT(lines("70~80", "75"), IsEmpty());
  EXPECT_THAT(lines("70~80", "81"), ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 70~80 | 81"));
  EXPECT_THAT(lines("講座 3回 教室 2回", "講座 2回 教室 4回"),
              ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 講座 3回 教室 2回 | "
                          "講座 2回 教室 4回"));
  EXPECT_THAT(lines("実施", "実施"), IsEmpty());
  EXPECT_THAT(lines("対象者の全て", "対象者の全て(56)"), IsEmpty());
  EXPECT_THAT(lines("3人", "5回"), IsEmpty());
}

TEST_F(ObserveTest, LowerIsBetterWhereTheIndicatorOrTheFormSaysSo) {
  const std::string fields = Target("10") + Past(2021, "8");
  EXPECT_THAT(Lines(One(fields)), IsEmpty());
  EXPECT_THAT(Lines(One(fields + "direction: LOWER_IS_BETTER")),
              ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 10 | 8"));
  form_.mutable_suggestion_rule()->set_default_direction(
      forms::v1::DEFAULT_DIRECTION_LOWER_IS_BETTER);
  EXPECT_THAT(Lines(One(fields)), ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 10 | 8"));
}

TEST_F(ObserveTest, LastResultIsTheNewestThereIs) {
  EXPECT_THAT(Lines(One(Target("10") + Past(2019, "30") + Past(2020, "9") + Past(2018, "40"))),
              IsEmpty());
  // "-" is no result, and 評価不能 is one.
  EXPECT_THAT(Lines(One(Target("10") + Past(2020, "30") + Past(2021, "-"))),
              ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2020: 10 | 30"));
  EXPECT_THAT(Lines(One(Target("10") + Past(2020, "30") + Past(2021, "評価不能"))), IsEmpty());
}

TEST_F(ObserveTest, TargetsOverSeveralYearsAndNewSeriesHaveNoLastResult) {
  const std::string fields = Target("10") + Past(2021, "30");
  EXPECT_THAT(Lines(One(fields + "accumulation { kind: MULTI_YEAR first_fiscal_year: 2022 "
                                 "last_fiscal_year: 2024 }")),
              IsEmpty());
  EXPECT_THAT(Lines(One(fields + "series_break { previous_series: 'a' reason: 'sessions now' "
                                 "effective_date: '2022-04-01' position: 7 }")),
              ElementsAre("SERIES_BREAK/i1/7: 2022-04-01 | sessions now"));
  // Put back into its series, it is measured by its last result again.
  EXPECT_THAT(Lines(One(fields + "series: 'a' series_break { previous_series: 'a' "
                                 "effective_date: '2022-04-01' position: 7 }")),
              ElementsAre("TARGET_BELOW_LAST_RESULT/i1/2021: 10 | 30"));
}

TEST_F(ObserveTest, EveryChangeOfATarget) {
  EXPECT_THAT(Lines(One(Target("9") +
                        "target_revisions { target { text: '12' } effective_date: '2022-08-01' "
                        "position: 29 }"
                        "target_revisions { previous { text: '12' } target { text: '10' } "
                        "effective_date: '2022-09-01' reason: 'fewer rooms' position: 30 }"
                        "target_revisions { previous { text: '10' } effective_date: '2022-10-01' "
                        "position: 31 }")),
              ElementsAre("TARGET_CHANGED/i1/29: 12 | 2022-08-01",
                          "TARGET_CHANGED/i1/30: 12 | 10 | 2022-09-01 | fewer rooms",
                          "TARGET_CHANGED/i1/31: 10 | 2022-10-01"));
  const auto found = ObserveAll(
      One("target_revisions { target { text: '12' } effective_date: '2022-08-01' position: 29 }"));
  ASSERT_EQ(found.size(), 1u);
  ASSERT_EQ(found[0].evidence_size(), 2);
  EXPECT_EQ(found[0].evidence(0).role(), sheets::v1::Evidence::ROLE_TARGET);
}

TEST_F(ObserveTest, OvershootIsMoreThanOneAndAHalf) {
  EXPECT_THAT(Lines(One(Target("10") + Result("15"))), IsEmpty());
  EXPECT_THAT(Lines(One(Target("10") + Result("15.1"))),
              ElementsAre("OVERSHOOT/i1: 10 | 15.1 | 151"));
  EXPECT_THAT(Lines(One(Target("9回以下") + Result("4回"))),
              ElementsAre("OVERSHOOT/i1: 9回以下 | 4回 | 225"));
  EXPECT_THAT(Lines(One(Target("講座 2回 教室 3回") + Result("講座 1回 教室 7回"))),
              ElementsAre("OVERSHOOT/i1: 講座 2回 教室 3回 | 講座 1回 教室 7回 | 233.3"));
  EXPECT_THAT(Lines(One(Target("0") + Result("5"))), IsEmpty());
  EXPECT_THAT(Lines(One(Target("実施") + Result("5回実施"))), IsEmpty());
}

TEST_F(ObserveTest, LinksThatLeadNowhere) {
  const std::string ward = "name: 'cities/test/sheets/w' goals { id: 'g7' label: 'I' }";
  const auto linked = [](const std::string& sheet, const std::string& goal) {
    return "goals { id: 'g1' contributes_to { sheet: 'cities/test/sheets/" + sheet + "' goal: '" +
           goal + "' } }";
  };
  EXPECT_THAT(Lines(linked("w", "g7"), {ward}), IsEmpty());
  EXPECT_THAT(Lines(linked("w", "I"), {ward}), IsEmpty());
  EXPECT_THAT(Lines(linked("w", "I/1"), {ward}),
              ElementsAre("LINK_TARGET_MISSING/g1/w/I/1: cities/test/sheets/w/goals/I/1 | goal"));
  EXPECT_THAT(Lines(linked("v", "g7"), {ward}),
              ElementsAre("LINK_TARGET_MISSING/g1/v/g7: cities/test/sheets/v/goals/g7 | sheet"));
  // An answer names no longer id.
  const auto found = ObserveAll(linked("v", std::string(400, 'x')));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].id().size(), std::string("LINK_TARGET_MISSING/g1/").size() + 64);
}

TEST_F(ObserveTest, ResultsThatAreMissingOrLate) {
  *form_.add_deadlines() = domain::testing::Proto<forms::v1::Deadline>(
      "key: 'final' subject: SUBJECT_RESULTS due_month: 4 due_day: 30 years_after: 1");
  *form_.add_deadlines() = domain::testing::Proto<forms::v1::Deadline>(
      "key: 'mid-year' subject: SUBJECT_RESULTS period: 'interim' due_month: 10 due_day: 15");
  const std::string interim = "results { period: 'interim' value { text: '3' } reported_on: ";
  date_ = "2023-04-30";
  EXPECT_THAT(Lines(One(interim + "'2022-10-16' }")),
              ElementsAre("RESULT_LATE/i1/mid-year: 2022-10-15 | 2022-10-16"));
  date_ = "2023-05-01";
  EXPECT_THAT(Lines(One(interim + "'2022-10-15' }")),
              ElementsAre("RESULT_MISSING/i1/final: 2023-04-30"));
  const auto late = ObserveAll(One(interim + "'2022-10-16' }" + Result("5")));
  ASSERT_EQ(late.size(), 1u);
  EXPECT_EQ(late[0].evidence(0).period(), "interim");
}

TEST_F(ObserveTest, MissingFactsOfTranscribedSheetsOnly) {
  const std::string goal = "goals { id: 'g1' level: 'goal' }";
  EXPECT_THAT(Lines("state: SHEET_STATE_CONFIRMED " + goal), IsEmpty());
  EXPECT_THAT(Lines("transcribed: true created_on: '2022-04-01' " + goal), IsEmpty());
  EXPECT_THAT(
      Lines("transcribed: true created_on: '2022-04-01' state: SHEET_STATE_CONFIRMED " + goal),
      ElementsAre("FACT_MISSING/sheet: evaluatedOn | evaluation.rating"));
}

TEST_F(ObserveTest, DeparturesOfTranscribedSheetsWithoutReason) {
  const std::string sheet =
      One(Target("10") + Result("5"), "evaluation { rating: '達成' }",
          "transcribed: true created_on: '2022-04-01' evaluated_on: '2023-03-31' "
          "state: SHEET_STATE_CONFIRMED ");
  EXPECT_THAT(Lines(sheet), IsEmpty());
  form_ = domain::testing::TestFormWithAuthority();
  const auto found = ObserveAll(sheet);
  ASSERT_EQ(found.size(), 1u);
  ASSERT_EQ(found[0].evidence_size(), 1);
  EXPECT_EQ(found[0].evidence(0).value(), "evaluation.departureReason");
  EXPECT_EQ(found[0].evidence(0).source(), "cities/test/sheets/s/goals/g1");
}

TEST_F(ObserveTest, DeclaredTotalsThatDiffer) {
  const std::string goals =
      "goals { id: 'g1' level: 'goal' label: 'I' evaluation { rating: '達成' } }"
      "goals { id: 'g2' level: 'goal' label: 'II' evaluation { rating: '未達成' } }";
  EXPECT_THAT(Lines("declared_totals { total: 2 counts { key: '達成' value: 1 } }" + goals),
              IsEmpty());
  EXPECT_THAT(Lines("declared_totals { total: 3 counts { key: '達成' value: 2 } }"
                    "declared_totals { scope: 'I' total: 2 } declared_totals { scope: 'IV' }" +
                    goals),
              ElementsAre("DECLARED_TOTAL_DIFFERS/all: total 3 | total 2 | 達成 2 | 達成 1",
                          "DECLARED_TOTAL_DIFFERS/goal/I: total 2 | total 1",
                          "DECLARED_TOTAL_DIFFERS/goal/IV: scope"));
  form_.clear_counting();
  EXPECT_THAT(Lines("declared_totals { total: 3 }" + goals), IsEmpty());
}

}  // namespace
}  // namespace mokuhyo::projection
