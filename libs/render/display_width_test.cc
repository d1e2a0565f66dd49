#include "libs/render/display_width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mokuhyo::render {
namespace {

using ::testing::ElementsAre;

TEST(DisplayWidthTest, CountsAsTerminalsDo) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("abc 1"), 5);
  EXPECT_EQ(DisplayWidth("達成"), 4);
  EXPECT_EQ(DisplayWidth("１００％"), 8);
  EXPECT_EQ(DisplayWidth("ｶﾞｽ"), 3);             // Half-width katakana with its own voicing mark.
  EXPECT_EQ(DisplayWidth("か\xE3\x82\x99"), 2);  // With a combining voicing mark.
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);       // With a combining accent.
  EXPECT_EQ(DisplayWidth("\xE2\x80\x8B"), 0);    // Zero-width space.
  EXPECT_EQ(DisplayWidth("𠮷野家"), 6);          // Beyond the Basic Multilingual Plane.
  EXPECT_EQ(DisplayWidth("😀"), 2);
}

TEST(DisplayWidthTest, GivesAmbiguousCharactersWhatTheTerminalGives) {
  EXPECT_EQ(DisplayWidth("※○①─"), 4);
  EXPECT_EQ(DisplayWidth("※○①─", AmbiguousWidth::kWide), 8);
  EXPECT_EQ(DisplayWidth("aあ", AmbiguousWidth::kWide), 3);
}

TEST(WrapTest, FillsLinesUpToTheWidth) {
  EXPECT_THAT(Wrap("組織目標管理", 6), ElementsAre("組織目", "標管理"));
  EXPECT_THAT(Wrap("組織目標管理", 7), ElementsAre("組織目", "標管理"));
  EXPECT_THAT(Wrap("組織", 4), ElementsAre("組織"));
  EXPECT_THAT(Wrap("", 4), ElementsAre(""));
  EXPECT_THAT(Wrap("一行\n\n三行", 10), ElementsAre("一行", "", "三行"));
}

TEST(WrapTest, KeepsWordsAndFigures) {
  EXPECT_THAT(Wrap("review the goals", 10), ElementsAre("review the", "goals"));
  EXPECT_THAT(Wrap("延べ3,900人", 6), ElementsAre("延べ", "3,900", "人"));
  EXPECT_THAT(Wrap("unbreakable", 4), ElementsAre("unbr", "eaka", "ble"));
}

TEST(WrapTest, StartsNoLineWithClosingPunctuation) {
  EXPECT_THAT(Wrap("目標を、", 6), ElementsAre("目標", "を、"));
  EXPECT_THAT(Wrap("「目標」", 6), ElementsAre("「目", "標」"));
  EXPECT_THAT(Wrap("達成。以上", 4), ElementsAre("達", "成。", "以上"));
}

TEST(WrapTest, TearsNoGraphemeCluster) {
  EXPECT_THAT(Wrap("か\xE3\x82\x99か\xE3\x82\x99", 2),
              ElementsAre("か\xE3\x82\x99", "か\xE3\x82\x99"));
}

TEST(WrapTest, BreaksAClusterThatNoLineHolds) {
  const std::string family = "👨‍👩‍👧";
  EXPECT_THAT(Wrap(family, 6), ElementsAre(family));
  EXPECT_THAT(Wrap(family, 4), ElementsAre("👨‍👩‍", "👧"));
  EXPECT_THAT(Wrap("組" + family, 2), ElementsAre("組", "👨‍", "👩‍", "👧"));
}

TEST(WrapTest, DisarmsControlCharacters) {
  EXPECT_THAT(Wrap("a\tb\x1B[31m", 20), ElementsAre("a b\uFFFD[31m"));
  EXPECT_THAT(Wrap("a\u202Eb\u2028c", 20), ElementsAre("a\uFFFDb\uFFFDc"));
}

TEST(PadTest, FillsUpToTheWidth) {
  EXPECT_EQ(Pad("達成", 6), "達成  ");
  EXPECT_EQ(Pad("12", 4, Align::kRight), "  12");
  EXPECT_EQ(Pad("※", 4, Align::kLeft, AmbiguousWidth::kWide), "※  ");
  EXPECT_EQ(Pad("達成", 3), "達成");
}

}  // namespace
}  // namespace mokuhyo::render
