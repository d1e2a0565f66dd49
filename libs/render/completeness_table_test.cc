#include "libs/render/completeness_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "libs/render/table_lines_test_util.h"

namespace mokuhyo::render {
namespace {

indicators::v1::GetCompletenessResponse TestCompleteness() {
  indicators::v1::GetCompletenessResponse completeness;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        rows {
          sheet: "cities/c/sheets/2025-a"
          org_unit: "kawabe-doro"
          org_unit_display_name: "道路課"
          form: "goals"
          deadline: "interim"
          subject: SUBJECT_RESULTS
          due_on: "2025-10-31"
          expected_count: 12
          reported_count: 10
          on_time_count: 7
          late_count: 2
          undated_count: 1
          missing_count: 2
          blank_count: 1
        }
        rows {
          sheet: "cities/c/sheets/2025-b"
          org_unit: "kawabe-koen"
          form: "goals"
          deadline: "interim"
          subject: SUBJECT_RESULTS
          due_on: "2025-10-31"
          expected_count: 3
          missing_count: 3
        }
        rows {
          sheet: "cities/c/sheets/2025-a"
          org_unit: "kawabe-doro"
          org_unit_display_name: "道路課"
          form: "goals"
          deadline: "rating"
          subject: SUBJECT_EVALUATION
          due_on: "2026-05-31"
          expected_count: 1
          pending_count: 1
        }
        totals {
          form: "goals"
          deadline: "interim"
          title { ja: "中間振り返り" en: "Interim review" }
          subject: SUBJECT_RESULTS
          due_on: "2025-10-31"
          expected_count: 15
          reported_count: 10
          on_time_count: 7
          late_count: 2
          undated_count: 1
          missing_count: 5
          blank_count: 1
        }
        totals {
          form: "goals"
          deadline: "rating"
          subject: SUBJECT_EVALUATION
          due_on: "2026-05-31"
          expected_count: 1
          pending_count: 1
        }
        units_without_sheet: "kawabe-kankyo"
        units_without_sheet: "kawabe-somu"
      )pb",
      &completeness));
  return completeness;
}

indicators::v1::ListMissingResultsResponse TestMissing() {
  indicators::v1::ListMissingResultsResponse missing;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        missing {
          name: "点検した橋"
          label: "1/(2)"
          org_unit: "kawabe-doro"
          org_unit_display_name: "道路課"
          period: "interim"
          due_on: "2025-10-31"
          days_late: 3
        }
        missing { name: "植えた木" org_unit: "kawabe-koen" due_on: "2026-04-30" days_late: 1 }
      )pb",
      &missing));
  return missing;
}

TEST(CompletenessTableTest, ABlockForEachDeadline) {
  EXPECT_EQ("\n" + DrawCompleteness(TestCompleteness(), Language::kJapanese, {.width = 80}), R"(
─────────────┼────┼──┼──────┼────┼──────┼──────┼──────┼────
期限・組織   │対象│済│期限内│遅れ│日不明│未提出│期限前│空欄
─────────────┼────┼──┼──────┼────┼──────┼──────┼──────┼────
2025-10-31 中間振り返り (実績, goals)
  道路課     │  12│10│     7│   2│     1│     2│     0│   1
  kawabe-koen│   3│ 0│     0│   0│     0│     3│     0│   0
  計         │  15│10│     7│   2│     1│     5│     0│   1
─────────────┼────┼──┼──────┼────┼──────┼──────┼──────┼────
2026-05-31 rating (評価の確定, goals)
  道路課     │   1│ 0│     0│   0│     0│     0│     1│   0
  計         │   1│ 0│     0│   0│     0│     0│     1│   0
─────────────┼────┼──┼──────┼────┼──────┼──────┼──────┼────
シートのない組織: kawabe-kankyo, kawabe-somu
)");
}

TEST(CompletenessTableTest, InEnglish) {
  EXPECT_EQ("\n" + DrawCompleteness(TestCompleteness(), Language::kEnglish, {.width = 100}), R"(
──────────────────┼──────────┼──────┼─────────┼──────┼─────────┼─────────┼─────────┼──────
Deadline, section │ Expected │ Done │ On time │ Late │ Undated │ Missing │ Pending │ Blank
──────────────────┼──────────┼──────┼─────────┼──────┼─────────┼─────────┼─────────┼──────
2025-10-31 Interim review (results, goals)
  道路課          │       12 │   10 │       7 │    2 │       1 │       2 │       0 │     1
  kawabe-koen     │        3 │    0 │       0 │    0 │       0 │       3 │       0 │     0
  All             │       15 │   10 │       7 │    2 │       1 │       5 │       0 │     1
──────────────────┼──────────┼──────┼─────────┼──────┼─────────┼─────────┼─────────┼──────
2026-05-31 rating (evaluation confirmed, goals)
  道路課          │        1 │    0 │       0 │    0 │       0 │       0 │       1 │     0
  All             │        1 │    0 │       0 │    0 │       0 │       0 │       1 │     0
──────────────────┼──────────┼──────┼─────────┼──────┼─────────┼─────────┼─────────┼──────
units without a sheet: kawabe-kankyo, kawabe-somu
)");
}

TEST(CompletenessTableTest, SaysThatNothingIsExpected) {
  EXPECT_EQ(DrawCompleteness({}, Language::kJapanese, {}),
            "期限を定めた様式のシートはありません\n");
  EXPECT_EQ(DrawCompleteness({}, Language::kEnglish, {}),
            "No sheet stands under a form with deadlines: nothing is expected\n");
}

TEST(CompletenessTableTest, ListsWhatIsMissing) {
  EXPECT_EQ("\n" + DrawMissing(TestMissing(), Language::kJapanese, {.width = 80}), R"(
──────────┼────────┼───────────┼─────┼──────────┼───────
期限      │遅れ日数│担当       │No.  │指標      │時点
──────────┼────────┼───────────┼─────┼──────────┼───────
2025-10-31│       3│道路課     │1/(2)│点検した橋│interim
2026-04-30│       1│kawabe-koen│     │植えた木  │年間
──────────┼────────┼───────────┼─────┼──────────┼───────
)");
  EXPECT_EQ(DrawMissing({}, Language::kJapanese, {}), "期限を過ぎて未提出の実績はありません\n");
  EXPECT_EQ(DrawMissing({}, Language::kEnglish, {}), "No result is overdue\n");
  const std::string english = DrawMissing(TestMissing(), Language::kEnglish, {.width = 80});
  EXPECT_NE(english.find("Days late"), std::string::npos) << english;
  EXPECT_NE(english.find("year\n"), std::string::npos) << english;
}

TEST(CompletenessTableTest, HoldsEveryWidth) {
  for (int width = 20; width < 160; ++width) {
    SCOPED_TRACE(width);
    ExpectAligned(DrawCompleteness(TestCompleteness(), Language::kJapanese, {.width = width}),
                  width);
    ExpectAligned(DrawMissing(TestMissing(), Language::kJapanese, {.width = width}), width);
  }
}

}  // namespace
}  // namespace mokuhyo::render
