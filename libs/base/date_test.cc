#include "libs/base/date.h"

#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "libs/base/errors.h"

namespace mokuhyo::base {
namespace {

absl::Time Utc(int year, int month, int day, int hour, int minute, int second) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, second),
                         absl::UTCTimeZone());
}

TEST(DateTest, KnowsTheCalendar) {
  for (const std::string_view text :
       {"1900-01-01", "2000-02-29", "2022-04-01", "2024-02-29", "2200-12-31"}) {
    EXPECT_TRUE(IsDate(text)) << text;
  }
  for (const std::string_view text :
       {"", "2022", "2022-4-1", "2022-04-1 ", "2022/04/01", "2022-13-01", "2022-00-10",
        "2022-04-00", "2022-04-31", "2023-02-29", "1900-02-29", "1899-12-31", "2201-01-01",
        "+022-04-01", "2022-04-011", "２022-04-1"}) {
    EXPECT_FALSE(IsDate(text)) << text;
  }
}

TEST(DateTest, TodayTurnsAtMidnightInTokyo) {
  EXPECT_EQ(TodayInTokyo(Utc(2022, 3, 31, 14, 59, 59)), "2022-03-31");
  EXPECT_EQ(TodayInTokyo(Utc(2022, 3, 31, 15, 0, 0)), "2022-04-01");
}

TEST(DateTest, ReadsInstants) {
  const absl::Time instant = Utc(2022, 5, 1, 0, 30, 0);
  EXPECT_EQ(*ParseInstant("2022-05-01T09:30:00+09:00", "f"), instant);
  EXPECT_EQ(*ParseInstant("2022-05-01T00:30:00Z", "f"), instant);
  EXPECT_EQ(*ParseInstant("2022-04-30T19:30:00-05:00", "f"), instant);
  EXPECT_EQ(*ParseInstant("2022-05-01T00:30:00.25Z", "f"), instant + absl::Milliseconds(250));
}

TEST(DateTest, RefusesWhatIsNoInstant) {
  for (const std::string_view text :
       {"", "infinite-future", "infinite-past", "2022-05-01", "2022-05-01T09:30:00",
        "2022-05-01 09:30:00Z", "2022-05-01T09:30Z", "2022-05-01T24:30:00Z", "2022-05-01T09:60:00Z",
        "2022-02-30T09:30:00Z", "2022-05-01T09:30:00+0900", "2022-05-01T09:30:00+09",
        "2022-05-01T09:30:00.Z", "2022-05-01T09:30:00.5", " 2022-05-01T09:30:00Z",
        "2022-05-01T09:30:00Z ", "12022-05-01T09:30:00Z", "2022-05-01T09:30:00+25:00"}) {
    const auto parsed = ParseInstant(text, "as_of_time");
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_EQ(ErrorReason(parsed.status()), "INVALID_INSTANT") << text;
  }
}

TEST(DateTest, WritesInstants) {
  EXPECT_EQ(FormatInstant(Utc(2022, 5, 1, 0, 30, 0)), "2022-05-01T00:30:00Z");
  const absl::Time fine = Utc(2022, 5, 1, 0, 30, 0) + absl::Nanoseconds(1200300);
  EXPECT_EQ(FormatInstant(fine), "2022-05-01T00:30:00.0012003Z");
  EXPECT_EQ(*ParseInstant(FormatInstant(fine), "f"), fine);
}

}  // namespace
}  // namespace mokuhyo::base
