#include "libs/base/era_date.h"

#include <gtest/gtest.h>

namespace mokuhyo::base {
namespace {

TEST(EraDateTest, ChangesTheEraOnItsDay) {
  EXPECT_EQ(FormatDateJa("2023-04-01"), "令和5年4月1日");
  EXPECT_EQ(FormatDateJa("2019-05-01"), "令和元年5月1日");
  EXPECT_EQ(FormatDateJa("2019-04-30"), "平成31年4月30日");
  EXPECT_EQ(FormatDateJa("1989-01-08"), "平成元年1月8日");
  EXPECT_EQ(FormatDateJa("1989-01-07"), "昭和64年1月7日");
  EXPECT_EQ(FormatDateJa("1926-12-25"), "昭和元年12月25日");
  EXPECT_EQ(FormatDateJa("1926-12-24"), "1926年12月24日");
}

TEST(EraDateTest, LeavesWhatIsNoDay) {
  for (const char* text : {"", "2023-02-30", "2023", "令和5年", "2023-04-01T00:00:00Z"}) {
    EXPECT_EQ(FormatDateJa(text), text);
  }
}

}  // namespace
}  // namespace mokuhyo::base
