#include "libs/eventstore/periodic_checkpoints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <string>

#include "libs/base/errors.h"
#include "libs/base/manual_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/fake_store_operations.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/forwarding_event_store.h"
#include "libs/eventstore/memory/memory_event_store.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using ::testing::HasSubstr;

constexpr char kEdition[] = "mokuhyo.events.v1.EditionPublished";
// Far longer than any test: what takes so long does not come by itself.
constexpr auto kNever = std::chrono::hours(1000);

// What the thread of the checkpoints says, for the thread of the test to wait for.
template <typename T>
class Told {
 public:
  void Push(T value) {
    const std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    changed_.notify_all();
  }

  T Pop() {
    std::unique_lock lock(mutex_);
    // Only a test that fails waits so long.
    if (!changed_.wait_for(lock, std::chrono::minutes(1), [this] { return !values_.empty(); })) {
      throw std::runtime_error("nothing was told");
    }
    T value = std::move(values_.front());
    values_.pop_front();
    return value;
  }

  size_t size() {
    const std::lock_guard lock(mutex_);
    return values_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> values_;
};

// A store whose doorbells never ring.
class Deaf final : public ForwardingEventStore {
 public:
  explicit Deaf(EventStore& store) : ForwardingEventStore(store) {}

  std::unique_ptr<Watch> WatchCity(std::string_view, std::function<void()>) override {
    return std::make_unique<Watch>();
  }
};

class PeriodicCheckpointsTest : public ::testing::Test {
 protected:
  void Record(const std::string& type, const std::string& city = "niigata") {
    AppendBuilder append(city);
    append.To("sheets/a", Any());
    append.Request().mutable_streams(0)->mutable_events(0)->set_type(type);
    ASSERT_TRUE(AppendNow(store_, append)->has_appended());
  }

  // Nothing happens by itself; each test says what does.
  PeriodicCheckpoints::Options Options() {
    return {.interval = kNever,
            .event_types = {kEdition},
            .patience = kNever,
            .rest = std::chrono::milliseconds(0),
            .on_made = [this](const auto& note) { made_.Push(note); },
            .on_failed =
                [this](const auto& city, const auto& status) {
                  failed_.Push({city, status});
                }};
  }

  conformance::ScratchDirectory directory_;
  base::ManualClock clock_{absl::FromUnixSeconds(1714521600)};
  MemoryEventStore store_{clock_};
  conformance::FakeStoreOperations operations_{store_};
  proof::CheckpointFiles files_{{directory_.Path() + "/checkpoints"}};
  CheckpointKeeper keeper_{store_, operations_, clock_, files_, proof::SigningKey::Generate()};
  Told<proof::CheckpointNote> made_;
  Told<std::pair<std::string, absl::Status>> failed_;
};

TEST_F(PeriodicCheckpointsTest, AStartCatchesUpWithWhatChanged) {
  Record("test.Event");
  Record("test.Event", "yokohama");
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  Record("test.Event");
  const PeriodicCheckpoints checkpoints(store_, keeper_, Options());
  EXPECT_EQ(made_.Pop().size, 2u);
  EXPECT_EQ(made_.Pop().city, "yokohama");
}

TEST_F(PeriodicCheckpointsTest, AnEditionIsFollowedByACheckpointAtOnce) {
  Record("test.Event");
  const PeriodicCheckpoints checkpoints(store_, keeper_, Options());
  EXPECT_EQ(made_.Pop().size, 1u);
  Record(kEdition);
  EXPECT_EQ(made_.Pop().size, 2u);
  Record("test.Event");
  Record(kEdition);
  // The thread may have seen the edition alone or with what came before it, never without.
  EXPECT_EQ(made_.Pop().size, 4u);
}

TEST_F(PeriodicCheckpointsTest, OtherEventsWaitForTheIntervalOrTheEnd) {
  Record("test.Event");
  {
    const PeriodicCheckpoints checkpoints(store_, keeper_, Options());
    EXPECT_EQ(made_.Pop().size, 1u);
    Record("test.Event", "yokohama");
    Record("test.Event");
    // The round that finds the new city has looked at the other one.
    EXPECT_EQ(made_.Pop().city, "yokohama");
    EXPECT_EQ((*keeper_.Newest("niigata"))->size, 1u);
    Record("test.Event");
  }
  // A clean stop leaves nothing uncovered.
  EXPECT_EQ((*keeper_.Newest("niigata"))->size, 3u);
}

TEST_F(PeriodicCheckpointsTest, TheIntervalBringsWhatChanged) {
  Record("test.Event");
  PeriodicCheckpoints::Options options = Options();
  options.interval = std::chrono::milliseconds(1);
  const PeriodicCheckpoints checkpoints(store_, keeper_, options);
  while (made_.Pop().size != 1) continue;
  Record("test.Event");
  while (made_.Pop().size != 2) continue;
}

TEST_F(PeriodicCheckpointsTest, ALostDoorbellOnlyDelays) {
  Record("test.Event");
  Deaf deaf(store_);
  PeriodicCheckpoints::Options options = Options();
  options.patience = std::chrono::milliseconds(1);
  const PeriodicCheckpoints checkpoints(deaf, keeper_, options);
  EXPECT_EQ(made_.Pop().size, 1u);
  Record(kEdition);
  EXPECT_EQ(made_.Pop().size, 2u);
  Record(kEdition, "yokohama");
  EXPECT_EQ(made_.Pop().city, "yokohama");
}

TEST_F(PeriodicCheckpointsTest, WhatFailedIsToldOnceAndTriedAgain) {
  Record("test.Event");
  const std::string path = directory_.Path() + "/checkpoints";
  std::ofstream(path) << "a file where the directory should be";
  PeriodicCheckpoints::Options options = Options();
  options.patience = std::chrono::milliseconds(1);
  const PeriodicCheckpoints checkpoints(store_, keeper_, options);
  const auto [city, status] = failed_.Pop();
  EXPECT_EQ(city, "niigata");
  EXPECT_EQ(base::ErrorReason(status), "CHECKPOINT_DIRECTORY");
  EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  std::filesystem::remove(path);
  EXPECT_EQ(made_.Pop().size, 1u);
  EXPECT_EQ(failed_.size(), 0u);
}

TEST_F(PeriodicCheckpointsTest, ABadFileKeepsNobodyFromMakingCheckpoints) {
  Record("test.Event");
  ASSERT_TRUE(keeper_.Make("niigata").ok());
  const std::string place =
      directory_.Path() + "/checkpoints/" + (*keeper_.Newest("niigata"))->epoch;
  std::ofstream(place + "/niigata/1.checkpoint") << "rubbish";
  std::ofstream(place + "/niigata/00000000000000000002.checkpoint") << "rubbish";
  Record("test.Event");
  Record("test.Event");
  CheckpointKeeper keeper{store_, operations_, clock_, files_, keeper_.key()};
  const PeriodicCheckpoints checkpoints(store_, keeper, Options());
  EXPECT_EQ(made_.Pop().size, 3u);
  EXPECT_EQ(failed_.size(), 0u);
}

}  // namespace
}  // namespace mokuhyo::eventstore
