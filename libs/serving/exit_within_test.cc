#include "libs/serving/exit_within.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace mokuhyo::serving {
namespace {

TEST(ExitWithinDeathTest, EndsAProcessThatHangs) {
  EXPECT_EXIT(
      {
        ExitWithin(absl::Milliseconds(1));
        while (true) pause();
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace mokuhyo::serving
