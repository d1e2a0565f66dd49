#include "libs/values/proportion.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/values/compare.h"
#include "libs/values/parse.h"

namespace mokuhyo::values {
namespace {

// The figures that are compared and what comes of it: "50 : 60 met 120 %".
std::string Compared(int part, int whole, std::string_view target_text,
                     std::string_view result_text) {
  v1::Value target = Parse(target_text);
  v1::Value result = Parse(result_text);
  TakeInProportion(part, whole, target, result);
  const v1::Comparison comparison = Compare(target, result, {});
  const v1::PartComparison& first = comparison.parts(0);
  std::string text = first.target();
  if (!first.target_upper().empty()) text += "~" + first.target_upper();
  text += " : " + first.result();
  text += comparison.outcome() == v1::OUTCOME_MET ? " met " : " not met ";
  return text + AttainmentPercent(comparison) + " %";
}

TEST(TakeInProportionTest, TakesTheShareOfTheTarget) {
  EXPECT_EQ(Compared(1, 2, "100", "60"), "50 : 60 met 120 %");
  EXPECT_EQ(Compared(2, 3, "9,999", "6,666"), "6666 : 6666 met 100 %");
  EXPECT_EQ(Compared(1, 512, "1", "0"), "0.001953125 : 0 not met 0 %");
  EXPECT_EQ(Compared(1, 2, "70~80", "36"), "35~40 : 36 met 102.86 %");
  EXPECT_EQ(Compared(1, 2, "429g以下", "200g"), "214.5 : 200 met 107.25 %");
  EXPECT_EQ(Compared(1, 2, "△5", "△2"), "-2.5 : -2 met 100 %");
  EXPECT_EQ(Compared(3, 3, "10,000", "10,488"), "10000 : 10488 met 104.88 %");
}

TEST(TakeInProportionTest, TakesBothTimesTheWholeWhereTheShareIsNoDecimal) {
  EXPECT_EQ(Compared(2, 3, "10,000", "10,488"), "20000 : 31464 met 157.32 %");
  EXPECT_EQ(Compared(1, 3, "10,000", "3,333"), "10000 : 9999 not met 99.99 %");
  EXPECT_EQ(Compared(1, 7, "1", "0.5"), "1 : 3.5 met 350 %");
}

TEST(TakeInProportionTest, LeavesWordsAlone) {
  EXPECT_EQ(Compared(1, 3, "実施", "実施"), "実施 : 実施 met 100 %");
}

TEST(TakeInProportionTest, LeavesDamagedFiguresUndecided) {
  v1::Value target = Parse("100");
  target.mutable_meaning()->mutable_figures(0)->set_number("hundred");
  v1::Value result = Parse("60");
  TakeInProportion(1, 2, target, result);
  EXPECT_EQ(Compare(target, result, {}).outcome(), v1::OUTCOME_UNDECIDED);
}

}  // namespace
}  // namespace mokuhyo::values
