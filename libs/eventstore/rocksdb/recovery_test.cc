#include "libs/eventstore/rocksdb/recovery.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/rocksdb/testing/faulty_env.h"
#include "libs/eventstore/rocksdb/testing/faulty_file_system.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::Any;
using conformance::AppendBuilder;
using conformance::ScratchDirectory;
using testing::HasSubstr;
using Operation = FaultyFileSystem::Operation;

// A store on a disk that fails at a command, with one event.
class StoreRecoveryTest : public testing::Test {
 protected:
  void SetUp() override {
    Open();
    ASSERT_TRUE(AppendNow(*store_, AppendBuilder("niigata").To("s", Any())).ok());
  }

  void Open() {
    auto store = RocksDbEventStore::Open(options_, clock_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  std::string Append() {
    const auto response = AppendNow(*store_, AppendBuilder("niigata").To("s", Any()));
    return response.ok() ? "" : base::ErrorReason(response.status());
  }

  absl::StatusOr<int> CountEvents() {
    store::v1::ReadCityRequest request;
    request.set_city("niigata");
    const auto page = ReadCityNow(*store_, request);
    if (!page.ok()) return page.status();
    return page->events_size();
  }

  uint64_t Head() {
    store::v1::GetHeadRequest request;
    request.set_city("niigata");
    return GetHeadNow(*store_, request)->position();
  }

  // Appends more than fits RocksDB's buffer, so that it begins to write a table.
  void FillTheBuffer() {
    AppendBuilder append("niigata");
    append.To("large", Any());
    append.Request().mutable_streams(0)->mutable_events(0)->set_payload(
        std::string(1'900'000, 'x'));
    for (int i = 0; i < 20; ++i) AppendNow(*store_, append).status().IgnoreError();
  }

  const ScratchDirectory directory_;
  const base::SystemClock clock_;
  const std::shared_ptr<FaultyFileSystem> disk_ =
      std::make_shared<FaultyFileSystem>(directory_.Path() + "/attic", 1);
  FaultyEnv env_{disk_};
  std::promise<absl::Status> failed_;
  std::atomic<int> recovered_ = 0;
  RocksDbEventStore::Options options_ = {
      .directory = directory_.Path() + "/store",
      .env = &env_,
      .recovery_interval = absl::InfiniteDuration(),
      .on_failed = [this](const absl::Status& status) { failed_.set_value(status); },
      .on_recovered = [this] { ++recovered_; }};
  std::unique_ptr<RocksDbEventStore> store_;
};

TEST_F(StoreRecoveryTest, TellsWhenItFailsAndWhenItIsBack) {
  disk_->Break({.operation = Operation::kSync});
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  const auto told = failed_.get_future().get();
  EXPECT_EQ(base::ErrorReason(told), "STORE_READ_ONLY");
  EXPECT_THAT(std::string(told.message()), HasSubstr("the test broke the disk"));
  EXPECT_EQ(store_->Condition().state, admin::v1::STORE_STATE_READ_ONLY);
  EXPECT_EQ(Append(), "STORE_READ_ONLY");
  EXPECT_EQ(store_->TryRecovery().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(recovered_, 0);

  disk_->Repair();
  EXPECT_TRUE(store_->TryRecovery().ok());
  EXPECT_EQ(recovered_, 1);
  EXPECT_EQ(store_->Condition().state, admin::v1::STORE_STATE_SERVING);
  EXPECT_EQ(Append(), "");
  // With nothing to recover from, nothing is done.
  EXPECT_TRUE(store_->TryRecovery().ok());
  EXPECT_EQ(recovered_, 1);
}

TEST_F(StoreRecoveryTest, ComesBackByItself) {
  std::promise<void> back;
  store_.reset();
  options_.recovery_interval = absl::Milliseconds(1);
  options_.on_recovered = [&] { back.set_value(); };
  Open();
  disk_->LimitSpace(0);
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  EXPECT_EQ(Append(), "STORE_READ_ONLY");
  disk_->MakeRoom();
  back.get_future().wait();
  EXPECT_EQ(Append(), "");
}

// Space for the probe alone is not space to go on with.
TEST_F(StoreRecoveryTest, NeedsTheSpaceThatOpeningTakes) {
  disk_->LimitSpace(0);
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  disk_->LimitSpace(options_.probe_bytes);
  const auto refused = store_->TryRecovery();
  EXPECT_THAT(std::string(refused.message()), HasSubstr("the test filled the disk"));
  disk_->LimitSpace(2 * options_.probe_bytes);
  EXPECT_TRUE(store_->TryRecovery().ok());
}

TEST_F(StoreRecoveryTest, ReadsGoOnWhereOpeningFails) {
  disk_->Break({.operation = Operation::kSync});
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  disk_->Repair();
  disk_->Break({.operation = Operation::kAppend, .files = ".sst"});
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(store_->TryRecovery().code(), absl::StatusCode::kUnavailable);
    // Whether the append in doubt is there nobody is told before it is certain.
    EXPECT_EQ(CountEvents().value_or(-1), 1);
    EXPECT_EQ(Head(), 1U);
  }
  disk_->Repair();
  EXPECT_TRUE(store_->TryRecovery().ok());
  EXPECT_EQ(CountEvents().value_or(-1), Head());
  EXPECT_EQ(Append(), "");
}

TEST_F(StoreRecoveryTest, WhatWasInDoubtIsOnTheDiskOnceItIsRead) {
  disk_->Break({.operation = Operation::kSync, .files = ".log"});
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  disk_->Repair();
  ASSERT_TRUE(store_->TryRecovery().ok());
  const uint64_t head = Head();
  EXPECT_EQ(head, 2U) << "RocksDB had written it";
  disk_->CutPower();
  store_.reset();
  disk_->RestorePower();
  Open();
  EXPECT_EQ(Head(), head);
}

// Nobody appends, yet the store must notice, and come back.
TEST_F(StoreRecoveryTest, ATableThatCannotBeWrittenIsAFailureToo) {
  disk_->Break({.operation = Operation::kAppend, .files = ".sst"});
  FillTheBuffer();
  EXPECT_EQ(base::ErrorReason(failed_.get_future().get()), "STORE_READ_ONLY");
  EXPECT_EQ(store_->Condition().state, admin::v1::STORE_STATE_READ_ONLY);
  EXPECT_GE(CountEvents().value_or(-1), 1);
  disk_->Repair();
  EXPECT_TRUE(store_->TryRecovery().ok());
  EXPECT_EQ(Append(), "");
}

TEST_F(StoreRecoveryTest, DamageFoundOnWritingIsNotTriedAgain) {
  disk_->Break({.operation = Operation::kAppend, .files = ".log", .corruption = true});
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  const auto told = failed_.get_future().get();
  EXPECT_EQ(told.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(told.message()), HasSubstr("restore a backup"));
  disk_->Repair();
  EXPECT_EQ(store_->TryRecovery().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(store_->Condition().state, admin::v1::STORE_STATE_DAMAGED);
  EXPECT_EQ(Append(), "STORE_DAMAGED");
  EXPECT_EQ(CountEvents().value_or(-1), 1);
}

TEST_F(StoreRecoveryTest, CallbacksOfWhatFailedMayCallTheStore) {
  disk_->Break({.operation = Operation::kSync});
  std::promise<int> events_seen;
  std::promise<std::string> second_append;
  store_->Append(AppendBuilder("niigata").To("s", Any()), [&](auto) {
    // The callback of the second one runs on this thread, which is why it is not waited for here.
    store_->Append(AppendBuilder("niigata").To("s", Any()), [&](auto response) {
      second_append.set_value(base::ErrorReason(response.status()));
    });
    events_seen.set_value(CountEvents().value_or(-1));
  });
  EXPECT_EQ(events_seen.get_future().get(), 1);
  EXPECT_EQ(second_append.get_future().get(), "STORE_READ_ONLY");
  disk_->Repair();
  EXPECT_TRUE(store_->TryRecovery().ok());
}

// An append that is held up in its callback while the store is to be opened again.
TEST_F(StoreRecoveryTest, WaitsForCallbacksAndLetsThemRead) {
  std::promise<void> entered;
  std::promise<void> go_on;
  std::promise<int> events_seen;
  store_->Append(AppendBuilder("niigata").To("s", Any()), [&](auto) {
    entered.set_value();
    go_on.get_future().wait();
    events_seen.set_value(CountEvents().value_or(-1));
  });
  entered.get_future().wait();
  // A table fails meanwhile: nobody appends.
  disk_->Break({.operation = Operation::kSync, .files = ".sst"});
  auto erased = std::async(std::launch::async,
                           [&] { return store_->operations().EraseReplaced("niigata", 1); });
  EXPECT_FALSE(erased.get().ok());
  EXPECT_EQ(store_->Condition().state, admin::v1::STORE_STATE_READ_ONLY);
  disk_->Repair();
  auto recovery = std::async(std::launch::async, [&] { return store_->TryRecovery(); });
  go_on.set_value();
  EXPECT_EQ(events_seen.get_future().get(), 2);
  EXPECT_TRUE(recovery.get().ok());
  EXPECT_EQ(Append(), "");
}

TEST_F(StoreRecoveryTest, WatchesOutliveIt) {
  std::promise<void> rung_at_recovery;
  std::promise<void> rung_at_append;
  std::atomic<int> rings = 0;
  const auto watch = store_->WatchCity("niigata", [&] {
    const int ring = ++rings;
    if (ring == 1) rung_at_recovery.set_value();
    if (ring == 2) rung_at_append.set_value();
  });
  disk_->Break({.operation = Operation::kSync});
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  disk_->Repair();
  ASSERT_TRUE(store_->TryRecovery().ok());
  rung_at_recovery.get_future().wait();
  EXPECT_EQ(Append(), "");
  rung_at_append.get_future().wait();
}

TEST_F(StoreRecoveryTest, ReadersMeanwhileSeeTheLogOrAreToldToWait) {
  for (int i = 0; i < 50; ++i) ASSERT_EQ(Append(), "");
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      int seen = 0;
      while (!stop) {
        const auto events = CountEvents();
        if (events.ok()) {
          EXPECT_GE(*events, 51);
          EXPECT_GE(*events, seen) << "what was seen is gone";
          seen = *events;
        } else {
          EXPECT_EQ(base::ErrorReason(events.status()), "STORE_REOPENING") << events.status();
        }
      }
    });
  }
  for (int i = 0; i < 10; ++i) {
    failed_ = {};
    disk_->Break({.operation = Operation::kSync});
    EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
    disk_->Repair();
    EXPECT_TRUE(store_->TryRecovery().ok());
  }
  stop = true;
  for (auto& reader : readers) reader.join();
}

