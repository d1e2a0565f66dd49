#include "libs/base/text_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace mokuhyo::base {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

auto Says(const char* part) {
  return AllOf(Field(&FieldViolation::field, "f"),
               Field(&FieldViolation::description, HasSubstr(part)));
}

std::vector<FieldViolation> Text(std::string_view text, size_t max_characters = 100) {
  Violations violations;
  CheckText("f", text, max_characters, violations);
  return violations.list();
}

std::vector<FieldViolation> Line(std::string_view text, size_t max_characters = 100) {
  Violations violations;
  CheckLine("f", text, max_characters, violations);
  return violations.list();
}

TEST(TextCheckTest, AcceptsOrdinaryText) {
  EXPECT_THAT(Text(""), IsEmpty());
  EXPECT_THAT(Text("道路の損傷\n\t件数（がけ崩れ）①㎡𠮷"), IsEmpty());
  EXPECT_THAT(Line("区民アンケート\tの回答率"), IsEmpty());
}

TEST(TextCheckTest, CountsCodePoints) {
  EXPECT_THAT(Text("𠮷野家", 3), IsEmpty());
  EXPECT_THAT(Text("𠮷野家", 2), ElementsAre(Says("has 3 characters; at most 2")));
}

TEST(TextCheckTest, RefusesIllFormedUtf8) {
  for (const std::string& text :
       {std::string("a\xff"), std::string("\xc0\xaf"), std::string("\xed\xa0\x80"),
        std::string("\xe3\x81"), std::string("\xf4\x90\x80\x80")}) {
    // Over the length as well, but nothing more can be said of such text.
    EXPECT_THAT(Text(text, 0), ElementsAre(Says("is not UTF-8 at byte")));
  }
}

TEST(TextCheckTest, RefusesControlCharacters) {
  EXPECT_THAT(Text("a\rb"), ElementsAre(Says("U+000D")));
  EXPECT_THAT(Text(std::string_view("a\0b", 3)), ElementsAre(Says("U+0000")));
  EXPECT_THAT(Text("a\x7f"), ElementsAre(Says("U+007F")));
  EXPECT_THAT(Text("a\xc2\x85"), ElementsAre(Says("U+0085")));
}

TEST(TextCheckTest, RefusesNoncharacters) {
  EXPECT_THAT(Text("a\xef\xbf\xbe"), ElementsAre(Says("U+FFFE")));
  EXPECT_THAT(Line("a\xef\xbf\xbf"), ElementsAre(Says("U+FFFF")));
  EXPECT_THAT(Text("a\xef\xb7\x90"), ElementsAre(Says("U+FDD0")));
  EXPECT_THAT(Text("a\xf4\x8f\xbf\xbf"), ElementsAre(Says("U+10FFFF")));
  // The replacement character, a private one and one that is not assigned yet are characters.
  EXPECT_THAT(Text("\xef\xbf\xbd\xee\x80\x80\xf0\xba\xbf\xb0"), IsEmpty());
}

TEST(TextCheckTest, ALineHasNoLineBreaks) {
  EXPECT_THAT(Line("a\nb"), ElementsAre(Says("U+000A")));
  EXPECT_THAT(Line("a\xe2\x80\xa8"), ElementsAre(Says("U+2028")));
  EXPECT_THAT(Line("a\xe2\x80\xa9"), ElementsAre(Says("U+2029")));
  EXPECT_THAT(Text("a\xe2\x80\xa8"), IsEmpty());
}

TEST(TextCheckTest, RefusesWhatIsNotComposed) {
  // か and the combining voiced sound mark instead of が.
  EXPECT_THAT(Text("か\xe3\x82\x99"), ElementsAre(Says("normalization form C")));
}

TEST(TextCheckTest, ReportsEveryFault) {
  EXPECT_THAT(Text("か\xe3\x82\x99\r", 2),
              ElementsAre(Says("U+000D"), Says("normalization"), Says("has 3 characters")));
}

}  // namespace
}  // namespace mokuhyo::base
