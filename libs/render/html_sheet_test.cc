#include "libs/render/html_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/render/sheet_test_util.h"

namespace mokuhyo::render {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Page(const sheets::v1::Sheet& sheet, Language language = Language::kJapanese) {
  const forms::v1::Form form = TestForm();
  return WriteHtml(PrintSheet(sheet, {.language = language, .form = &form}));
}

// What stands between the two marks, the first of them included.
std::string Part(const std::string& page, const std::string& from, const std::string& to) {
  const size_t begin = page.find(from);
  return begin == std::string::npos ? "" : page.substr(begin, page.find(to, begin) - begin);
}

TEST(HtmlSheetTest, IsAPageOfItsOwnInTheLanguage) {
  const std::string japanese = Page(TestSheet());
  EXPECT_EQ(japanese.find("<!DOCTYPE html>\n<html lang=\"ja\">\n"), 0u);
  EXPECT_THAT(japanese, HasSubstr("<title>組織目標シート kawabe 令和4年度 (FY2022)</title>"));
  EXPECT_THAT(japanese, HasSubstr("<h1>組織目標シート</h1>"));
  EXPECT_THAT(japanese, HasSubstr("<div><dt>作成日</dt><dd>令和4年4月1日</dd></div>"));
  EXPECT_THAT(japanese, HasSubstr("</html>"));
  for (const char* foreign : {"<script", "src=", "href=", "@import", "url("})
    EXPECT_THAT(japanese, Not(HasSubstr(foreign)));

  const std::string english = Page(TestSheet(), Language::kEnglish);
  EXPECT_THAT(english, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(english, HasSubstr("<h1 lang=\"ja\">組織目標シート</h1>"));
  EXPECT_THAT(english, HasSubstr("<h2>Purpose</h2>"));
  EXPECT_THAT(english, HasSubstr("<dt>Fiscal year</dt><dd>FY2022</dd>"));
}

TEST(HtmlSheetTest, SaysOfEveryCellWhatItIs) {
  const std::string page = Page(TestSheet());
  EXPECT_EQ(Part(page, "<thead>", "</thead>"),
            "<thead>\n<tr><th scope=\"col\">No.</th><th scope=\"col\">目標</th>"
            "<th scope=\"col\">指標</th><th scope=\"col\">単位</th>"
            "<th scope=\"col\" class=\"figures\">令和2</th>"
            "<th scope=\"col\" class=\"figures\">令和3</th>"
            "<th scope=\"col\" class=\"figures\">目標値</th>"
            "<th scope=\"col\" class=\"figures\">実績</th><th scope=\"col\">評価</th>"
            "<th scope=\"col\">担当</th></tr>\n");
  EXPECT_THAT(page, HasSubstr("<tr><th class=\"heading depth0\" scope=\"rowgroup\" colspan=\"10\">"
                              "【柱 I】 待たせない窓口</th></tr>\n"));
  // The goal reaches down over its second indicator, whose row begins with the third column.
  EXPECT_THAT(page, HasSubstr("<tr><td rowspan=\"2\">1</td>"
                              "<th scope=\"row\" class=\"depth1\" rowspan=\"2\">証明書"));
  EXPECT_THAT(page, HasSubstr("<tr><td>交付件数</td><td>件</td><td class=\"figures\"></td>"
                              "<td class=\"figures\">17,756</td>"));
  EXPECT_THAT(page, HasSubstr("<dl class=\"words\"><div><dt>概要</dt><dd>昼休み"));
}

TEST(HtmlSheetTest, EscapesWhatPeopleWrote) {
  sheets::v1::Sheet sheet = TestSheet();
  const std::string hostile = "<script>alert('1')</script>&\"\n{{title}} {{{page_language}}}";
  sheet.set_title(hostile);
  sheet.set_subtitle(hostile);
  sheet.set_contact(hostile);
  (*sheet.mutable_texts())["purpose"] = hostile;
  (*sheet.mutable_texts())[hostile] = hostile;
  sheet.add_notes(hostile);
  auto& goal = *sheet.mutable_goals(0)->mutable_goals(0);
  goal.set_label(hostile);
  goal.set_title(hostile);
  goal.mutable_indicators(0)->set_name(hostile);
  goal.mutable_indicators(0)->mutable_target()->set_text(hostile);
  goal.mutable_evaluation()->set_comment(hostile);
  const std::string page = Page(sheet);
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("<h1>&lt;script&gt;alert(&apos;1&apos;)&lt;/script&gt;&amp;&quot;\n"
                              "{{title}} {{{page_language}}}</h1>"));
}

TEST(HtmlSheetTest, SaysThatThereAreNoGoals) {
  const std::string page = Page(Parse<sheets::v1::Sheet>(R"pb(form: "f" fiscal_year: 2019)pb"));
  EXPECT_THAT(page, HasSubstr("<p>目標はまだありません</p>"));
  EXPECT_THAT(page, Not(HasSubstr("<table")));
  EXPECT_THAT(page, HasSubstr("令和元年度 (FY2019)"));
}

TEST(HtmlSheetTest, IsTheSameEveryTime) { EXPECT_EQ(Page(TestSheet()), Page(TestSheet())); }

}  // namespace
}  // namespace mokuhyo::render
