#include "libs/render/printed_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/render/sheet_test_util.h"

namespace mokuhyo::render {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Row = PrintedSheet::Row;

class PrintedSheetTest : public ::testing::Test {
 protected:
  PrintedSheet Print(Language language = Language::kJapanese) {
    options_.language = language;
    options_.form = &form_;
    options_.unit_names = {{"kawabe", "川辺課"}, {"center", "川辺センター"}};
    return PrintSheet(sheet_, options_);
  }

  // The facts as `title=text`.
  static std::vector<std::string> Facts(const PrintedSheet& printed) {
    std::vector<std::string> facts;
    for (const auto& [title, text] : printed.facts) facts.push_back(title + "=" + text);
    return facts;
  }

  static std::vector<std::string> Titles(const PrintedSheet& printed) {
    std::vector<std::string> titles;
    for (const auto& column : printed.columns) titles.push_back(column.title);
    return titles;
  }

  const forms::v1::Form form_ = TestForm();
  sheets::v1::Sheet sheet_ = TestSheet();
  PrintOptions options_;
};

TEST_F(PrintedSheetTest, SaysYearsAndDatesByErasInJapanese) {
  EXPECT_THAT(Facts(Print()),
              ElementsAre("組織=川辺課", "年度=令和4年度 (FY2022)", "様式=課の目標",
                          "作成日=令和4年4月1日", "評価日=令和5年3月31日", "連絡先=000-123-4567",
                          "状態=評価確定", "差し替え=このシートは以前のものに代わります"));
}

TEST_F(PrintedSheetTest, SaysThemByTheCommonEraInEnglish) {
  EXPECT_THAT(Facts(Print(Language::kEnglish)),
              ElementsAre("Unit=川辺課", "Fiscal year=FY2022", "Form=Goals of a section",
                          "Created=2022-04-01", "Evaluated=2023-03-31", "Contact=000-123-4567",
                          "State=confirmed", "Replacement=replaces an earlier sheet"));
}

TEST_F(PrintedSheetTest, SaysWhichEditionItIs) {
  auto edition = Parse<sheets::v1::Edition>(
      R"pb(number: 2 published_on: "2024-06-28" digest: "ab" replaces: 1 redacted: true)pb");
  options_.edition = &edition;
  const auto facts = Facts(Print());
  EXPECT_THAT(facts, ::testing::Contains("版=第2版 令和6年6月28日公表 (第1版の差し替え)"));
  EXPECT_THAT(facts, ::testing::Contains("ダイジェスト (SHA-256)=ab"));
  EXPECT_THAT(facts, ::testing::Contains("墨消し=公表後に個人情報を削除しました"));
  EXPECT_THAT(facts, ::testing::Not(::testing::Contains("状態=評価確定")));
  EXPECT_THAT(
      Facts(Print(Language::kEnglish)),
      ::testing::Contains("Edition=edition 2, published 2024-06-28, in place of edition 1"));
}

TEST_F(PrintedSheetTest, HasAColumnForEverythingThatIsThere) {
  EXPECT_THAT(Titles(Print()), ElementsAre("No.", "目標", "指標", "単位", "令和2", "令和3",
                                           "目標値", "実績", "評価", "担当"));
  EXPECT_THAT(Titles(Print(Language::kEnglish)),
              ElementsAre("No.", "Goal", "Indicator", "Unit", "FY2020", "FY2021", "Target",
                          "Result", "Rating", "Unit in charge"));
  options_.max_past_years = 1;
  EXPECT_THAT(Titles(Print()), ElementsAre("No.", "目標", "指標", "単位", "令和3", "目標値", "実績",
                                           "評価", "担当"));
}

TEST_F(PrintedSheetTest, SetsARowForEachIndicatorUnderItsGoal) {
  const PrintedSheet printed = Print();
  ASSERT_EQ(printed.rows.size(), 6u);
  EXPECT_EQ(printed.rows[0].kind, Row::Kind::kHeading);
  EXPECT_THAT(printed.rows[0].cells, ElementsAre("【柱 I】 待たせない窓口"));
  EXPECT_EQ(printed.rows[1].kind, Row::Kind::kGoal);
  EXPECT_EQ(printed.rows[1].depth, 1);
  EXPECT_THAT(
      printed.rows[1].cells,
      ElementsAre("1", "証明書の交付を早くし、「また来たい」と言われる窓口にします。 (継続) ※",
                  "平均待ち時間", "分", "12", "-", "8以下", "7.5", "達成", ""));
  EXPECT_EQ(printed.rows[2].kind, Row::Kind::kIndicator);
  EXPECT_THAT(printed.rows[2].cells,
              ElementsAre("", "", "交付件数", "件", "", "17,756", "18,000以上", "19,204", "", ""));
  EXPECT_EQ(printed.rows[3].kind, Row::Kind::kWords);
  EXPECT_EQ(printed.rows[3].words.front().title, "概要");
  EXPECT_EQ(printed.rows[3].words.front().text, "昼休みも窓口を開けます。");
  EXPECT_THAT(printed.rows[4].cells,
              ElementsAre("2", "記念行事を行います。 (再掲: II-3) (取下げ)", "", "", "", "", "実施",
                          "感染症のため中止", "", "川辺センター"));
}

TEST_F(PrintedSheetTest, LeavesWordsOutWhereNobodyAsksForThem) {
  options_.comments = false;
  for (const Row& row : Print().rows) EXPECT_NE(row.kind, Row::Kind::kWords);
}

TEST_F(PrintedSheetTest, SaysWhatWasLeftBlankOnPurpose) {
  sheet_.mutable_goals(0)->mutable_goals(1)->add_intentionally_blank("evaluation.rating");
  const PrintedSheet printed = Print();
  const auto& words = printed.rows.back().words;
  EXPECT_TRUE(std::any_of(words.begin(), words.end(), [](const auto& word) {
    return word.title == "空欄と確認" && word.text == "evaluation.rating";
  }));
}

TEST_F(PrintedSheetTest, PutsTextsBeforeAndAfterTheTable) {
  const PrintedSheet printed = Print();
  ASSERT_EQ(printed.introduction.size(), 1u);
  EXPECT_EQ(printed.introduction[0].title, "課の目的");
  std::vector<std::string> conclusion;
  for (const auto& section : printed.conclusion) conclusion.push_back(section.title);
  EXPECT_THAT(conclusion, ElementsAre("取組結果", "申告された合計", "注"));
}

TEST_F(PrintedSheetTest, NamesASheetWithoutTitleByItsForm) {
  sheet_.clear_title();
  EXPECT_EQ(Print().title, "課の目標");
  EXPECT_EQ(PrintSheet(sheet_, {}).title, "f");
  EXPECT_THAT(PrintSheet({}, {}).rows, IsEmpty());
}

}  // namespace
}  // namespace mokuhyo::render