TEST_F(StoreRecoveryTest, AStoreComesUpOnAFullDisk) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(Append(), "");
  const auto before = Head();
  store_.reset();
  disk_->LimitSpace(0);
  auto opened = RocksDbEventStore::OpenOrSalvage(options_, clock_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = *std::move(opened);
  EXPECT_EQ(base::ErrorReason(failed_.get_future().get()), "STORE_READ_ONLY");
  EXPECT_EQ(store_->Condition().state, admin::v1::STORE_STATE_READ_ONLY);
  EXPECT_EQ(Append(), "STORE_READ_ONLY");
  EXPECT_EQ(CountEvents().value_or(-1), 21);
  EXPECT_EQ(Head(), before);
  EXPECT_EQ(ListCitiesNow(*store_)->cities_size(), 1);
  EXPECT_FALSE(store_->TryRecovery().ok());

  disk_->MakeRoom();
  EXPECT_TRUE(store_->TryRecovery().ok());
  EXPECT_EQ(recovered_, 1);
  EXPECT_EQ(Append(), "");
  EXPECT_EQ(Head(), before + 1);
}

TEST_F(StoreRecoveryTest, ADiskThatCannotBeReadEitherIsAnError) {
  store_.reset();
  disk_->LimitSpace(0);
  disk_->Break({.operation = Operation::kRead});
  const auto opened = RocksDbEventStore::OpenOrSalvage(options_, clock_);
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kUnavailable) << opened.status();
}

