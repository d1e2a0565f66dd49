// The doorbells of a client of another process's store.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "gtest/gtest.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/faulty_event_store.h"
#include "libs/eventstore/memory/memory_event_store.h"
#include "libs/eventstore/remote/remote_event_store.h"
#include "tests/conformance/served_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using conformance::FaultyEventStore;
using mokuhyo::conformance::ServedEventStore;

// Counts rings.
class Bell {
 public:
  std::function<void()> Ring() {
    return [this] {
      const std::lock_guard lock(mutex_);
      ++rings_;
      changed_.notify_all();
    };
  }

  void WaitForMoreThan(int rings) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return rings_ > rings; });
  }

  int Rings() {
    const std::lock_guard lock(mutex_);
    return rings_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int rings_ = 0;
};

class RemoteWatchTest : public testing::Test {
 protected:
  static std::unique_ptr<RemoteEventStore> Open(const std::string& address) {
    auto store = RemoteEventStore::Open(
        {.address = address,
         .retry = {.first_pause = absl::Milliseconds(1), .longest_pause = absl::Milliseconds(20)}});
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  void Append(const std::string& city) {
    const auto response = AppendNow(memory_, AppendBuilder(city).To("s", Any()));
    ASSERT_TRUE(response.ok()) << response.status();
  }

  base::SystemClock clock_;
  MemoryEventStore memory_{clock_};
  FaultyEventStore counting_{
      memory_, [](const store::v1::AppendRequest*) { return FaultyEventStore::Fault::kNone; }};
};

TEST_F(RemoteWatchTest, WatchesOfACityShareAStream) {
  ServedEventStore server(counting_);
  const auto remote = Open(server.address());
  Bell first;
  Bell second;
  auto one = remote->WatchCity("niigata", first.Ring());
  const auto two = remote->WatchCity("niigata", second.Ring());
  Append("niigata");
  first.WaitForMoreThan(0);
  second.WaitForMoreThan(0);
  // The one that is left goes on.
  one.reset();
  const int before = second.Rings();
  const int silent = first.Rings();
  Append("niigata");
  second.WaitForMoreThan(before);
  EXPECT_EQ(first.Rings(), silent);
  EXPECT_EQ(counting_.watches(), 1);
}

TEST_F(RemoteWatchTest, ANewWatchAfterTheLastOneWentOpensAStreamAgain) {
  ServedEventStore server(counting_);
  const auto remote = Open(server.address());
  Append("niigata");
  for (int round = 1; round <= 3; ++round) {
    Bell bell;
    const auto watch = remote->WatchCity("niigata", bell.Ring());
    bell.WaitForMoreThan(0);
    EXPECT_EQ(counting_.watches(), round);
  }
}

TEST_F(RemoteWatchTest, RingsAgainAfterTheServerCameBack) {
  auto server = std::make_unique<ServedEventStore>(counting_);
  const std::string address = server->address();
  const auto remote = Open(address);
  Bell bell;
  const auto watch = remote->WatchCity("niigata", bell.Ring());
  Append("niigata");
  bell.WaitForMoreThan(0);
  server.reset();
  const int before = bell.Rings();
  // Committed while nobody could hear it.
  Append("niigata");
  server = std::make_unique<ServedEventStore>(counting_, address);
  bell.WaitForMoreThan(before);
  const int back = bell.Rings();
  Append("niigata");
  bell.WaitForMoreThan(back);
}

TEST_F(RemoteWatchTest, TheStoreMayGoWhileTheServerIsAway) {
  auto server = std::make_unique<ServedEventStore>(counting_);
  auto remote = Open(server->address());
  Bell bell;
  const auto watch = remote->WatchCity("niigata", bell.Ring());
  Append("niigata");
  bell.WaitForMoreThan(0);
  server.reset();
  // Between two attempts to connect, or in one; and the watch goes later.
  remote.reset();
}

}  // namespace
}  // namespace mokuhyo::eventstore
