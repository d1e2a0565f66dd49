#include "libs/render/printable.h"

#include <gtest/gtest.h>

namespace mokuhyo::render {
namespace {

TEST(PrintableTest, KeepsTextAsItIs) {
  const std::string text = "達成率 95.0％ (※)\nか\xE3\x82\x99 👨‍👩‍👧 é";
  EXPECT_EQ(Printable(text), text);
  EXPECT_EQ(Printable(""), "");
}

TEST(PrintableTest, ShowsWhatWouldSteerTheTerminal) {
  EXPECT_EQ(Printable("a\x1B[2Jb\x07\r\x7F"), "a\uFFFD[2Jb\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Printable("\xC2\x9B"
                      "31m"),
            "\uFFFD31m");  // C1: an escape sequence in one character.
  EXPECT_EQ(Printable("a\tb"), "a b");
}

TEST(PrintableTest, ShowsControlsOfDirectionAndSeparators) {
  EXPECT_EQ(Printable("\u202A\u202B\u202C\u202D\u202E"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Printable("\u2066\u2067\u2068\u2069"), "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Printable("a\u2028b\u2029c"), "a\uFFFDb\uFFFDc");
}

TEST(PrintableTest, LineHasNoLineBreaks) {
  EXPECT_EQ(PrintableLine("a.json\n[2/2] b.json … created"), "a.json\uFFFD[2/2] b.json … created");
  EXPECT_EQ(PrintableLine("達成"), "達成");
}

}  // namespace
}  // namespace mokuhyo::render