// Nobody waits for a store that will not come.
TEST_F(StoreRecoveryTest, WhatIsDamagedAndClosedIsAnsweredAtOnce) {
  disk_->Break({.operation = Operation::kSync});
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  disk_->Repair();
  std::filesystem::remove(options_.directory + "/log/CURRENT");
  failed_ = {};
  EXPECT_EQ(store_->TryRecovery().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(store_->Condition().state, admin::v1::STORE_STATE_DAMAGED);
  const absl::Time begun = absl::Now();
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(base::ErrorReason(CountEvents().status()), "STORE_DAMAGED");
  }
  EXPECT_LT(absl::Now() - begun, absl::Seconds(10)) << "each waited for two seconds";
}

TEST_F(StoreRecoveryTest, ClosingWhileTheDiskIsBrokenEnds) {
  store_.reset();
  options_.recovery_interval = absl::ZeroDuration();
  Open();
  disk_->Break({.operation = Operation::kSync});
  EXPECT_EQ(Append(), "OUTCOME_UNKNOWN");
  store_.reset();
}

// A store that fails again while it is being opened.
class RecoveryTest : public testing::Test {
 protected:
  std::function<void()> on_close_ = [] {};
  std::function<void()> on_open_ = [] {};
  int recovered_ = 0;
  Recovery recovery_{{.interval = absl::InfiniteDuration(),
                      .close =
                          [this] {
                            on_close_();
                            return absl::OkStatus();
                          },
                      .open =
                          [this] {
                            on_open_();
                            return absl::OkStatus();
                          },
                      .on_failed = {},
                      .on_recovered = [this] { ++recovered_; }}};
};

