#include "tools/client/compared_point.h"

#include <gtest/gtest.h>

namespace mokuhyo::client {
namespace {

TEST(ComparedPointTest, StatesAreReadAsTyped) {
  EXPECT_EQ(ParsePoint("edition:2")->edition(), 2u);
  EXPECT_EQ(ParsePoint("time:2023-04-01T00:00:00+09:00")->as_of_time(),
            "2023-04-01T00:00:00+09:00");
  EXPECT_EQ(ParsePoint("position:niigata.0a.7")->position(), "niigata.0a.7");
  EXPECT_EQ(ParsePoint("day:2023-04-01")->effective_date(), "2023-04-01");
  EXPECT_EQ(ParsePoint("sheet:niigata/2021-somu")->sheet(), "cities/niigata/sheets/2021-somu");
  const auto both = ParsePoint("sheet:cities/c/sheets/s,edition:1");
  EXPECT_EQ(both->sheet(), "cities/c/sheets/s");
  EXPECT_EQ(both->edition(), 1u);
  const auto times = ParsePoint("time:2023-04-01T00:00:00Z,day:2022-06-01");
  EXPECT_EQ(times->effective_date(), "2022-06-01");
  EXPECT_TRUE(times->has_as_of_time());
}

TEST(ComparedPointTest, AnythingElseIsRefused) {
  for (const char* typed : {"", "1", "edition", "edition:", "edition:0", "edition:-1", "edition:x",
                            "edition:99999999999", "edition:1,edition:2", "edition:1,time:x",
                            "day:1,day:2", "year:2022", "edition:1,"}) {
    EXPECT_EQ(ParsePoint(typed).status().code(), absl::StatusCode::kInvalidArgument) << typed;
  }
}

}  // namespace
}  // namespace mokuhyo::client
