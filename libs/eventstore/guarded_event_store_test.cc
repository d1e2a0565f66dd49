#include "libs/eventstore/guarded_event_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/memory/memory_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;

class GuardedEventStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* city : {"niigata", "yokohama"}) {
      ASSERT_TRUE(AppendNow(store_, AppendBuilder(city).To("a", Any(), 3))->has_appended());
    }
  }

  store::v1::GetHeadResponse HeadOf(const char* city) {
    store::v1::GetHeadRequest request;
    request.set_city(city);
    return *GetHeadNow(guarded_, request);
  }

  base::ManualClock clock_{absl::FromUnixSeconds(1714521600)};
  MemoryEventStore store_{clock_};
  GuardedEventStore guarded_{
      store_, {{"niigata", {base::DataLoss("LOG_CUT_SHORT", "its end was lost"), 4}}}};
};

TEST_F(GuardedEventStoreTest, ADamagedLogTakesNoAppendsAndTheOthersDo) {
  const auto refused = AppendNow(guarded_, AppendBuilder("niigata").To("a", Any()));
  EXPECT_EQ(base::ErrorReason(refused.status()), "LOG_CUT_SHORT");
  EXPECT_EQ(HeadOf("niigata").position(), 3u);
  EXPECT_TRUE(AppendNow(guarded_, AppendBuilder("yokohama").To("a", Any()))->has_appended());
}

TEST_F(GuardedEventStoreTest, ADamagedLogIsReadAndItsHeadSaysSo) {
  store::v1::ReadCityRequest request;
  request.set_city("niigata");
  EXPECT_EQ(ReadCityNow(guarded_, request)->events_size(), 3);
  EXPECT_EQ(HeadOf("niigata").damaged_from(), 4u);
  EXPECT_FALSE(HeadOf("yokohama").has_damaged_from());
}

TEST_F(GuardedEventStoreTest, AStoreThatIsNotTheRightOneTakesNoAppendsAtAllAndIsRead) {
  GuardedEventStore refusing(store_, {}, base::DataLoss("LOG_MISSING", "another one is there"));
  for (const char* city : {"niigata", "sapporo"}) {
    const auto refused = AppendNow(refusing, AppendBuilder(city).To("a", Any()));
    EXPECT_EQ(base::ErrorReason(refused.status()), "LOG_MISSING");
  }
  store::v1::ReadCityRequest request;
  request.set_city("niigata");
  EXPECT_EQ(ReadCityNow(refusing, request)->events_size(), 3);
}

}  // namespace
}  // namespace mokuhyo::eventstore
