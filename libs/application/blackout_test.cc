#include "libs/application/blackout.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "libs/domain/testing/proto.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::application {
namespace {

std::string Text(const std::vector<std::string>& texts, std::string text) {
  Blackout(texts).Apply(text);
  return text;
}

std::string Json(const std::vector<std::string>& texts, std::string json) {
  Blackout(texts).ApplyToJson(json);
  return json;
}

TEST(BlackoutTest, ReplacesEveryOccurrence) {
  std::string text = "山田太郎と山田花子、山田太郎";
  EXPECT_EQ(Blackout({"山田太郎"}).Apply(text), 2U);
  EXPECT_EQ(text, "［削除］と山田花子、［削除］");
}

TEST(BlackoutTest, TheLongestOfSeveralIsTaken) {
  EXPECT_EQ(Text({"山田", "山田太郎"}, "山田太郎と山田"), "［削除］と［削除］");
  EXPECT_EQ(Text({"太郎さん", "山田太郎"}, "山田太郎さん"), "［削除］さん");
}

TEST(BlackoutTest, WhatWasBlackedOutStays) {
  EXPECT_EQ(Text({"削除"}, "［削除］を削除"), "［削除］を［削除］");
  EXPECT_EQ(Text({"山田"}, Text({"山田"}, "山田")), "［削除］");
}

TEST(BlackoutTest, AlsoWhatTheGrammarOfValuesMadeOfIt) {
  EXPECT_EQ(Text({"ﾔﾏﾀﾞ（係長）"}, "ヤマダ(係長)"), "［削除］");
  EXPECT_EQ(Text({"山田 太郎"}, "山田太郎"), "［削除］");
  // But never what ids and dates are made of.
  EXPECT_EQ(Text({"１２"}, "2012-12-01 と１２"), "2012-12-01 と［削除］");
}

TEST(BlackoutTest, NumbersForProgramsAreLeftAlone) {
  EXPECT_EQ(Text({"12.5"}, "12.5"), "12.5");
  EXPECT_EQ(Text({"12.5"}, "12.5 歳"), "［削除］ 歳");
}

TEST(BlackoutTest, IdTextsAreRecognized) {
  EXPECT_TRUE(IsIdText("sheets/2020-nishi_1"));
  EXPECT_FALSE(IsIdText("a b"));
  EXPECT_FALSE(IsIdText("山田"));
  EXPECT_FALSE(IsIdText("a@b"));
}

TEST(BlackoutTest, InJsonOnlyStringsAreTouched) {
  EXPECT_EQ(Json({"},{"}, R"([{"a":"x},{y"},{"b":1}])"), R"([{"a":"x［削除］y"},{"b":1}])");
  EXPECT_EQ(Json({"山田"}, R"({"comment":"山田が","g":["山田","2"]})"),
            R"({"comment":"［削除］が","g":["［削除］","2"]})");
  EXPECT_EQ(Json({"12.5"}, R"({"number":"12.5"})"), R"({"number":"12.5"})");
}

TEST(BlackoutTest, InJsonTextsStandEscaped) {
  EXPECT_EQ(Json({"a\"b\\c\nd"}, R"({"t":"-a\"b\\c\nd-"})"), R"({"t":"-［削除］-"})");
  EXPECT_EQ(Json({"x\x1fy"}, R"({"t":"x\u001fy"})"), R"({"t":"［削除］"})");
  // The n of an escape is no letter, and its backslash none.
  EXPECT_EQ(Json({"n町"}, R"({"t":"\n町 n町"})"), R"({"t":"\n町 ［削除］"})");
  EXPECT_EQ(Json({"\\n町"}, R"({"t":"\\n町\n町"})"), R"({"t":"［削除］\n町"})");
}

TEST(BlackoutTest, InAMessageEveryStringIsLookedAt) {
  auto event = domain::testing::Event(R"(
    goal_created {
      goal {
        id: "g1"
        texts { key: "comment" value: "山田の意見" }
        texts { key: "山田" value: "鍵" }
        accomplishments: "山田"
        accomplishments: "その他"
      }
    })");
  EXPECT_EQ(Blackout({"山田"}).Apply(event), 3U);
  const auto& goal = event.goal_created().goal();
  EXPECT_EQ(goal.texts().at("comment"), "［削除］の意見");
  EXPECT_EQ(goal.texts().at("［削除］"), "鍵");
  EXPECT_EQ(goal.accomplishments(0), "［削除］");
  EXPECT_EQ(goal.accomplishments(1), "その他");
  EXPECT_EQ(goal.id(), "g1");
}

TEST(BlackoutTest, InAnEditionTheDocumentIsLookedAt) {
  auto event = domain::testing::Event(
      R"(edition_published { number: 1 canonical_document: '{"t":"「山田」\\n"}' })");
  EXPECT_EQ(Blackout({"「山田」\n"}).Apply(event), 1U);
  EXPECT_EQ(event.edition_published().canonical_document(), R"({"t":"［削除］"})");
}

TEST(BlackoutTest, AFieldMaskIsLeftAlone) {
  auto event = domain::testing::Event(
      "goal_updated { goal { id: 'g1' } update_mask { paths: 'texts.comment' } }");
  EXPECT_EQ(Blackout({"texts.comment"}).Apply(event), 0U);
}

}  // namespace
}  // namespace mokuhyo::application
