#include "libs/values/running_total.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/values/compare.h"
#include "libs/values/parse.h"

namespace mokuhyo::values {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Totals(std::string_view target, std::string_view result) {
  return ReadAsRunningTotal(Parse(target), Parse(result)).totals;
}

v1::Outcome OutcomeOf(std::string_view target, std::string_view result) {
  const RunningTotal read = ReadAsRunningTotal(Parse(target), Parse(result));
  return Compare(read.target, read.result, {}).outcome();
}

TEST(RunningTotalTest, IsTheFigureThatSaysSo) {
  EXPECT_THAT(Totals("10,000", "4,722 (累計10,488)"), ElementsAre("10488"));
  EXPECT_THAT(Totals("10,000", "4,722（累計 10,488）"), ElementsAre("10488"));
  EXPECT_THAT(Totals("10,000人", "4,722人(通算10,488人)"), ElementsAre("10488"));
  EXPECT_THAT(Totals("10,000人", "4,722(累計10,488人)"), ElementsAre("10488"));
  EXPECT_THAT(Totals("10,000", "累計 10,488"), ElementsAre("10488"));
  EXPECT_THAT(Totals("10,000", "累計10,488 (うち今年度4,722)"), ElementsAre("10488"));
  EXPECT_THAT(Totals("10,000人", "今年度4,722人 累計10,488人"), ElementsAre("10488"));
}

TEST(RunningTotalTest, IsElseTheFigureItself) {
  EXPECT_THAT(Totals("10,000", "10,488"), ElementsAre("10488"));
  EXPECT_THAT(Totals("10,000", "10,488 (4,722)"), ElementsAre("10488"));
  EXPECT_THAT(Totals("100回", "67回 (延べ1,248人)"), ElementsAre("67"));
  EXPECT_THAT(Totals("100回", "67回 (延べ1,248回)"), ElementsAre("67"));
  EXPECT_THAT(Totals("100回", "67回 (累計1,248人)"), ElementsAre("67"));
  EXPECT_THAT(Totals("支援 30件 講座 9回", "支援 12件(累計31件) 講座 8回"), ElementsAre("31", "8"));
}

TEST(RunningTotalTest, IsNoneWhereThereAreNoFigures) {
  EXPECT_THAT(Totals("10,000", "評価不能"), IsEmpty());
  EXPECT_THAT(Totals("実施", "実施"), IsEmpty());
}

TEST(RunningTotalTest, StandsAgainstTheTargetWhicheverCellSaysSo) {
  EXPECT_EQ(OutcomeOf("10,000", "4,722 (累計10,488)"), v1::OUTCOME_MET);
  EXPECT_EQ(OutcomeOf("累計10,000", "10,488"), v1::OUTCOME_MET);
  EXPECT_EQ(OutcomeOf("10,000", "累計9,999"), v1::OUTCOME_NOT_MET);
  EXPECT_EQ(OutcomeOf("支援 30件 講座 9回", "支援 12件(累計31件) 講座 8回"), v1::OUTCOME_NOT_MET);
  EXPECT_EQ(OutcomeOf("実施", "実施"), v1::OUTCOME_MET);
}

}  // namespace
}  // namespace mokuhyo::values
