#include "libs/render/summary_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "libs/render/table_lines_test_util.h"

namespace mokuhyo::render {
namespace {

sheets::v1::YearlySummary TestSummary() {
  sheets::v1::YearlySummary summary;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        parent: "cities/c"
        org_unit: "kawabe"
        org_unit_display_name: "川辺区"
        fiscal_year: 2020
        tables {
          form: "progress"
          title { ja: "進行管理表" en: "Progress table" }
          counted_level: "activity"
          counted_level_title { ja: "事業" en: "Activity" }
          sheet_count: 1
          goal_count: 9
          overall {
            row_count: 8
            unrated_count: 1
            evaluable_count: 6
            achieved_count: 4
            achieved_percent_of_all: "50.0"
            achieved_percent_of_evaluable: "66.7"
            ratings { rating: "達成" rating_class: RATING_CLASS_ACHIEVED row_count: 4 }
            ratings { rating: "未達成" rating_class: RATING_CLASS_NOT_ACHIEVED row_count: 2 }
            ratings { rating: "評価不能" rating_class: RATING_CLASS_NOT_EVALUABLE row_count: 1 }
          }
          groups {
            key: "I"
            title: "人と人がつながり、安心して暮らせるまち"
            tally {
              row_count: 5
              achieved_count: 3
              achieved_percent_of_all: "60.0"
              achieved_percent_of_evaluable: "75.0"
              evaluable_count: 4
              unrated_count: 1
              ratings { rating: "達成" row_count: 3 }
              ratings { rating: "未達成" row_count: 1 }
              ratings { rating: "評価不能" }
            }
          }
          groups {
            key: "II"
            title: "水と緑のまち"
            tally {
              row_count: 3
              achieved_count: 1
              achieved_percent_of_all: "33.3"
              achieved_percent_of_evaluable: "50.0"
              evaluable_count: 2
              ratings { rating: "達成" row_count: 1 }
              ratings { rating: "未達成" row_count: 1 }
              ratings { rating: "評価不能" row_count: 1 }
            }
          }
          units {
            key: "kawabe-fukushi"
            title: "健康福祉課"
            tally {
              row_count: 8
              evaluable_count: 6
              unrated_count: 1
              achieved_count: 4
              achieved_percent_of_all: "50.0"
              achieved_percent_of_evaluable: "66.7"
              ratings { rating: "達成" row_count: 4 }
              ratings { rating: "未達成" row_count: 2 }
              ratings { rating: "評価不能" row_count: 1 }
            }
          }
          sections {
            key: "kawabe"
            title: "川辺区"
            tally {
              row_count: 8
              evaluable_count: 6
              unrated_count: 1
              achieved_count: 4
              achieved_percent_of_all: "50.0"
              achieved_percent_of_evaluable: "66.7"
              ratings { rating: "達成" row_count: 4 }
              ratings { rating: "未達成" row_count: 2 }
              ratings { rating: "評価不能" row_count: 1 }
            }
          }
          sheets {
            sheet: "cities/c/sheets/2020-kawabe-progress"
            title: "進行管理表"
            org_unit: "kawabe"
            org_unit_display_name: "川辺区"
            goal_count: 9
            state: SHEET_STATE_CONFIRMED
            tally {
              row_count: 8
              evaluable_count: 6
              unrated_count: 1
              achieved_count: 4
              achieved_percent_of_all: "50.0"
              achieved_percent_of_evaluable: "66.7"
              ratings { rating: "達成" row_count: 4 }
              ratings { rating: "未達成" row_count: 2 }
              ratings { rating: "評価不能" row_count: 1 }
            }
          }
          marks {
            mark: "covid"
            symbol: "※"
            title { ja: "感染症の影響" en: "Pandemic" }
            level: "program"
            goal_count: 3
          }
          marks {
            mark: "focus"
            symbol: "◎"
            title { ja: "重点" }
            level: "activity"
            goal_count: 2
            tally {
              row_count: 2
              unrated_count: 1
              ratings { rating: "達成" row_count: 1 }
              ratings { rating: "未達成" }
            }
          }
          left_out { relisted_count: 1 unrated_count: 1 not_evaluable_count: 1 }
          declared {
            sheet: "cities/c/sheets/2020-kawabe-progress"
            declared_total: 8
            recomputed_total: 8
            scope_found: true
            comparable: true
            counts { rating: "達成" declared: 5 recomputed: 4 }
            counts { rating: "未達成" recomputed: 2 }
          }
          declared {
            sheet: "cities/c/sheets/2020-kawabe-progress"
            scope: "II"
            declared_total: 3
            recomputed_total: 3
            agrees: true
            scope_found: true
            comparable: true
            counts { rating: "達成" declared: 1 recomputed: 1 }
          }
          declared {
            sheet: "cities/c/sheets/2020-kawabe-progress"
            scope: "VI"
            declared_total: 2
            recomputed_total: 0
          }
          restored_rating_count: 2
          restored_row_count: 1
        }
        tables {
          form: "policy"
          title { ja: "運営方針" en: "Policy" }
          sheet_count: 2
          unconfirmed_sheet_count: 1
          marks {
            mark: "focus"
            symbol: "◎"
            title { ja: "重点" }
            level: "issue"
            goal_count: 2
          }
          declared {
            sheet: "cities/c/sheets/2020-kawabe-policy"
            declared_total: 7
            scope_found: true
          }
        }
      )pb",
      &summary));
  return summary;
}

