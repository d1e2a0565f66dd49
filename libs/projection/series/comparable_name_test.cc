#include "libs/projection/series/comparable_name.h"

#include <gtest/gtest.h>

#include <string>

namespace mokuhyo::projection {
namespace {

int Likeness(const std::string& a, const std::string& b) {
  const int likeness = LikenessOf(ComparableName(a), ComparableName(b));
  EXPECT_EQ(likeness, LikenessOf(ComparableName(b), ComparableName(a))) << a << " " << b;
  return likeness;
}

int Inclusion(const std::string& a, const std::string& b) {
  const int inclusion = InclusionOf(ComparableName(a), ComparableName(b));
  EXPECT_EQ(inclusion, InclusionOf(ComparableName(b), ComparableName(a))) << a << " " << b;
  return inclusion;
}

TEST(ComparableNameTest, PairsOfCharacters) {
  EXPECT_EQ(Likeness("相談件数", "相談件数"), 100);
  EXPECT_EQ(Likeness("相談 件数", "相談件数 "), 100);
  EXPECT_EQ(Likeness("ＳＮＳ発信", "SNS発信"), 100);
  EXPECT_EQ(Likeness("相談件数", "相談の件数"), 57);  // 2 of 3 and of 4.
  EXPECT_EQ(Likeness("相談件数", "道路延長"), 0);
  EXPECT_EQ(Likeness("", ""), 0);
  EXPECT_EQ(Likeness("数", "数"), 100);
  // A pair counts once.
  EXPECT_EQ(Likeness("ああああ", "ああ"), 100);
}

TEST(ComparableNameTest, AShortTextInALongOne) {
  EXPECT_EQ(Inclusion("研修科目数", "職員に研修を実施"), 25);
  EXPECT_EQ(Inclusion("清掃の団体数", "自治会が行う清掃の団体数の増加"), 100);
  EXPECT_EQ(Inclusion("実施", "安産教室の実施"), 25);
  EXPECT_EQ(Inclusion("", "安産教室の実施"), 0);
}

TEST(ComparableNameTest, OnlyTheBeginningOfALongText) {
  const std::string long_text(200, 'a');
  EXPECT_EQ(Likeness(long_text + "b", long_text + "c"), 100);
  EXPECT_EQ(ComparableName(long_text + "b").folded().size(), 200u);
}

}  // namespace
}  // namespace mokuhyo::projection
