#include "libs/values/compare.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "libs/values/parse.h"

namespace mokuhyo::values {
namespace {

using v1::PartComparison;

v1::Comparison CompareTexts(std::string_view target, std::string_view result,
                            v1::Direction direction = v1::DIRECTION_HIGHER_IS_BETTER,
                            bool range_as_floor = false) {
  v1::CompareOptions options;
  options.set_direction(direction);
  options.set_range_as_floor(range_as_floor);
  return Compare(Parse(target), Parse(result), options);
}

bool AttainsPercent(const v1::Comparison& comparison, std::string_view percent) {
  return AttainmentAtLeast(comparison, Decimal::Parse(percent).value());
}

struct OutcomeCase {
  const char* target;
  const char* result;
  v1::Outcome outcome;
};

std::ostream& operator<<(std::ostream& out, const OutcomeCase& c) {
  return out << c.target << " | " << c.result;
}

class CompareTest : public testing::TestWithParam<OutcomeCase> {};

TEST_P(CompareTest, Decides) {
  const v1::Comparison comparison = CompareTexts(GetParam().target, GetParam().result);
  EXPECT_EQ(comparison.outcome(), GetParam().outcome) << comparison.DebugString();
}

constexpr v1::Outcome kMet = v1::OUTCOME_MET;
constexpr v1::Outcome kNotMet = v1::OUTCOME_NOT_MET;
constexpr v1::Outcome kUndecided = v1::OUTCOME_UNDECIDED;

INSTANTIATE_TEST_SUITE_P(
    Figures, CompareTest,
    testing::Values(OutcomeCase{"100", "100", kMet}, OutcomeCase{"100", "99.99", kNotMet},
                    OutcomeCase{"4.50", "4.5", kMet}, OutcomeCase{"85.0以上", "95.4", kMet},
                    OutcomeCase{"80", "70回", kNotMet}, OutcomeCase{"80", "83回", kMet},
                    OutcomeCase{"429g以下", "435g", kNotMet}, OutcomeCase{"429g以下", "429g", kMet},
                    OutcomeCase{"5%未満", "5%", kNotMet}, OutcomeCase{"5%未満", "4.9%", kMet},
                    OutcomeCase{"100件超", "100件", kNotMet}, OutcomeCase{"100件超", "101件", kMet},
                    OutcomeCase{"0", "0", kMet}, OutcomeCase{"△5", "△3", kMet},
                    OutcomeCase{"△5", "△8", kNotMet}, OutcomeCase{"54", "56 (319人)", kMet},
                    OutcomeCase{"70~80", "75", kMet}, OutcomeCase{"70~80", "69", kNotMet},
                    OutcomeCase{"70~80", "86", kNotMet}, OutcomeCase{"14ヶ所", "14箇所", kMet},
                    OutcomeCase{"30人", "30名", kMet}, OutcomeCase{"30人", "30組", kUndecided},
                    OutcomeCase{"月2回", "年12回", kUndecided}, OutcomeCase{"2回", "年2回", kMet},
                    OutcomeCase{"延べ30人", "30人", kUndecided}));

INSTANTIATE_TEST_SUITE_P(
    BoundedResults, CompareTest,
    testing::Values(OutcomeCase{"80", "85以上", kMet}, OutcomeCase{"90", "85以上", kUndecided},
                    OutcomeCase{"90", "85以下", kNotMet}, OutcomeCase{"80", "85以下", kUndecided},
                    OutcomeCase{"80", "80~90", kMet}, OutcomeCase{"85", "80~90", kUndecided},
                    OutcomeCase{"95", "80~90", kNotMet}, OutcomeCase{"70~80", "60~90", kUndecided},
                    OutcomeCase{"70~80", "81~90", kNotMet}, OutcomeCase{"429以下", "400以下", kMet},
                    OutcomeCase{"429以下", "430以上", kNotMet}));

INSTANTIATE_TEST_SUITE_P(
    SeveralFigures, CompareTest,
    testing::Values(OutcomeCase{"支援 13件 講座 6回", "支援 13件 講座 6回", kMet},
                    OutcomeCase{"支援 13件 講座 6回", "支援 13件 講座 4回", kNotMet},
                    OutcomeCase{"支援 13件 講座 6回", "講座 6回 支援 13件", kMet},
                    // A renamed label is found by its unit, two of one unit are not.
                    OutcomeCase{"支援 13件 交流会 2回", "支援 13件 研修会 2回", kMet},
                    OutcomeCase{"交流会 2回 講座 2回", "研修会 2回 催し 2回", kUndecided},
                    OutcomeCase{"支援 13件 講座 6回", "支援 13件", kUndecided},
                    OutcomeCase{"支援 13件 講座 6回", "支援 12件", kNotMet},
                    OutcomeCase{"コンサート2回開催 ワークショップ1回以上開催",
                                "音楽イベント1回開催", kUndecided},
                    OutcomeCase{"講座 3", "参加者 100", kUndecided}));

INSTANTIATE_TEST_SUITE_P(
    Words, CompareTest,
    testing::Values(OutcomeCase{"実施", "実施", kMet}, OutcomeCase{"実施", "14ヶ所で実施", kMet},
                    OutcomeCase{"実施", "モデル地区で実施", kMet},
                    OutcomeCase{"実施", "0回実施", kUndecided},
                    OutcomeCase{"実施", "実施予定", kUndecided},
                    OutcomeCase{"実施", "検討", kUndecided},
                    OutcomeCase{"整備工事実施", "実施", kMet},
                    OutcomeCase{"整備工事実施", "設計実施", kUndecided},
                    OutcomeCase{"改善項目の実現", "改善 項目の実現", kMet},
                    OutcomeCase{"改善項目の実現", "改善項目の一部実現", kUndecided},
                    OutcomeCase{"実施 進行管理 委員会 2回", "実施 進行管理 委員会 3回", kMet},
                    OutcomeCase{"実施 進行管理 委員会 2回", "実施 進行管理 委員会 1回", kNotMet},
                    OutcomeCase{"実施 進行管理 委員会 2回", "委員会 2回", kUndecided}));

INSTANTIATE_TEST_SUITE_P(CoverageAndKinds, CompareTest,
                         testing::Values(OutcomeCase{"対象者の全て", "対象者の全て(56)", kMet},
                                         OutcomeCase{"区内全小学校で実施(18校)",
                                                     "区内全小学校で実施(17校)", kMet},
                                         OutcomeCase{"対象者の全て(56)", "50", kUndecided},
                                         OutcomeCase{"56", "対象者の全て", kUndecided},
                                         OutcomeCase{"5回", "実施", kUndecided}));

INSTANTIATE_TEST_SUITE_P(
    Absences, CompareTest,
    testing::Values(OutcomeCase{"実施", "未実施", kNotMet}, OutcomeCase{"20回", "未実施", kNotMet},
                    OutcomeCase{"20回以上実施", "感染拡大防止のため中止", kNotMet},
                    OutcomeCase{"実施", "補助金交付実施 研修会未実施", kNotMet},
                    OutcomeCase{"対象者の全て", "中止", kNotMet},
                    OutcomeCase{"87.6", "評価不能", kUndecided}, OutcomeCase{"10", "-", kUndecided},
                    OutcomeCase{"10", "", kUndecided}, OutcomeCase{"10", "1,00", kUndecided},
                    OutcomeCase{"1,00", "10", kUndecided}, OutcomeCase{"-", "10", kUndecided},
                    OutcomeCase{"-", "未実施", kUndecided},
                    OutcomeCase{"未実施", "未実施", kUndecided}));

TEST(CompareDirectionTest, DecidesForBareNumbersOnly) {
  constexpr v1::Direction kLower = v1::DIRECTION_LOWER_IS_BETTER;
  EXPECT_EQ(CompareTexts("10件", "8件", kLower).outcome(), kMet);
  EXPECT_EQ(CompareTexts("10件", "12件", kLower).outcome(), kNotMet);
  EXPECT_EQ(CompareTexts("10件以上", "12件", kLower).outcome(), kMet);
  EXPECT_EQ(CompareTexts("10件", "12件", v1::DIRECTION_UNSPECIFIED).outcome(), kMet);
}

TEST(CompareRangeTest, ReadsARangeAsAFloorWhereTheFormSaysSo) {
  const v1::Comparison comparison =
      CompareTexts("70~80", "86", v1::DIRECTION_HIGHER_IS_BETTER, true);
  EXPECT_EQ(comparison.outcome(), kMet);
  ASSERT_EQ(comparison.parts_size(), 1);
  EXPECT_EQ(comparison.parts(0).test(), PartComparison::TEST_RANGE_FLOOR);
  EXPECT_EQ(comparison.parts(0).target_upper(), "80");
  EXPECT_TRUE(comparison.options().range_as_floor());
}

TEST(CompareStepsTest, RecordsFiguresAndFraction) {
  const v1::Comparison comparison = CompareTexts("窓口点数 4.50", "窓口点数 4.47");
  EXPECT_EQ(comparison.reason(), v1::Comparison::REASON_PARTS);
  ASSERT_EQ(comparison.parts_size(), 1);
  const PartComparison& part = comparison.parts(0);
  EXPECT_EQ(part.label(), "窓口点数");
  EXPECT_EQ(part.test(), PartComparison::TEST_AT_LEAST);
  EXPECT_EQ(part.target(), "4.5");
  EXPECT_EQ(part.result(), "4.47");
  EXPECT_EQ(part.attainment_numerator(), "4.47");
  EXPECT_EQ(part.attainment_denominator(), "4.5");
}

TEST(CompareStepsTest, NamesWhatStandsInTheWay) {
  EXPECT_EQ(CompareTexts("30人", "30組").parts(0).test(), PartComparison::TEST_DIFFERENT_UNITS);
  EXPECT_EQ(CompareTexts("月2回", "2回").parts(0).test(), PartComparison::TEST_DIFFERENT_PERIODS);
  EXPECT_EQ(CompareTexts("累計30件", "30件").parts(0).test(),
            PartComparison::TEST_DIFFERENT_ACCUMULATION);
  EXPECT_EQ(CompareTexts("計画の策定", "計画の検討").parts(0).test(),
            PartComparison::TEST_DIFFERENT_WORDS);
  EXPECT_EQ(CompareTexts("講座 3回 催し 1件", "講座 3回").parts(1).test(),
            PartComparison::TEST_NO_COUNTERPART);
  EXPECT_EQ(CompareTexts("3", "評価不能").reason(), v1::Comparison::REASON_RESULT_NOT_EVALUABLE);
  EXPECT_EQ(CompareTexts("3", "中止").reason(), v1::Comparison::REASON_RESULT_CANCELLED);
  EXPECT_EQ(CompareTexts("3", "実施").reason(), v1::Comparison::REASON_DIFFERENT_KINDS);
  EXPECT_EQ(CompareTexts("-", "3").reason(), v1::Comparison::REASON_TARGET_NOT_COMPARABLE);
}

TEST(AttainmentTest, IsExactAtTheThreshold) {
  EXPECT_TRUE(AttainsPercent(CompareTexts("4.00", "3.80"), "95"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("4.00", "3.7999999999999999999"), "95"));
  EXPECT_TRUE(AttainsPercent(CompareTexts("3", "1"), "33.3"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("3", "1"), "33.4"));
  EXPECT_TRUE(AttainsPercent(CompareTexts("100", "153"), "153"));
}

TEST(AttainmentTest, IsTargetOverResultWhereLowerIsBetter) {
  const v1::Comparison comparison = CompareTexts("429g以下", "435g");
  EXPECT_EQ(comparison.parts(0).attainment_numerator(), "429");
  EXPECT_EQ(comparison.parts(0).attainment_denominator(), "435");
  EXPECT_TRUE(AttainsPercent(comparison, "98.6"));
  EXPECT_FALSE(AttainsPercent(comparison, "98.7"));
}

TEST(AttainmentTest, BeyondARangeMeasuresFromItsNearerEnd) {
  EXPECT_TRUE(AttainsPercent(CompareTexts("70~80", "100"), "80"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("70~80", "100"), "80.1"));
  EXPECT_TRUE(AttainsPercent(CompareTexts("70~80", "35"), "50"));
}

TEST(AttainmentTest, IsThatOfTheWorstPart) {
  const v1::Comparison comparison = CompareTexts("支援 10件 講座 4回", "支援 20件 講座 3回");
  EXPECT_TRUE(AttainsPercent(comparison, "75"));
  EXPECT_FALSE(AttainsPercent(comparison, "76"));
}

TEST(AttainmentTest, WithoutRatioIsAllOrNothing) {
  EXPECT_TRUE(AttainsPercent(CompareTexts("実施", "実施"), "100"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("実施", "実施"), "100.1"));
  EXPECT_TRUE(AttainsPercent(CompareTexts("0", "3"), "100"));
  EXPECT_TRUE(AttainsPercent(CompareTexts("5件以下", "0件"), "100"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("△5", "△8"), "1"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("実施", "未実施"), "0"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("3", "評価不能"), "0"));
}

// Less is better without end, so that 0 must not come out below 1.
TEST(AttainmentTest, HasNoLimitWhereNothingIsLeftOfACeiling) {
  EXPECT_TRUE(AttainsPercent(CompareTexts("5件以下", "0件"), "100000"));
  EXPECT_TRUE(AttainsPercent(CompareTexts("5%未満", "△1%"), "100000"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("0件以下", "0件"), "100.1"));
  EXPECT_FALSE(AttainsPercent(CompareTexts("70~80", "75"), "107.2"));
  EXPECT_EQ(AttainmentPercent(CompareTexts("5件以下", "0件")), "");
}

TEST(AttainmentTest, IsPrintedInPercentOfTheWorstPart) {
  EXPECT_EQ(AttainmentPercent(CompareTexts("4.50", "4.47")), "99.33");
  EXPECT_EQ(AttainmentPercent(CompareTexts("63", "60")), "95.24");
  EXPECT_EQ(AttainmentPercent(CompareTexts("750", "308")), "41.07");
  EXPECT_EQ(AttainmentPercent(CompareTexts("4,600", "17,756")), "386");
  EXPECT_EQ(AttainmentPercent(CompareTexts("429g以下", "435g")), "98.62");
  EXPECT_EQ(AttainmentPercent(CompareTexts("支援 10件 講座 4回", "支援 20件 講座 3回")), "75");
  EXPECT_EQ(AttainmentPercent(CompareTexts("実施 講座 4回", "実施 講座 8回")), "100");
  EXPECT_EQ(AttainmentPercent(CompareTexts("5", "0")), "0");
  EXPECT_EQ(AttainmentPercent(CompareTexts("実施", "未実施")), "");
  EXPECT_EQ(AttainmentPercent(CompareTexts("5", "評価不能")), "");
}

TEST(CompareRobustnessTest, LeavesDamagedMeaningsUndecided) {
  v1::Value damaged = Parse("70~80");
  damaged.mutable_meaning()->mutable_figures(0)->set_upper("eighty");
  EXPECT_EQ(Compare(damaged, Parse("75"), {}).outcome(), kUndecided);
  EXPECT_EQ(Compare(Parse("75"), damaged, {}).outcome(), kUndecided);
  damaged.mutable_meaning()->mutable_figures(0)->set_number("");
  EXPECT_EQ(Compare(damaged, Parse("75"), {}).outcome(), kUndecided);
  EXPECT_EQ(Compare({}, {}, {}).outcome(), kUndecided);
}

}  // namespace
}  // namespace mokuhyo::values