TEST(SummaryTableTest, At80Columns) {
  EXPECT_EQ("\n" + DrawSummary(TestSummary(), Language::kJapanese, {.width = 80}), R"(
川辺区  令和2年度 (FY2020)  年度集計

■ 進行管理表 (progress)
シート 1, 数える単位 事業 9, 集計した行 8
────────────────────┼────┼────┼──────┼────────┼────────┼──────┼────────┼────────
区分                │件数│達成│未達成│評価不能│評価なし│達成率│評価可能│同達成率
────────────────────┼────┼────┼──────┼────────┼────────┼──────┼────────┼────────
全体                │   8│   4│     2│       1│       1│ 50.0%│       6│   66.7%
────────────────────┼────┼────┼──────┼────────┼────────┼──────┼────────┼────────
最上位の目標別
  I 人と人がつなが  │   5│   3│     1│       0│       1│ 60.0%│       4│   75.0%
  り、安心して暮らせ│    │    │      │        │        │      │        │
  るまち            │    │    │      │        │        │      │        │
  II 水と緑のまち   │   3│   1│     1│       1│       0│ 33.3%│       2│   50.0%
────────────────────┼────┼────┼──────┼────────┼────────┼──────┼────────┼────────
担当別
  kawabe-fukushi 健 │   8│   4│     2│       1│       1│ 50.0%│       6│   66.7%
  康福祉課          │    │    │      │        │        │      │        │
────────────────────┼────┼────┼──────┼────────┼────────┼──────┼────────┼────────
組織別 (シート)
  川辺区 2020-      │   8│   4│     2│       1│       1│ 50.0%│       6│   66.7%
  kawabe-progress   │    │    │      │        │        │      │        │
────────────────────┼────┼────┼──────┼────────┼────────┼──────┼────────┼────────
印 ※ 感染症の影響: 3 (program)
印 ◎ 重点: 2 (activity), 集計した行 2: 達成 1, 評価なし 1
集計から除いたもの: 再掲 1
数えたうち: 評価なし 1, 評価不能 1
うち2件の評価は転記者が補ったもの
うち1行は内容が失われ、行だけを補ったもの

─────────────────────────┼─────┼─────┼──────
申告 = 再計算            │   計│ 達成│未達成
─────────────────────────┼─────┼─────┼──────
2020-kawabe-progress 全体│8 = 8│5 ≠ 4│ - (2)
2020-kawabe-progress II  │3 = 3│1 = 1│ - (0)
2020-kawabe-progress VI  │    2│    -│     -
─────────────────────────┼─────┼─────┼──────
2020-kawabe-progress 全体: 「達成」は申告 5、再計算 4 (差 -1)
2020-kawabe-progress VI: この番号の最上位目標はシートにありません

■ 運営方針 (policy)
シート 2 (うち未確定 1 シート)、この様式は集計しません
印 ◎ 重点: 2 (issue)

───────────────────────┼──
申告 = 再計算          │計
───────────────────────┼──
2020-kawabe-policy 全体│ 7
───────────────────────┼──
集計しない様式なので、申告された数を比べる相手はありません
)");
}

