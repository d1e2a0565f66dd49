#include "libs/render/comparison_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <sstream>

namespace mokuhyo::render {
namespace {

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

sheets::v1::SheetComparison TestComparison() {
  return Parse<sheets::v1::SheetComparison>(R"pb(
    base { sheet: "cities/c/sheets/s" edition: 1 position: "c.0a.40" fiscal_year: 2022 }
    compared { sheet: "cities/c/sheets/s" position: "c.0a.52" fiscal_year: 2022 }
    differences { kind: KIND_CHANGED field: "state" before: "GOALS_SET" after: "EVALUATED" }
    differences {
      kind: KIND_CHANGED
      goal: "g1"
      path: "1 / 2 道路の維持"
      field: "title"
      before: "道路"
      after: "道路の維持"
    }
    differences {
      kind: KIND_CHANGED
      goal: "g1"
      indicator: "i1"
      path: "1 / 2 道路の維持 / 補修件数"
      field: "name"
      before: "補修"
      after: "補修件数"
      cause {
        position: 45
        type: "mokuhyo.events.v1.IndicatorUpdated"
        actor: "staff-7"
        recorded_time: "2022-06-10T01:00:00Z"
        effective_date: "2022-06-01"
        reason: "名称の誤り"
      }
    }
    differences {
      kind: KIND_ADDED
      goal: "g1"
      indicator: "i1"
      path: "1 / 2 道路の維持 / 補修件数"
      field: "past.2021"
      after: ""
      cause {
        position: 45
        type: "mokuhyo.events.v1.IndicatorUpdated"
        actor: "staff-7"
        recorded_time: "2022-06-10T01:00:00Z"
        effective_date: "2022-06-01"
        reason: "名称の誤り"
      }
    }
    differences { kind: KIND_REMOVED goal: "g2" path: "3 公園" before: "3 公園" }
    differences { kind: KIND_REMOVED goal: "g2" path: "3 公園" field: "marks[0]" before: "focus" }
    differences { kind: KIND_MOVED goal: "g3" path: "4 橋" before: "#2" after: "#1" }
  )pb");
}

TEST(ComparisonTextTest, SaysWhatChangedByGoalWithWhoWhenAndWhy) {
  EXPECT_EQ(DrawComparison(TestComparison(), Language::kJapanese, {}),
            R"(cities/c/sheets/s  令和4年度 (FY2022)
第1版 → #52
違い 7 件

【シート】
  状態: GOALS_SET → EVALUATED

【1 / 2 道路の維持】
  題名: 道路 → 道路の維持
  指標 補修件数
    名称: 補修 → 補修件数
    + 令和3年度 (FY2021): (空)
      * 2022-06-01 (記録 2022-06-10)  staff-7  指標を変更  #45  理由: 名称の誤り

【3 公園】
  - 目標を削除
  - 印 1: focus

【4 橋】
  場所: #2 → #1
)");
  EXPECT_EQ(DrawComparison(TestComparison(), Language::kEnglish, {}),
            R"(cities/c/sheets/s  FY2022
edition 1 → #52
differences: 7

[Sheet]
  State: GOALS_SET → EVALUATED

[1 / 2 道路の維持]
  Title: 道路 → 道路の維持
  Indicator 補修件数
    Name: 補修 → 補修件数
    + FY2021: (empty)
      * 2022-06-01 (recorded 2022-06-10)  staff-7  indicator updated  #45  why: 名称の誤り

[3 公園]
  - goal removed
  - Marks 1: focus

[4 橋]
  Place: #2 → #1
)");
}

TEST(ComparisonTextTest, LongTextsStandBelowOneAnotherWithinTheWidth) {
  auto comparison = TestComparison();
  auto& change = *comparison.mutable_differences(1);
  std::string words(60, 'x');
  words.append(" 道路を守ります。");
  change.set_before(words);
  change.set_after("道路を守り、\n橋も守ります。");
  for (const int width : {24, 40, 80}) {
    const std::string text = DrawComparison(comparison, Language::kJapanese, {.width = width});
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(DisplayWidth(line), width) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
    EXPECT_NE(text.find("  題名:\n    - xx"), std::string::npos) << text;
    EXPECT_NE(text.find("    + 道路を守り、\n      橋も守ります。\n"), std::string::npos) << text;
  }
}

TEST(ComparisonTextTest, TextsOfPeopleCannotSteerTheTerminal) {
  auto comparison = TestComparison();
  comparison.mutable_differences(0)->set_after("\x1b[2J");
  comparison.mutable_differences(2)->mutable_cause()->set_reason("\x1b]0;x\x07");
  const std::string text = DrawComparison(comparison, Language::kJapanese, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
}

TEST(ComparisonTextTest, TwoSheetsAreBothNamed) {
  auto comparison = Parse<sheets::v1::SheetComparison>(R"pb(
    base { sheet: "cities/c/sheets/a" position: "c.0a.9" fiscal_year: 2021 }
    compared { sheet: "cities/c/sheets/b" position: "c.0a.9" fiscal_year: 2022 }
  )pb");
  EXPECT_EQ(DrawComparison(comparison, Language::kEnglish, {}),
            "- cities/c/sheets/a  FY2021  #9\n+ cities/c/sheets/b  FY2022  #9\nno differences\n");
}

TEST(ComparisonTextTest, EditionsSayWhatReplacedWhat) {
  const auto editions = Parse<sheets::v1::ListEditionsResponse>(R"pb(
    editions {
      number: 2
      published_on: "2022-06-01"
      digest: "ab12"
      position: 50
      replaces: 1
      reason: "名称の誤り"
      actor: "staff-7"
      recorded_time: "2022-06-01T00:00:00Z"
      size_bytes: 900
    }
    editions {
      number: 1
      published_on: "2022-05-01"
      digest: "cd34"
      position: 40
      replaced_by: 2
      actor: "staff-7"
      recorded_time: "2022-05-01T00:00:00Z"
      size_bytes: 890
      redacted: true
    }
  )pb");
  EXPECT_EQ(DrawEditions("cities/c/sheets/s", editions, Language::kJapanese, {}),
            R"(cities/c/sheets/s

【第2版 (第1版の差し替え)】
  公表 2022-06-01  記録 2022-06-01T00:00:00Z  staff-7  #50
  理由: 名称の誤り
  sha256 ab12  900 バイト

【第1版 → 第2版に差し替え】
  公表 2022-05-01  記録 2022-05-01T00:00:00Z  staff-7  #40
  sha256 cd34  890 バイト
  個人情報を削除しました。sha256 は公表したときのものです
)");
  EXPECT_EQ(DrawEditions("cities/c/sheets/s", {}, Language::kEnglish, {}),
            "cities/c/sheets/s\nno edition was published\n");
}

}  // namespace
}  // namespace mokuhyo::render
