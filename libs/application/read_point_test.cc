#include "libs/application/read_point.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/application/hooked_event_store_test_util.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/memory/memory_event_store.h"

namespace mokuhyo::application {
namespace {

using eventstore::conformance::Any;
using eventstore::conformance::AppendBuilder;

const absl::Time kStart = absl::FromUnixSeconds(1651363200);

class ReadPointTest : public ::testing::Test {
 protected:
  void Append(int count) {
    ASSERT_TRUE(eventstore::AppendNow(store_, AppendBuilder("test").To("a", Any(), count)).ok());
  }

  absl::StatusOr<ReadPoint> Resolve(const std::string& at_least, const std::string& as_of,
                                    const std::string& city = "test") {
    return ResolveReadPoint(store_, clock_, city, at_least, as_of);
  }

  // The position of what was known `after` the start.
  uint64_t AsOf(absl::Duration after) {
    const auto point = Resolve("", base::FormatInstant(kStart + after));
    EXPECT_TRUE(point.ok()) << point.status();
    return point.ok() ? point->position : 0;
  }

  void ExpectRefused(const std::string& at_least, const std::string& as_of, absl::StatusCode code,
                     const std::string& reason) {
    const auto point = Resolve(at_least, as_of);
    EXPECT_EQ(point.status().code(), code) << point.status();
    EXPECT_EQ(base::ErrorReason(point.status()), reason) << point.status();
  }

