#include "libs/values/itemization.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mokuhyo::values {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "9 = 3 + 6 回": the whole where there is one, the parts, their unit.
std::vector<std::string> Brief(std::string_view text) {
  std::vector<std::string> lines;
  for (const Itemization& found : FindItemizations(text)) {
    std::string line = found.whole.has_value() ? found.whole->number() + " = " : "";
    for (size_t i = 0; i < found.parts.size(); ++i) {
      line += (i == 0 ? "" : " + ") + found.parts[i].number();
    }
    lines.push_back(line + " " + found.parts[0].unit());
  }
  return lines;
}

TEST(ItemizationTest, InBracketsBehindTheWhole) {
  const auto found =
      FindItemizations("講座は、計12回（北会場５回、南会場4回、東会場1回）開きました。");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, "12回(北会場5回、南会場4回、東会場1回)");
  ASSERT_TRUE(found[0].whole.has_value());
  EXPECT_EQ(found[0].whole->number(), "12");
  EXPECT_EQ(found[0].parts[1].label(), "南会場");
  EXPECT_EQ(found[0].Sum().ToString(), "10");
}

TEST(ItemizationTest, InBracketsAlone) {
  EXPECT_THAT(Brief("参加は好評でした(すいか39組、大根45.5組)"), ElementsAre("39 + 45.5 組"));
  EXPECT_THAT(Brief("12回開催(北 5回、南 7回)"), ElementsAre("12 = 5 + 7 回"));
  EXPECT_THAT(Brief("7月(北5回、南7回)"), ElementsAre("5 + 7 回"));
  EXPECT_THAT(Brief("12回の講座(北5回、南7回)"), ElementsAre("5 + 7 回"));
}

TEST(ItemizationTest, AsASentenceOfItsOwn) {
  EXPECT_THAT(Brief("Facebook: 19回 Instagram: 1,134回"), ElementsAre("19 + 1134 回"));
  EXPECT_THAT(Brief("広く知らせました。【3月末 登録】\n・北: 窓口 13人、電話 4名\n・南: 窓口 2人"),
              ElementsAre("13 + 4 + 2 人"));
  EXPECT_THAT(Brief("観察会(夏) 12回開催、散歩 14回開催"), ElementsAre("12 + 14 回"));
}

TEST(ItemizationTest, TotalsAreNoParts) {
  EXPECT_THAT(Brief("北 5回、南 7回、計 12回"), ElementsAre("5 + 7 回"));
  EXPECT_THAT(Brief("北 5件、統計 7件"), ElementsAre("5 + 7 件"));
}

TEST(ItemizationTest, ProseIsLeftAlone) {
  for (const char* text : {
           "前回の160人から、今回は203人に増えました",
           "説明会は3回、相談会は4回行いました",
           "北会場3回、南会場4回を予定どおり行いました",
           "北会場 3回、南会場 4回を行いました",
           "北会場は3回、南会場は4回でした",
           "登録は22人、1人に4回の支援をしました",
           "5回",
           "",
       }) {
    EXPECT_THAT(Brief(text), IsEmpty()) << text;
  }
}

TEST(ItemizationTest, WhatDoesNotAddUpIsLeftAlone) {
  for (const char* text : {
           "春 98.3% 秋 96.1%",
           "北 4.7点、南 4.5点",
           "全会場 9回、うち北 3回",
           "前年度 10回、今年度 12回",
           "目標 10回、実績 12回",
           "北 3回、南 4人",
           "北 3回、南 4回など",
           "北 3回以上、南 4回",
           "北 月3回、南 4回",
           "3回、4回",
           "北 60人×2回、南 4回",
           "相談(7月、11月)",
           "北 3、南 4",
       }) {
    EXPECT_THAT(Brief(text), IsEmpty()) << text;
  }
}

TEST(ItemizationTest, OddBracketsAndBytesDoNoHarm) {
  for (const char* text :
       {"(", ")", ")(", "((北3回、南4回)", "北(3回。南4回)", "\xff\xfe", "(()"}) {
    FindItemizations(text);
  }
  EXPECT_THAT(Brief("(北3回、南4回))"), ElementsAre("3 + 4 回"));
}

}  // namespace
}  // namespace mokuhyo::values
