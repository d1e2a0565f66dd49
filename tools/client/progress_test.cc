#include "tools/client/progress.h"

#include <gtest/gtest.h>

#include <sstream>

namespace mokuhyo::client {
namespace {

TEST(ProgressTest, WritesALineForEachThing) {
  std::ostringstream lines;
  std::ostringstream bar;
  Progress progress(12, lines, bar, false);
  progress.Begin("a.json");
  progress.End("a.json", "created");
  progress.End("b.json", "unchanged");
  EXPECT_EQ(lines.str(), "[ 1/12] a.json … created\n[ 2/12] b.json … unchanged\n");
  EXPECT_EQ(bar.str(), "");
}

TEST(ProgressTest, DisarmsNames) {
  std::ostringstream lines;
  std::ostringstream bar;
  Progress progress(1, lines, bar, true);
  progress.Begin("a\x1B]0;title\x07.json");
  EXPECT_EQ(bar.str(), "\r\x1B[K[........................] 0/1 a\uFFFD]0;title\uFFFD.json");
  progress.End("a\n[2/2] b.json", "created \u2066x");
  EXPECT_EQ(lines.str(), "[1/1] a\uFFFD[2/2] b.json … created \uFFFDx\n");
}

TEST(ProgressTest, DrawsABarOnATerminal) {
  std::ostringstream lines;
  std::ostringstream bar;
  Progress progress(2, lines, bar, true);
  progress.End("a", "done");
  bar.str("");
  progress.Begin("b");
  EXPECT_EQ(bar.str(), "\r\x1B[K[############............] 1/2 b");
}

}  // namespace
}  // namespace mokuhyo::client
