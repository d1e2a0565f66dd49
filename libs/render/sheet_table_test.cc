#include "libs/render/sheet_table.h"

#include <gtest/gtest.h>

#include "libs/render/sheet_test_util.h"
#include "libs/render/table_lines_test_util.h"

namespace mokuhyo::render {
namespace {

std::string Draw(int width, bool comments = false, Language language = Language::kJapanese) {
  const forms::v1::Form form = TestForm();
  return DrawSheet(TestSheet(), {.language = language,
                                 .style = {.width = width},
                                 .comments = comments,
                                 .form = &form,
                                 .unit_names = {{"kawabe", "川辺課"}, {"center", "川辺センター"}}});
}

TEST(SheetTableTest, At120Columns) {
  EXPECT_EQ("\n" + Draw(120), R"(
組織目標シート
川辺課  令和4年度 (FY2022)  [評価確定]  差し替え  (転記)
作成日 令和4年4月1日  評価日 令和5年3月31日  連絡先 000-123-4567
様式 課の目標 (f v2)  cities/c/sheets/2022-kawabe

【課の目的】
  川辺の窓口を、待たずに使えるようにします。

────┼───────────────────────┼──────────────┼──────┼───────┼────────┼────────────┼──────────────────┼──────┼─────────────
No. │ 目標                  │ 指標         │ 単位 │ 令和2 │  令和3 │     目標値 │             実績 │ 評価 │ 担当
────┼───────────────────────┼──────────────┼──────┼───────┼────────┼────────────┼──────────────────┼──────┼─────────────
【柱 I】 待たせない窓口
────┼───────────────────────┼──────────────┼──────┼───────┼────────┼────────────┼──────────────────┼──────┼─────────────
1   │   証明書の交付を早く  │ 平均待ち時間 │ 分   │    12 │      - │      8以下 │              7.5 │ 達成 │
    │   し、「また来たい」  │              │      │       │        │            │                  │      │
    │   と言われる窓口にし  │              │      │       │        │            │                  │      │
    │   ます。 (継続) ※     │              │      │       │        │            │                  │      │
    │                       │ 交付件数     │ 件   │       │ 17,756 │ 18,000以上 │           19,204 │      │
────┼───────────────────────┼──────────────┼──────┼───────┼────────┼────────────┼──────────────────┼──────┼─────────────
2   │   記念行事を行いま    │              │      │       │        │       実施 │ 感染症のため中止 │      │ 川辺センター
    │   す。 (再掲: II-3)   │              │      │       │        │            │                  │      │
    │   (取下げ)            │              │      │       │        │            │                  │      │
────┼───────────────────────┼──────────────┼──────┼───────┼────────┼────────────┼──────────────────┼──────┼─────────────

【取組結果】
  窓口の待ち時間は短くなりました。

【申告された合計】
  全体: 2  達成 1

【注】
  ※は感染症の影響を受けた目標

版 1  令和5年6月30日  sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
)");
}

TEST(SheetTableTest, At80ColumnsWithComments) {
  EXPECT_EQ("\n" + Draw(80, true), R"(
組織目標シート
川辺課  令和4年度 (FY2022)  [評価確定]  差し替え  (転記)
作成日 令和4年4月1日  評価日 令和5年3月31日  連絡先 000-123-4567
様式 課の目標 (f v2)  cities/c/sheets/2022-kawabe

【課の目的】
  川辺の窓口を、待たずに使えるようにします。

───┼────────────────┼────────────┼────┼─────┼──────┼───────┼───────┼────┼───────
No.│目標            │指標        │単位│令和2│ 令和3│ 目標値│   実績│評価│担当
───┼────────────────┼────────────┼────┼─────┼──────┼───────┼───────┼────┼───────
【柱 I】 待たせない窓口
───┼────────────────┼────────────┼────┼─────┼──────┼───────┼───────┼────┼───────
1  │ 証明書の交付を │平均待ち時間│分  │   12│     -│  8以下│    7.5│達成│
   │ 早くし、「また │            │    │     │      │       │       │    │
   │ 来たい」と言わ │            │    │     │      │       │       │    │
   │ れる窓口にしま │            │    │     │      │       │       │    │
   │ す。 (継続) ※  │            │    │     │      │       │       │    │
   │                │交付件数    │件  │     │17,756│ 18,000│ 19,204│    │
   │                │            │    │     │      │   以上│       │    │
     概要: 昼休みも窓口を開けます。
     主な取組: 受付の整理 / 案内板の更新
     平均待ち時間 補足: 午前の受付
     目標達成状況: 受付を分けたことで短くなりました。
     二次評価: 達成 / 妥当
     寄与先: cities/c/sheets/2022-ward II/1
───┼────────────────┼────────────┼────┼─────┼──────┼───────┼───────┼────┼───────
2  │ 記念行事を行い │            │    │     │      │   実施│ 感染症│    │川辺セ
   │ ます。 (再掲:  │            │    │     │      │       │ のため│    │ンター
   │ II-3) (取下げ) │            │    │     │      │       │   中止│    │
     課題と今後の方針性: 開き方を見直す
     転記者: 補った (evaluation.issues) 欠けた行
───┼────────────────┼────────────┼────┼─────┼──────┼───────┼───────┼────┼───────

【取組結果】
  窓口の待ち時間は短くなりました。

【申告された合計】
  全体: 2  達成 1

【注】
  ※は感染症の影響を受けた目標

版 1  令和5年6月30日  sha256
0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
)");
}

TEST(SheetTableTest, InEnglish) {
  EXPECT_EQ("\n" + Draw(100, false, Language::kEnglish), R"(
組織目標シート
川辺課  FY2022  [confirmed]  replacement  (transcribed)
created 2022-04-01  evaluated 2023-03-31  contact 000-123-4567
form Goals of a section (f v2)  cities/c/sheets/2022-kawabe

[Purpose]
  川辺の窓口を、待たずに使えるようにします。

────┼──────────────────┼──────────────┼──────┼────────┼────────┼────────┼─────────┼────────┼────────
No. │ Goal             │ Indicator    │ Unit │ FY2020 │ FY2021 │ Target │  Result │ Rating │ Unit in
    │                  │              │      │        │        │        │         │        │ charge
────┼──────────────────┼──────────────┼──────┼────────┼────────┼────────┼─────────┼────────┼────────
[Pillar I] 待たせない窓口
────┼──────────────────┼──────────────┼──────┼────────┼────────┼────────┼─────────┼────────┼────────
1   │   証明書の交付を │ 平均待ち時間 │ 分   │     12 │      - │  8以下 │     7.5 │ 達成   │
    │   早くし、「また │              │      │        │        │        │         │        │
    │   来たい」と言わ │              │      │        │        │        │         │        │
    │   れる窓口にしま │              │      │        │        │        │         │        │
    │   す。 (継続) ※  │              │      │        │        │        │         │        │
    │                  │ 交付件数     │ 件   │        │ 17,756 │ 18,000 │  19,204 │        │
    │                  │              │      │        │        │   以上 │         │        │
────┼──────────────────┼──────────────┼──────┼────────┼────────┼────────┼─────────┼────────┼────────
2   │   記念行事を行い │              │      │        │        │   実施 │  感染症 │        │ 川辺セ
    │   ます。         │              │      │        │        │        │  のため │        │ ンター
    │   (relisted:     │              │      │        │        │        │    中止 │        │
    │   II-3)          │              │      │        │        │        │         │        │
    │   (withdrawn)    │              │      │        │        │        │         │        │
────┼──────────────────┼──────────────┼──────┼────────┼────────┼────────┼─────────┼────────┼────────

[Outcome]
  窓口の待ち時間は短くなりました。

[Declared totals]
  all: 2  達成 1

[Notes]
  ※は感染症の影響を受けた目標

edition 1  2023-06-30  sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
)");
}

TEST(SheetTableTest, HoldsEveryWidth) {
  for (int width = 20; width < 160; ++width) {
    SCOPED_TRACE(width);
    ExpectAligned(Draw(width, true), width);
  }
}

TEST(SheetTableTest, PrintsKeysWithoutAForm) {
  const std::string drawing = DrawSheet(TestSheet(), {.style = {.width = 100}});
  EXPECT_NE(drawing.find("【pillar I】 待たせない窓口\n"), std::string::npos) << drawing;
  EXPECT_NE(drawing.find("【purpose】\n"), std::string::npos) << drawing;
  EXPECT_NE(drawing.find("様式 f v2"), std::string::npos) << drawing;
}

TEST(SheetTableTest, LeavesOutEmptyColumns) {
  const auto sheet = Parse<sheets::v1::Sheet>(R"pb(
    name: "cities/c/sheets/s"
    form: "f"
    form_version: 1
    fiscal_year: 2019
    org_unit: "u"
    state: SHEET_STATE_DRAFT
    goals { level: "goal" title: "一つの目標" }
  )pb");
  EXPECT_EQ(DrawSheet(sheet, {.style = {.width = 100}}),
            "u  令和元年度 (FY2019)  [作成中]\n"
            "様式 f v1  cities/c/sheets/s\n"
            "\n"
            "──────────\n"
            "目標\n"
            "──────────\n"
            "一つの目標\n"
            "──────────\n");
}

// Otherwise a reader takes the digest for that of the document that is there.
TEST(SheetTableTest, SaysThatAnEditionWasRedacted) {
  auto sheet = Parse<sheets::v1::Sheet>(
      "name: 'cities/c/sheets/s' fiscal_year: 2022 editions { number: 1 digest: 'ab' }");
  const std::string words = "個人情報を削除しました";
  EXPECT_EQ(DrawSheet(sheet, {.style = {.width = 80}}).find(words), std::string::npos);
  sheet.mutable_editions(0)->set_redacted(true);
  EXPECT_NE(DrawSheet(sheet, {.style = {.width = 80}}).find(words), std::string::npos);
}

TEST(SheetTableTest, ContributingGoalsUnderTheGoalsTheyContributeTo) {
  const auto sheet = Parse<sheets::v1::Sheet>(
      "name: 'cities/c/sheets/s' fiscal_year: 2022 goals { id: 'g1' title: '一' } "
      "goals { id: 'g2' title: '二' }");
  const auto response = Parse<sheets::v1::GetSheetResponse>(
      "contributions { contributes_to: 'g1' org_unit_display_name: '建設課' label: '3' } "
      "contributions { link: 'IX' org_unit_display_name: '総務課' label: '4' }");
  EXPECT_EQ(DrawSheet(sheet, {.style = {.width = 80}}).find("建設課"), std::string::npos);
  const std::string text =
      DrawSheet(sheet, {.style = {.width = 80}, .contributions = &response.contributions()});
  const size_t contribution = text.find("寄与する目標: 建設課 3  評価なし");
  EXPECT_LT(text.find("一"), contribution) << text;
  EXPECT_LT(contribution, text.find("二")) << text;
  EXPECT_NE(text.find("【寄与先の目標が見つからないもの】\n  IX: 総務課 4"), std::string::npos)
      << text;
}

TEST(SheetTableTest, SaysThatThereAreNoGoals) {
  const auto sheet = Parse<sheets::v1::Sheet>("name: 'cities/c/sheets/s' fiscal_year: 2022");
  EXPECT_NE(DrawSheet(sheet, {.style = {.width = 80}}).find("目標はまだありません"),
            std::string::npos);
}

}  // namespace
}  // namespace mokuhyo::render