TEST(SummaryTableTest, At120ColumnsInEnglish) {
  EXPECT_EQ("\n" + DrawSummary(TestSummary(), Language::kEnglish, {.width = 120}), R"(
川辺区  FY2020  yearly summary

■ Progress table (progress)
sheets 1, counted level Activity 9, counted rows 8
─────────────────────────────────────────┼──────┼──────┼────────┼──────────┼───────────┼──────────┼───────────┼─────────
Group                                    │ Rows │ 達成 │ 未達成 │ 評価不能 │ No rating │ Achieved │ Evaluable │ Of these
─────────────────────────────────────────┼──────┼──────┼────────┼──────────┼───────────┼──────────┼───────────┼─────────
All                                      │    8 │    4 │      2 │        1 │         1 │    50.0% │         6 │    66.7%
─────────────────────────────────────────┼──────┼──────┼────────┼──────────┼───────────┼──────────┼───────────┼─────────
By top goal
  I 人と人がつながり、安心して暮らせるま │    5 │    3 │      1 │        0 │         1 │    60.0% │         4 │    75.0%
  ち                                     │      │      │        │          │           │          │           │
  II 水と緑のまち                        │    3 │    1 │      1 │        1 │         0 │    33.3% │         2 │    50.0%
─────────────────────────────────────────┼──────┼──────┼────────┼──────────┼───────────┼──────────┼───────────┼─────────
By unit in charge
  kawabe-fukushi 健康福祉課              │    8 │    4 │      2 │        1 │         1 │    50.0% │         6 │    66.7%
─────────────────────────────────────────┼──────┼──────┼────────┼──────────┼───────────┼──────────┼───────────┼─────────
By section (sheet)
  川辺区 2020-kawabe-progress            │    8 │    4 │      2 │        1 │         1 │    50.0% │         6 │    66.7%
─────────────────────────────────────────┼──────┼──────┼────────┼──────────┼───────────┼──────────┼───────────┼─────────
mark ※ Pandemic: 3 (program)
mark ◎ 重点: 2 (activity), counted rows 2: 達成 1, no rating 1
left out: relisted 1
of those counted: no rating 1, not evaluable 1
ratings restored by the transcriber: 2
rows whose content is lost: 1

─────────────────────────┼───────┼───────┼───────
Declared = recomputed    │ Total │  達成 │ 未達成
─────────────────────────┼───────┼───────┼───────
2020-kawabe-progress all │ 8 = 8 │ 5 ≠ 4 │  - (2)
2020-kawabe-progress II  │ 3 = 3 │ 1 = 1 │  - (0)
2020-kawabe-progress VI  │     2 │     - │      -
─────────────────────────┼───────┼───────┼───────
2020-kawabe-progress all: 達成 declared 5, recomputed 4: difference -1
2020-kawabe-progress VI: no top goal of the sheet has this label

■ Policy (policy)
sheets 2 (1 of them not confirmed); this form counts nothing
mark ◎ 重点: 2 (issue)

───────────────────────┼──────
Declared = recomputed  │ Total
───────────────────────┼──────
2020-kawabe-policy all │     7
───────────────────────┼──────
This form counts nothing that the declared figures could be compared with
)");
}

TEST(SummaryTableTest, ShowsTheLevelThatWasAskedFor) {
  sheets::v1::YearlySummary summary = TestSummary();
  sheets::v1::FormTotals& totals = *summary.mutable_tables(0);
  for (const char* const title : {"子どもの育ち", ""}) {
    sheets::v1::GroupTally& group = *totals.add_levels();
    *group.mutable_tally() = totals.groups(0).tally();
    if (*title != '\0') group.set_key("I/(1)");
    group.set_title(title);
  }
  const std::string ja = DrawSummary(summary, Language::kJapanese, {.width = 120});
  EXPECT_NE(ja.find("\n指定した階層の目標別\n  I/(1) 子どもの育ち "), std::string::npos) << ja;
  EXPECT_NE(ja.find("\n  (番号も題もないもの) "), std::string::npos) << ja;
  const std::string en = DrawSummary(summary, Language::kEnglish, {.width = 120});
  EXPECT_NE(en.find("\nBy goal of the level asked for\n  I/(1) 子どもの育ち "), std::string::npos);
}

