// Every kind of value string that the format of sheet documents lists, once as a target and once as
// a result.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "libs/values/compare.h"
#include "libs/values/parse.h"

namespace mokuhyo::values {
namespace {

constexpr v1::Outcome kMet = v1::OUTCOME_MET;
constexpr v1::Outcome kNotMet = v1::OUTCOME_NOT_MET;
constexpr v1::Outcome kUndecided = v1::OUTCOME_UNDECIDED;

struct PrintedCase {
  const char* printed;
  // A result and what it makes of the printed string as a target.
  const char* result;
  v1::Outcome as_target;
  // A target and what the printed string as a result makes of it.
  const char* target;
  v1::Outcome as_result;
};

std::ostream& operator<<(std::ostream& out, const PrintedCase& c) {
  return out << c.printed << " | " << c.result << " | " << c.target;
}

v1::Outcome OutcomeOf(const char* target, const char* result, bool range_as_floor) {
  v1::CompareOptions options;
  options.set_range_as_floor(range_as_floor);
  return Compare(Parse(target), Parse(result), options).outcome();
}

class PrintedValues : public testing::TestWithParam<PrintedCase> {};

TEST_P(PrintedValues, AreTargetsAndResults) {
  const PrintedCase& c = GetParam();
  EXPECT_EQ(OutcomeOf(c.printed, c.result, false), c.as_target) << "as a target";
  EXPECT_EQ(OutcomeOf(c.target, c.printed, false), c.as_result) << "as a result";
}

INSTANTIATE_TEST_SUITE_P(Numbers, PrintedValues,
                         testing::Values(PrintedCase{"100", "100", kMet, "100", kMet},
                                         PrintedCase{"100", "99.99", kNotMet, "100.01", kNotMet},
                                         PrintedCase{"17,756", "17,755", kNotMet, "4,600", kMet},
                                         PrintedCase{"4.70", "4.69", kNotMet, "4.7", kMet},
                                         PrintedCase{"4.70", "4.7", kMet, "4.75", kNotMet},
                                         PrintedCase{"0", "0", kMet, "0", kMet},
                                         PrintedCase{"0", "△1", kNotMet, "1", kNotMet},
                                         // Width and signs are folded.
                                         PrintedCase{"５", "5", kMet, "５％", kMet},
                                         PrintedCase{"９０％", "89.9%", kNotMet, "90%", kMet},
                                         PrintedCase{"△3", "▲3", kMet, "0", kNotMet},
                                         PrintedCase{"▲3", "△4", kNotMet, "△3", kMet}));

INSTANTIATE_TEST_SUITE_P(
    Bounds, PrintedValues,
    testing::Values(
        PrintedCase{"85.0以上", "85", kMet, "80", kMet},
        PrintedCase{"85.0以上", "84.9", kNotMet, "90", kUndecided},
        PrintedCase{"18以上", "29", kMet, "18", kMet},
        PrintedCase{"幼児健診受診率 96%以上", "幼児健診受診率 96.0%", kMet, "95%", kMet},
        PrintedCase{"幼児健診受診率 96%以上", "95.9%", kNotMet, "97%", kUndecided},
        PrintedCase{"90%以上達成", "90%", kMet, "90%", kMet},
        PrintedCase{"20回以上実施", "19回", kNotMet, "20回", kMet},
        PrintedCase{"20回以上実施", "20回開催", kMet, "実施", kMet},
        PrintedCase{"429g以下", "429g", kMet, "430g以下", kMet},
        PrintedCase{"429g以下", "435g", kNotMet, "400g以下", kUndecided},
        PrintedCase{"区民一人一日あたりのごみ排出量 429g以下", "430g", kNotMet, "429g以下", kMet}));

INSTANTIATE_TEST_SUITE_P(Ranges, PrintedValues,
                         testing::Values(PrintedCase{"70~80", "75", kMet, "70", kMet},
                                         PrintedCase{"70～80", "69", kNotMet, "75", kUndecided},
                                         PrintedCase{"70〜80", "86", kNotMet, "81", kNotMet},
                                         PrintedCase{"70-80", "80", kMet, "70~80", kMet}));

INSTANTIATE_TEST_SUITE_P(
    UnitsAndLabels, PrintedValues,
    testing::Values(PrintedCase{"70回", "83回", kMet, "70", kMet},
                    PrintedCase{"26件", "25件", kNotMet, "26件", kMet},
                    PrintedCase{"参加者180組", "180組", kMet, "参加者181組", kNotMet},
                    PrintedCase{"団体数 17団体", "16", kNotMet, "17団体", kMet},
                    PrintedCase{"延べ3,900人", "延べ3,899人", kNotMet, "延べ3,900名", kMet},
                    PrintedCase{"(累計) 31施設", "累計31施設", kMet, "累計 32施設", kNotMet},
                    PrintedCase{"開催する事業件数(40件)", "40件", kMet, "41", kNotMet},
                    PrintedCase{"14ヶ所で実施", "14箇所", kMet, "実施", kMet},
                    PrintedCase{"14ヶ所で実施", "13か所で実施", kNotMet, "15カ所", kNotMet},
                    PrintedCase{"計9事業開催", "9事業", kMet, "10事業", kNotMet},
                    PrintedCase{"月2回発行", "月1回", kNotMet, "24回", kUndecided},
                    PrintedCase{"年1コース実施", "1コース", kMet, "2コース", kNotMet},
                    // With a side figure: only the first is compared.
                    PrintedCase{"67 (1248人)", "67", kMet, "68", kNotMet},
                    PrintedCase{"67 (1248人)", "66 (2000人)", kNotMet, "67", kMet}));

INSTANTIATE_TEST_SUITE_P(
    Coverage, PrintedValues,
    testing::Values(PrintedCase{"対象者の全て", "対象者の全て(56)", kMet, "対象者の全て(60)", kMet},
                    PrintedCase{"対象者の全て(56)", "55", kUndecided, "56", kUndecided},
                    PrintedCase{"検討したケース全数(204)", "検討したケース全数", kMet,
                                "検討したケース全数(300)", kMet},
                    PrintedCase{"区内全小学校で実施(18校)", "未実施", kNotMet, "実施", kMet}));

INSTANTIATE_TEST_SUITE_P(SeveralFigures, PrintedValues,
                         testing::Values(PrintedCase{"事業の支援 13件 講座の開催等 6回",
                                                     "講座の開催等 6回 事業の支援 14件", kMet,
                                                     "事業の支援 13件 講座の開催等 7回", kNotMet},
                                         PrintedCase{"事業の支援 13件 講座の開催等 6回", "13件",
                                                     kUndecided, "6回", kMet},
                                         PrintedCase{"コンサート2回開催 ワークショップ1回以上開催",
                                                     "コンサート2回開催 ワークショップ0回", kNotMet,
                                                     "コンサート2回", kMet}));

INSTANTIATE_TEST_SUITE_P(
    Words, PrintedValues,
    testing::Values(PrintedCase{"実施", "14ヶ所で実施", kMet, "整備工事実施", kMet},
                    PrintedCase{"改善提案項目の実現", "改善提案項目の実現", kMet, "実施",
                                kUndecided},
                    PrintedCase{"整備工事実施", "実施", kMet, "実施", kMet},
                    PrintedCase{"実施 計画の進行管理 推進委員会開催数 2回",
                                "実施 計画の進行管理 推進委員会開催数 1回", kNotMet,
                                "実施 計画の進行管理 推進委員会開催数 2回", kMet},
                    PrintedCase{"補助金交付実施 研修会未実施", "実施", kUndecided,
                                "補助金交付 研修会実施", kNotMet}));

// Never zero: a target of 0 is not met by any of them.
INSTANTIATE_TEST_SUITE_P(
    Absences, PrintedValues,
    testing::Values(PrintedCase{"-", "5", kUndecided, "0", kUndecided},
                    PrintedCase{"", "5", kUndecided, "0", kUndecided},
                    PrintedCase{"評価不能", "5", kUndecided, "0", kUndecided},
                    PrintedCase{"未実施", "5", kUndecided, "0", kNotMet},
                    PrintedCase{"感染拡大のため中止", "5", kUndecided, "0", kNotMet},
                    PrintedCase{"感染拡大の影響により、未実施", "5", kUndecided, "実施", kNotMet},
                    // What is not understood.
                    PrintedCase{"1,00", "100", kUndecided, "1", kUndecided}));

TEST(PrintedRange, IsAFloorWhereTheFormSaysSo) {
  for (const char* printed : {"70~80", "70～80", "70〜80", "70-80"}) {
    EXPECT_EQ(OutcomeOf(printed, "86", true), kMet) << printed;
    EXPECT_EQ(OutcomeOf(printed, "70", true), kMet) << printed;
    EXPECT_EQ(OutcomeOf(printed, "69.9", true), kNotMet) << printed;
  }
}

}  // namespace
}  // namespace mokuhyo::values
