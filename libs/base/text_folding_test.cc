#include "libs/base/text_folding.h"

#include <gtest/gtest.h>

namespace mokuhyo::base {
namespace {

std::string Fold(std::string_view text) { return ToUtf8(FoldForParsing(text)); }

TEST(TextFoldingTest, FoldsWidth) {
  EXPECT_EQ(Fold("５．０％（ＳＮＳ）"), "5.0%(SNS)");
  EXPECT_EQ(Fold("ｶﾞｲﾄﾞ"), "ガイド") << "half-width voiced marks must join their letter";
}

TEST(TextFoldingTest, UnifiesDashesTildesAndSpaces) {
  EXPECT_EQ(Fold("70～80"), "70~80");
  EXPECT_EQ(Fold("70〜80"), "70~80");
  EXPECT_EQ(Fold("70〰80"), "70~80");
  EXPECT_EQ(Fold("−5 –5 ―"), "-5 -5 -");
  EXPECT_EQ(Fold("あ\u3000い\tう\nえ"), "あ い う え");
}

TEST(TextFoldingTest, InventsNoDigits) {
  EXPECT_EQ(Fold("10²"), "10²");
  EXPECT_EQ(Fold("①講座"), "①講座");
  EXPECT_EQ(Fold("2½"), "2½");
  EXPECT_EQ(Fold("90㎡"), "90㎡");
}

TEST(TextFoldingTest, KnowsValidUtf8) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("𠮷野家"));
  EXPECT_FALSE(IsValidUtf8("\xE5\xAE"));
  EXPECT_FALSE(IsValidUtf8("\xC0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));
}

TEST(TextFoldingTest, NormalizesToComposedFormWithoutFoldingWidth) {
  EXPECT_EQ(NormalizeNfc("か\u3099"), "が");
  EXPECT_EQ(NormalizeNfc("５％"), "５％");
}

TEST(TextFoldingTest, RemovesEverySpace) {
  EXPECT_EQ(RemoveSpaces(U" 講座\u3000開催\n"), U"講座開催");
}

}  // namespace
}  // namespace mokuhyo::base