TEST(SummaryTableTest, HasOnePercentageWhereEveryRowCouldBeEvaluated) {
  sheets::v1::YearlySummary summary = TestSummary();
  summary.mutable_tables(0)->mutable_overall()->set_evaluable_count(8);
  const std::string drawing = DrawSummary(summary, Language::kJapanese, {.width = 120});
  EXPECT_NE(drawing.find("達成率"), std::string::npos) << drawing;
  EXPECT_EQ(drawing.find("評価可能"), std::string::npos) << drawing;
}

TEST(SummaryTableTest, ListsSectionsApartWhereOneHasSeveralSheets) {
  sheets::v1::YearlySummary summary = TestSummary();
  auto& table = *summary.mutable_tables(0);
  *table.add_sheets() = table.sheets(0);
  const std::string drawing = DrawSummary(summary, Language::kJapanese, {.width = 120});
  EXPECT_NE(drawing.find("\n組織別\n  kawabe 川辺区 "), std::string::npos) << drawing;
  EXPECT_NE(drawing.find("\nシート別\n  川辺区 2020-kawabe-progress "), std::string::npos);
}

TEST(SummaryTableTest, SaysThatIndicatorsAreCounted) {
  sheets::v1::YearlySummary summary = TestSummary();
  summary.mutable_tables(0)->set_counts_indicators(true);
  const std::string drawing = DrawSummary(summary, Language::kEnglish, {.width = 120});
  EXPECT_NE(drawing.find("counted level Activity 9, counted indicators 8\n"), std::string::npos)
      << drawing;
}

TEST(SummaryTableTest, HoldsEveryWidth) {
  for (int width = 20; width < 160; ++width) {
    SCOPED_TRACE(width);
    ExpectAligned(DrawSummary(TestSummary(), Language::kJapanese, {.width = width}), width);
  }
}

TEST(SummaryTableTest, SaysWhatIsProvisional) {
  sheets::v1::YearlySummary summary = TestSummary();
  auto& table = *summary.mutable_tables(0);
  table.set_unconfirmed_sheet_count(1);
  table.mutable_sheets(0)->set_state(sheets::v1::SHEET_STATE_ASSESSED);
  const std::string ja = DrawSummary(summary, Language::kJapanese, {.width = 120});
  EXPECT_NE(ja.find("シート 1 (うち未確定 1 シート), "), std::string::npos) << ja;
  EXPECT_NE(ja.find("川辺区 2020-kawabe-progress (評価中)"), std::string::npos) << ja;
  const std::string en = DrawSummary(summary, Language::kEnglish, {.width = 120});
  EXPECT_NE(en.find("sheets 1 (1 of them not confirmed), "), std::string::npos) << en;
  EXPECT_NE(en.find("2020-kawabe-progress (assessed)"), std::string::npos) << en;
}

TEST(SummaryTableTest, SaysThatDeclaredTotalsAgree) {
  sheets::v1::YearlySummary summary = TestSummary();
  summary.mutable_tables()->RemoveLast();
  auto* declared = summary.mutable_tables(0)->mutable_declared();
  declared->DeleteSubrange(2, 1);
  declared->DeleteSubrange(0, 1);
  const std::string drawing = DrawSummary(summary, Language::kJapanese, {.width = 100});
  EXPECT_NE(drawing.find("申告された数はすべて再計算と一致します\n"), std::string::npos) << drawing;
}

TEST(SummaryTableTest, SaysThatThereAreNoSheets) {
  sheets::v1::YearlySummary summary;
  summary.set_org_unit("kawabe");
  summary.set_fiscal_year(2031);
  EXPECT_EQ(DrawSummary(summary, Language::kJapanese, {.width = 80}),
            "kawabe  令和13年度 (FY2031)  年度集計\nこの年度のシートはありません\n");
}

}  // namespace
}  // namespace mokuhyo::render