  base::ManualClock clock_{kStart};
  eventstore::MemoryEventStore memory_{clock_};
  HookedEventStore store_{memory_};
};

TEST_F(ReadPointTest, IsTheHeadUnlessMoreIsAsked) {
  const auto nothing = Resolve("", "");
  ASSERT_TRUE(nothing.ok());
  EXPECT_EQ(nothing->position, 0u);
  Append(3);
  const auto point = Resolve("", "");
  ASSERT_TRUE(point.ok());
  EXPECT_EQ(point->position, 3u);
  EXPECT_TRUE(point->token.starts_with("test."));
  // A token answered is a token taken.
  const auto again = Resolve(point->token, "");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->token, point->token);
  Append(1);
  EXPECT_EQ(Resolve(point->token, "")->position, 4u);
}

TEST_F(ReadPointTest, RefusesTokensThatDoNotFit) {
  Append(3);
  const std::string token = Resolve("", "")->token;
  const std::string epoch = token.substr(5, token.rfind('.') - 5);
  ExpectRefused("nonsense", "", absl::StatusCode::kInvalidArgument, "INVALID_POSITION_TOKEN");
  ExpectRefused(absl::StrCat("other.", epoch, ".1"), "", absl::StatusCode::kInvalidArgument,
                "OTHER_CITY");
  ExpectRefused("test.0123456789abcdef.1", "", absl::StatusCode::kOutOfRange, "LOST_EPOCH");
  ExpectRefused(absl::StrCat("test.", epoch, ".4"), "", absl::StatusCode::kOutOfRange,
                "BEYOND_HEAD");
}

TEST_F(ReadPointTest, ATimeIsTheLastPositionRecordedByThen) {
  // Positions 1 to 3 at the start, 4 a minute later, 5 to 9 an hour later.
  Append(3);
  clock_.Advance(absl::Minutes(1));
  Append(1);
  clock_.Advance(absl::Minutes(59));
  Append(5);
  clock_.Advance(absl::Hours(1) + absl::Seconds(1));
  EXPECT_EQ(AsOf(-absl::Hours(1)), 0u);
  EXPECT_EQ(AsOf(-absl::Microseconds(1)), 0u);
  EXPECT_EQ(AsOf(absl::ZeroDuration()), 3u);
  EXPECT_EQ(AsOf(absl::Seconds(59)), 3u);
  EXPECT_EQ(AsOf(absl::Minutes(1)), 4u);
  EXPECT_EQ(AsOf(absl::Minutes(59)), 4u);
  EXPECT_EQ(AsOf(absl::Hours(1)), 9u);
  EXPECT_EQ(AsOf(absl::Hours(2)), 9u);
}

TEST_F(ReadPointTest, EveryPositionOfALongLogIsFound) {
  for (int i = 0; i < 33; ++i) {
    Append(1 + i % 3);
    clock_.Advance(absl::Seconds(1));
  }
  uint64_t position = 0;
  for (int i = 0; i < 33; ++i) {
    position += static_cast<uint64_t>(1 + i % 3);
    EXPECT_EQ(AsOf(absl::Seconds(i)), position);
  }
}

// Positions 1 to 3 a minute apart are whole, what came then is lost.
TEST_F(ReadPointTest, OfADamagedLogOnlyTimesBeforeItsLastWholeEventAreKnown) {
  for (int i = 0; i < 5; ++i) {
    Append(1);
    clock_.Advance(absl::Minutes(1));
  }
  const std::string last = Resolve("", "")->token;
  const std::string whole = Resolve("", base::FormatInstant(kStart + absl::Minutes(1)))->token;
  store_.on_head = [](store::v1::GetHeadResponse& head) {
    head.set_position(3);
    head.set_damaged_from(4);
    head.mutable_last_recorded_time()->set_seconds(absl::ToUnixSeconds(kStart) + 120);
  };
  EXPECT_EQ(AsOf(absl::Minutes(1)), 2u);
  EXPECT_EQ(AsOf(absl::Seconds(119)), 2u);
  // An event that was lost may have been recorded at the same instant.
  const std::string same = base::FormatInstant(kStart + absl::Minutes(2));
  ExpectRefused("", same, absl::StatusCode::kDataLoss, "LOG_DAMAGED");
  ExpectRefused("", "", absl::StatusCode::kDataLoss, "LOG_DAMAGED");
  ExpectRefused(whole, "", absl::StatusCode::kDataLoss, "LOG_DAMAGED");
  EXPECT_TRUE(Resolve(whole, base::FormatInstant(kStart)).ok());
  ExpectRefused(last, base::FormatInstant(kStart), absl::StatusCode::kDataLoss, "LOG_DAMAGED");
  EXPECT_TRUE(CheckReached(store_, "test", whole).ok());
  EXPECT_EQ(CheckReached(store_, "test", last).code(), absl::StatusCode::kDataLoss);
}

TEST_F(ReadPointTest, NoticesThatTheStoreWasRestoredToATimeBefore) {
  Append(3);
  const auto point = Resolve("", "");
  ASSERT_TRUE(point.ok());
  EXPECT_TRUE(RequireSameHistory(store_, *point).ok());
  Append(1);
  EXPECT_TRUE(RequireSameHistory(store_, *point).ok()) << "more has happened since";
  const std::string epoch = point->token.substr(5, point->token.rfind('.') - 5);
  uint64_t restored_to = 3;
  store_.on_head = [&](store::v1::GetHeadResponse& head) {
    head.set_epoch("0123456789abcdef0123456789abcdef");
    auto& ancestor = *head.add_ancestors();
    ancestor.set_epoch(epoch);
    ancestor.set_position(restored_to);
  };
  EXPECT_TRUE(RequireSameHistory(store_, *point).ok()) << "up to there both histories are one";
  restored_to = 2;
  const absl::Status status = RequireSameHistory(store_, *point);
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(base::ErrorReason(status), "EPOCH_CHANGED");
}

TEST_F(ReadPointTest, AnEmptyCityHasNoPast) { EXPECT_EQ(AsOf(-absl::Hours(1)), 0u); }

TEST_F(ReadPointTest, RefusesTheFutureAndWhatIsNoTime) {
  Append(1);
  ExpectRefused("", base::FormatInstant(kStart + absl::Seconds(1)),
                absl::StatusCode::kInvalidArgument, "IN_THE_FUTURE");
  // Another event of the same instant may be on its way.
  ExpectRefused("", base::FormatInstant(kStart), absl::StatusCode::kOutOfRange, "NOT_SETTLED");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(AsOf(absl::ZeroDuration()), 1u);
  ExpectRefused("", "yesterday", absl::StatusCode::kInvalidArgument, "INVALID_INSTANT");
  ExpectRefused("", "2022-05-01", absl::StatusCode::kInvalidArgument, "INVALID_INSTANT");
}

}  // namespace
}  // namespace mokuhyo::application