TEST_F(RecoveryTest, DamageFoundWhileOpeningStays) {
  recovery_.Report(absl::UnavailableError("full"));
  on_open_ = [this] { recovery_.Report(absl::DataLossError("torn")); };
  EXPECT_EQ(recovery_.TryNow().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(recovery_.Condition().state, admin::v1::STORE_STATE_DAMAGED);
  EXPECT_EQ(recovered_, 0);
}

TEST_F(RecoveryTest, DamageFoundWhileClosingStays) {
  recovery_.Report(absl::UnavailableError("full"));
  on_close_ = [this] { recovery_.Report(absl::DataLossError("torn")); };
  EXPECT_EQ(recovery_.TryNow().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(recovery_.Condition().state, admin::v1::STORE_STATE_DAMAGED);
  EXPECT_EQ(recovered_, 0);
}

TEST_F(RecoveryTest, AStoreThatFailsAgainAtOnceIsTriedAgain) {
  recovery_.Report(absl::UnavailableError("full"));
  on_open_ = [this] { recovery_.Report(absl::UnavailableError("full again")); };
  EXPECT_EQ(recovery_.TryNow().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(recovery_.Condition().state, admin::v1::STORE_STATE_READ_ONLY);
  EXPECT_EQ(recovered_, 0);
  on_open_ = [] {};
  EXPECT_TRUE(recovery_.TryNow().ok());
  EXPECT_EQ(recovered_, 1);
}

// What the old store still said while it was closed is no news of the new one.
TEST_F(RecoveryTest, TheLastWordsOfTheOldStoreDoNotCount) {
  recovery_.Report(absl::UnavailableError("full"));
  on_close_ = [this] { recovery_.Report(absl::UnavailableError("full still")); };
  EXPECT_TRUE(recovery_.TryNow().ok());
  EXPECT_EQ(recovery_.Condition().state, admin::v1::STORE_STATE_SERVING);
}

}  // namespace
}  // namespace mokuhyo::eventstore
