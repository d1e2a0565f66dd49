#include "libs/render/trend_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "libs/render/series_table.h"
#include "libs/render/table_lines_test_util.h"

namespace mokuhyo::render {
namespace {

template <class Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

constexpr char kTrend[] = R"pb(
  series: "s.i1"
  name: "相談の参加率"
  unit: "%"
  first_fiscal_year: 2018
  last_fiscal_year: 2021
  lines {
    org_unit: "somu"
    org_unit_display_name: "総務課"
    predecessors: "shomu"
    points { fiscal_year: 2018 gap: GAP_NO_INDICATOR }
    points { fiscal_year: 2019 gap: GAP_NO_INDICATOR }
    points { fiscal_year: 2020 number: "62.5" typed_in: true }
    points { fiscal_year: 2021 number: "90" numerator: "9" denominator: "10" }
  }
  lines {
    org_unit: "zei"
    points { fiscal_year: 2018 gap: GAP_DISAGREEMENT }
    points { fiscal_year: 2019 gap: GAP_NO_RESULT }
    points {
      fiscal_year: 2020
      gap: GAP_NO_NUMBER
      value { text: "評価不能" }
    }
    points { fiscal_year: 2021 number: "50" numerator: "5" denominator: "10" }
  }
  rolled_up { fiscal_year: 2018 gap: GAP_NO_RATIO }
  rolled_up { fiscal_year: 2019 gap: GAP_NO_RATIO }
  rolled_up { fiscal_year: 2020 gap: GAP_NO_RATIO }
  rolled_up { fiscal_year: 2021 number: "70" numerator: "14" denominator: "20" }
  breaks { fiscal_year: 2020 previous_series: "old" series: "s.i1" reason: "数え方の変更" }
)pb";

TEST(TrendTableTest, GapsAreSaidToBeGaps) {
  EXPECT_EQ(DrawTrend(Parse<sheets::v1::Trend>(kTrend), Language::kJapanese, {.width = 80}),
            "相談の参加率（%）\n"
            "系列 s.i1\n"
            "────────────────────────┼──────┼──────┼──────┼─────\n"
            "組織                    │平成30│令和元│|令和2│令和3\n"
            "────────────────────────┼──────┼──────┼──────┼─────\n"
            "総務課                  │     —│     —│ *62.5│   90\n"
            "zei                     │     —│     —│     —│   50\n"
            "────────────────────────┼──────┼──────┼──────┼─────\n"
            "全体 (分子の計÷分母の計)│     —│     —│     —│  70%\n"
            "  分子/分母             │      │      │      │14/20\n"
            "────────────────────────┼──────┼──────┼──────┼─────\n"
            "— 指標なし: 総務課 平成30～令和元\n"
            "— 実績未報告: zei 令和元\n"
            "— 数値でない: zei 令和2「評価不能」\n"
            "— 文書間で値が異なる: zei 平成30\n"
            "— 分子・分母の不明な組織がある: 全体 平成30～令和2\n"
            "* その年度のシートにはなく、後のシートに過去の値として記入されたもの\n"
            "| 令和2から系列が変わる: old → s.i1 (数え方の変更)\n"
            "総務課の前身: shomu\n");
}

TEST(TrendTableTest, InEnglish) {
  const std::string text =
      DrawTrend(Parse<sheets::v1::Trend>(kTrend), Language::kEnglish, {.width = 80});
  for (const char* part :
       {"|FY2020", "— no indicator: 総務課 FY2018-FY2019\n", "— documents disagree: zei FY2018\n",
        "— no result: zei FY2019\n", "— no number: zei FY2020 \"評価不能\"\n",
        "All FY2018-FY2020\n", "14/20", "70%", "*62.5", "old → s.i1 (数え方の変更)",
        "総務課 goes on in the place of shomu"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(TrendTableTest, NoLineIsWiderThanTheTerminal) {
  for (const int width : {20, 40, 60}) {
    ExpectAligned(
        DrawTrend(Parse<sheets::v1::Trend>(kTrend), Language::kJapanese, {.width = width}), width);
  }
}

TEST(TrendTableTest, WithoutLines) {
  EXPECT_EQ(DrawTrend(Parse<sheets::v1::Trend>("series: 's' name: '件数'"), Language::kEnglish, {}),
            "件数\nseries s\nNo indicator of this series is in a sheet of this unit\n");
}

TEST(SeriesTableTest, EntriesWithRemarks) {
  EXPECT_EQ(DrawSeries(Parse<indicators::v1::GetSeriesResponse>(R"pb(
                         series: "s"
                         previous_series: "old"
                         next_series: "n1"
                         next_series: "n2"
                         entries {
                           fiscal_year: 2020
                           indicator: "cities/c/sheets/2021-somu/indicators/i1"
                           name: "相談"
                           unit: "件"
                           org_unit: "somu"
                           org_unit_display_name: "総務課"
                           result { text: "11" }
                           typed_in: true
                           differs: true
                         }
                         entries {
                           fiscal_year: 2021
                           indicator: "cities/c/sheets/2021-somu/indicators/i1"
                           name: "相談"
                           org_unit: "somu"
                           target { text: "10" }
                           result { text: "50%" }
                           result_detail { numerator: "1" denominator: "2" }
                           series_break { previous_series: "old" reason: "数え方の変更" }
                         }
                       )pb"),
                       Language::kJapanese, {.width = 110}),
            "系列 s\n"
            "前の系列: old\n"
            "後の系列: n1, n2\n"
            "──────┼────────┼───────────┼────────┼────────┼────────────────────────────────────────"
            "────┼─────────────\n"
            "年度  │ 組織   │ 指標      │ 目標値 │ 実績値 │ 備考                                   "
            "    │ シート/ID\n"
            "──────┼────────┼───────────┼────────┼────────┼────────────────────────────────────────"
            "────┼─────────────\n"
            "令和2 │ 総務課 │ 相談 / 件 │        │     11 │ "
            "過去の値として記入、その年度の実績と異なる │ 2021-somu/i1\n"
            "令和3 │ somu   │ 相談      │     10 │    50% │ 1/2、ここから新しい系列: 数え方の変更  "
            "    │ 2021-somu/i1\n"
            "──────┼────────┼───────────┼────────┼────────┼────────────────────────────────────────"
            "────┼─────────────\n");
}

TEST(SeriesTableTest, Candidates) {
  EXPECT_EQ(DrawSeriesCandidates({}, Language::kEnglish, {}),
            "No two indicators look as if they were of one series\n");
  EXPECT_EQ(DrawSeriesCandidates(Parse<indicators::v1::ListSeriesCandidatesResponse>(R"pb(
                                   candidates {
                                     first {
                                       indicator: "cities/c/sheets/a/indicators/i1"
                                       name: "相談"
                                       unit: "件"
                                       fiscal_year: 2022
                                       org_unit: "somu"
                                       target: "10"
                                       result: "11"
                                     }
                                     second {
                                       indicator: "cities/c/sheets/b/indicators/i2"
                                       name: "相談件数"
                                       fiscal_year: 2021
                                       org_unit: "nishi"
                                     }
                                     likeness: 76
                                     signs: "SIMILAR_NAME"
                                     signs: "SAME_UNIT"
                                   }
                                 )pb"),
                                 Language::kEnglish, {.width = 100}),
            "──────┼─────────────┼──────────────┼─────────────────────────\n"
            "Alike │ Indicator   │ Another one  │ Signs\n"
            "──────┼─────────────┼──────────────┼─────────────────────────\n"
            "   76 │ 相談 / 件   │ 相談件数     │ similar name\n"
            "      │ FY2022 somu │ FY2021 nishi │ same unit of measurement\n"
            "      │ 10 → 11     │ b/i2         │\n"
            "      │ a/i1        │              │\n"
            "──────┼─────────────┼──────────────┼─────────────────────────\n"
            "Whether two are of one series is for staff to say, with UpdateIndicator\n");
}

}  // namespace
}  // namespace mokuhyo::render
