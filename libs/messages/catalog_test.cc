#include "libs/messages/catalog.h"

#include <gtest/gtest.h>

#include <optional>

namespace mokuhyo::messages {
namespace {

std::optional<std::string> Translated(std::string_view entries, std::string_view english) {
  return Catalog({entries}).Translate(english);
}

TEST(CatalogTest, FillsTheHolesInTheOrderOfTheOtherLanguage) {
  EXPECT_EQ(Translated("goal '{}' has {} of {} => {2} のうち {1} を目標「{0}」が持つ",
                       "goal 'g1' has 3 of 7 links"),
            "7 links のうち 3 を目標「g1」が持つ");
  EXPECT_EQ(Translated("is required => 必須です", "is required"), "必須です");
}

TEST(CatalogTest, TakesTheWholeMessageOnly) {
  constexpr std::string_view kEntries = "is required => 必須です\nhas {} goals => 目標 {0} 件";
  EXPECT_EQ(Translated(kEntries, "is required: a year"), std::nullopt);
  EXPECT_EQ(Translated(kEntries, "it is required"), std::nullopt);
  EXPECT_EQ(Translated(kEntries, "has 3 goals and more"), std::nullopt);
  EXPECT_EQ(Translated(kEntries, ""), std::nullopt);
}

TEST(CatalogTest, PrefersTheEntryWithMostWordsOfItsOwn) {
  constexpr std::string_view kEntries =
      "there is no {} => {0} はありません\n"
      "there is no sheet {} => シート {0} はありません\n"
      "there is {} sheet {} => {0} {1}";
  EXPECT_EQ(Translated(kEntries, "there is no sheet s"), "シート s はありません");
}

TEST(CatalogTest, LooksUpPhrasesInHolesButNotWhatIsQuoted) {
  constexpr std::string_view kEntries =
      "required: {} needs a reason => {0}には理由が必要です\n"
      "a change of {} => {0}の変更\n"
      "targets => 目標値\n"
      "no goal '{}' => 目標「{0}」がありません";
  EXPECT_EQ(Translated(kEntries, "required: a change of targets needs a reason"),
            "目標値の変更には理由が必要です");
  EXPECT_EQ(Translated(kEntries, "no goal 'targets'"), "目標「targets」がありません");
}

TEST(CatalogTest, FindsLiteralsThatTheHolesRepeat) {
  EXPECT_EQ(Translated("{} is {}; go on => {0}は{1}", "it is is; go on; go on"), "itはis; go on");
}

TEST(CatalogTest, SkipsWhatIsNoEntry) {
  constexpr std::string_view kEntries =
      "# is required => x\n\nno arrow\n{}: {} => {0}{1}\n and more => …\n\nlast => 最後";
  EXPECT_EQ(Translated(kEntries, "# is required"), std::nullopt);
  EXPECT_EQ(Translated(kEntries, "a: b"), std::nullopt);
  EXPECT_EQ(Translated(kEntries, " and more"), std::nullopt);
  EXPECT_EQ(Translated(kEntries, "last"), "最後");
}

TEST(CatalogTest, LeavesBracesThatAreNoPlaces) {
  EXPECT_EQ(
      Translated("must be cities/{city}/{} => cities/{city}/{0} {9} {", "must be cities/{city}/x"),
      "cities/{city}/x {9} {");
}

TEST(CatalogTest, HoldsTheMessagesOfTheProduct) {
  EXPECT_EQ(Catalog::OfProduct().Translate("must be a day, YYYY-MM-DD"),
            "日付を YYYY-MM-DD の形で書いてください");
}

}  // namespace
}  // namespace mokuhyo::messages
