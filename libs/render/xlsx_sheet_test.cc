#include "libs/render/xlsx_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/render/sheet_test_util.h"

namespace mokuhyo::render {
namespace {

absl::StatusOr<std::string> Workbook(const sheets::v1::Sheet& sheet,
                                     Language language = Language::kJapanese) {
  const forms::v1::Form form = TestForm();
  return WriteXlsx(PrintSheet(sheet, {.language = language, .form = &form}));
}

// What is in a workbook is looked at by tests/end_to_end, which can unpack it.
TEST(XlsxSheetTest, IsTheSameEveryTime) {
  const auto once = Workbook(TestSheet());
  ASSERT_TRUE(once.ok()) << once.status();
  EXPECT_EQ(once->substr(0, 4), "PK\x03\x04");
  EXPECT_EQ(*once, *Workbook(TestSheet()));
  EXPECT_NE(*once, *Workbook(TestSheet(), Language::kEnglish));
}

TEST(XlsxSheetTest, TakesTextsLongerThanACell) {
  sheets::v1::Sheet sheet = TestSheet();
  std::string text;
  for (int i = 0; i < 70'000; ++i) text += "目";
  sheet.mutable_goals(0)->mutable_goals(0)->mutable_evaluation()->set_comment(text);
  sheet.mutable_goals(0)->mutable_goals(0)->set_title(text);
  const auto workbook = Workbook(sheet);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
}

TEST(XlsxSheetTest, TakesASheetWithoutGoals) {
  EXPECT_TRUE(Workbook(Parse<sheets::v1::Sheet>(R"pb(form: "f" fiscal_year: 2019)pb")).ok());
}

}  // namespace
}  // namespace mokuhyo::render
