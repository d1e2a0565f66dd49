#include "libs/render/xlsx_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace mokuhyo::render {
namespace {

using ::testing::ElementsAre;

std::string Repeat(std::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::vector<std::string> Cells(std::string_view text) {
  std::vector<std::string> cells;
  while (!text.empty()) cells.push_back(TakeCell(text));
  return cells;
}

TEST(XlsxTextTest, FillsACellWithWhatFitsInUtf16) {
  EXPECT_THAT(Cells(""), ElementsAre());
  EXPECT_THAT(Cells("目標"), ElementsAre("目標"));
  for (const char* one : {"a", "é", "目"}) {
    const std::string full = Repeat(one, kMaxCellUnits);
    EXPECT_THAT(Cells(full), ElementsAre(full));
    EXPECT_THAT(Cells(full + one), ElementsAre(full, one));
  }
  // Two units each: 32,766 is as near as they come.
  const std::string full = Repeat("𠮷", kMaxCellUnits / 2);
  EXPECT_THAT(Cells(full + "𠮷𠮷"), ElementsAre(full, "𠮷𠮷"));
  EXPECT_THAT(Cells(full + "aa"), ElementsAre(full + "a", "a"));
}

TEST(XlsxTextTest, ReplacesWhatXmlCannotHold) {
  EXPECT_THAT(Cells("a\uFFFEb\uFFFF"), ElementsAre("a\uFFFDb\uFFFD"));
  // The last that it holds, and noncharacters of other planes, which it does.
  EXPECT_THAT(Cells("\uFFFD\U0001FFFE\U0010FFFF"), ElementsAre("\uFFFD\U0001FFFE\U0010FFFF"));
}

TEST(XlsxTextTest, GetsOnWhateverTheBytesAre) {
  EXPECT_THAT(Cells("\xE3\x81"), ElementsAre("\xE3\x81"));
  EXPECT_THAT(Cells("\x80\xFF"), ElementsAre("\x80\xFF"));
}

}  // namespace
}  // namespace mokuhyo::render
