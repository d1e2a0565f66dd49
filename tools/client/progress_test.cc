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
