#include "libs/render/csv_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "libs/render/sheet_test_util.h"

namespace mokuhyo::render {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Lines(const sheets::v1::Sheet& sheet,
                               Language language = Language::kJapanese,
                               const sheets::v1::Edition* edition = nullptr) {
  const forms::v1::Form form = TestForm();
  const auto csv = WriteCsv(sheet, {.language = language,
                                    .form = &form,
                                    .unit_names = {{"kawabe", "川辺課"}},
                                    .edition = edition});
  EXPECT_TRUE(csv.ok()) << csv.status();
  return absl::StrSplit(csv.value_or(""), "\r\n");
}

TEST(CsvSheetTest, HasARowForEachIndicatorThatSaysWhereItStands) {
  EXPECT_THAT(
      Lines(TestSheet()),
      ElementsAre(
          "\xEF\xBB\xBFシート,組織,年度,版,番号の経路,階層,番号,目標,担当,指標,単位,"
          "令和2年度実績,令和3年度実績,目標値,実績,指標の評価,評価,目標達成状況,課題と今後の方針性",
          "cities/c/sheets/2022-kawabe,川辺課,2022,,I/1,目標,1,"
          "証明書の交付を早くし、「また来たい」と言われる窓口にします。 (継続) ※,川辺課,"
          "平均待ち時間,分,12,-,8以下,7.5,,達成,受付を分けたことで短くなりました。,",
          "cities/c/sheets/2022-kawabe,川辺課,2022,,I/1,目標,1,"
          "証明書の交付を早くし、「また来たい」と言われる窓口にします。 (継続) ※,川辺課,"
          "交付件数,件,,\"17,756\",\"18,000以上\",\"19,204\",,達成,"
          "受付を分けたことで短くなりました。,",
          "cities/c/sheets/2022-kawabe,川辺課,2022,,I/2,目標,2,"
          "記念行事を行います。 (再掲: II-3) (取下げ),center,,,,,実施,感染症のため中止,,,,"
          "開き方を見直す",
          ""));
}

TEST(CsvSheetTest, NamesItsColumnsInTheLanguage) {
  EXPECT_EQ(Lines(TestSheet(), Language::kEnglish)[0],
            "\xEF\xBB\xBFSheet,Unit,Fiscal year,Edition,Path of labels,Level,No.,Goal,"
            "Unit in charge,Indicator,Unit of measure,FY2020 result,FY2021 result,Target,Result,"
            "Rating of the indicator,Rating,Attainment,Issues and direction");
}

TEST(CsvSheetTest, HasARowForAGoalThatStandsForItself) {
  const auto sheet = Parse<sheets::v1::Sheet>(R"pb(
    name: "cities/c/sheets/s"
    fiscal_year: 2020
    org_unit: "kawabe"
    goals {
      level: "pillar"
      title: "見出し"
      goals {
        level: "goal"
        title: "評価だけ"
        evaluation { rating: "達成" }
      }
      goals { level: "goal" title: "何もない" }
    }
  )pb");
  sheets::v1::Edition edition;
  edition.set_number(3);
  const auto lines = Lines(sheet, Language::kJapanese, &edition);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[1], "cities/c/sheets/s,川辺課,2020,3,,目標,,評価だけ,川辺課,,,,,,達成,,");
  EXPECT_EQ(lines[2], "cities/c/sheets/s,川辺課,2020,3,,目標,,何もない,川辺課,,,,,,,,");
}

TEST(CsvSheetTest, QuotesAfterRfc4180) {
  EXPECT_EQ(CsvLine({"a,b", "say \"x\"", "two\nlines", "cr\rlf", " ahead", "behind ", "", "目標"}),
            "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\rlf\",\" ahead\",\"behind \",,目標\r\n");
}

TEST(CsvSheetTest, DisarmsFormulasButNotFigures) {
  for (const char* formula :
       {"=1+1", "=cmd|' /C calc'!A0", "+SUM(A1)", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
        "＝1+1", "＋1", "－A1", "＠A", "-1+2", "--1", "+-1", "-1,2;3", "- 計画どおり", "-(1)"}) {
    const std::string line = CsvLine({formula});
    EXPECT_TRUE(line == std::string("'") + formula + "\r\n" ||
                line.find(std::string("\"'") + formula) == 0)
        << line;
  }
  for (const char* figure : {"-", "-5", "+3.2", "-12%", "0", "△5", "12-3", "a=b", "'x"})
    EXPECT_EQ(CsvLine({figure}), std::string(figure) + "\r\n");
  EXPECT_EQ(CsvLine({"-1,204.5"}), "\"-1,204.5\"\r\n");
}

}  // namespace
}  // namespace mokuhyo::render
