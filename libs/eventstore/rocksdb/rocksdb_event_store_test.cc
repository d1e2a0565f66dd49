#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/event_store_conformance.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore::conformance {
namespace {

using testing::HasSubstr;

class RocksDbHome final : public StoreHome {
 public:
  std::unique_ptr<EventStore> Open(const base::Clock& clock,
                                   const store::v1::Limits& limits) override {
    RocksDbEventStore::Options options;
    options.directory = directory_.Path() + "/events";
    options.limits = limits;
    auto store = RocksDbEventStore::Open(options, clock);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  bool IsPersistent() const override { return true; }

 private:
  const ScratchDirectory directory_;
};

INSTANTIATE_TEST_SUITE_P(RocksDb, EventStoreConformance,
                         testing::Values(Backend{"rocksdb",
                                                 [] { return std::make_unique<RocksDbHome>(); }}),
                         BackendName);

class RocksDbEventStoreTest : public testing::Test {
 protected:
  RocksDbEventStore::Options Options() const {
    RocksDbEventStore::Options options;
    options.directory = directory_.Path();
    return options;
  }

  absl::StatusOr<std::unique_ptr<RocksDbEventStore>> Open() {
    return RocksDbEventStore::Open(Options(), clock_);
  }

  std::unique_ptr<rocksdb::DB> OpenRaw() {
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::Open(rocksdb::Options(), directory_.Path() + "/log", &db);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return std::unique_ptr<rocksdb::DB>(db);
  }

  const ScratchDirectory directory_;
  const base::SystemClock clock_;
};

TEST_F(RocksDbEventStoreTest, SaysWhoHoldsTheDirectory) {
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  const auto second = Open();
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr(absl::StrCat("is held by process ", getpid(), " on host ")));
}

TEST_F(RocksDbEventStoreTest, RefusesAnotherFormat) {
  ASSERT_TRUE(Open().ok());
  OpenRaw()->Put({}, "mformat", keys::EncodeNumber(3));
  const auto store = Open();
  EXPECT_EQ(store.status().code(), absl::StatusCode::kFailedPrecondition) << store.status();
}

TEST_F(RocksDbEventStoreTest, RefusesALogWithoutFormat) {
  ASSERT_TRUE(Open().ok());
  OpenRaw()->Delete({}, "mformat");
  EXPECT_EQ(Open().status().code(), absl::StatusCode::kDataLoss);
}

// The pages of a stream that begin at each revision, of each size, up to each position.
std::vector<std::string> AllPages(EventStore& store, const std::string& stream, uint64_t events,
                                  uint64_t positions) {
  std::vector<std::string> pages;
  for (uint64_t from = 0; from <= events + 1; ++from) {
    for (const uint32_t max_events : {0, 1, 3}) {
      for (uint64_t until = 0; until <= positions; until += 5) {
        store::v1::ReadStreamRequest request;
        request.set_city("niigata");
        request.set_stream(stream);
        request.set_from_revision(from);
        request.set_max_events(max_events);
        if (until > 0) request.set_until_position(until);
        const auto page = ReadStreamNow(store, request);
        pages.push_back(page.ok() ? page->DebugString() : page.status().ToString());
      }
    }
  }
  return pages;
}

TEST_F(RocksDbEventStoreTest, TheEndOfAStreamReadsTheSameWhetherItsRevisionIsKnownOrNot) {
  constexpr int kAppends = 12;
  std::vector<std::string> known;
  {
    const auto store = Open();
    for (int i = 0; i < kAppends; ++i) {
      AppendBuilder append("niigata");
      append.To("a", i == 0 ? NoStream() : Any(), 2).To("b", i == 0 ? NoStream() : Any());
      ASSERT_TRUE(AppendNow(**store, append).ok());
    }
    known = AllPages(**store, "a", 2 * kAppends, 3 * kAppends + 5);
  }
  const auto reopened = Open();
  EXPECT_EQ(AllPages(**reopened, "a", 2 * kAppends, 3 * kAppends + 5), known);
}

TEST_F(RocksDbEventStoreTest, AHoleAtTheEndOfAStreamIsNamedThoughItsRevisionIsKnown) {
  {
    const auto store = Open();
    ASSERT_TRUE(AppendNow(**store, AppendBuilder("niigata").To("s", NoStream(), 9)).ok());
  }
  OpenRaw()->Delete({}, keys::StreamKey("niigata", "s", 6));
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  store::v1::GetStreamRevisionRequest revision;
  revision.set_city("niigata");
  revision.set_stream("s");
  ASSERT_TRUE(GetStreamRevisionNow(**store, revision).ok());
  store::v1::ReadStreamRequest request;
  request.set_city("niigata");
  request.set_stream("s");
  request.set_from_revision(5);
  const auto page = ReadStreamNow(**store, request);
  EXPECT_EQ(page.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(page.status().message()), HasSubstr("revision 6 of stream s"));
}

TEST_F(RocksDbEventStoreTest, NamesAMissingEventAndServesTheOthers) {
  {
    const auto store = Open();
    ASSERT_TRUE(AppendNow(**store, AppendBuilder("niigata").To("s", NoStream(), 9)).ok());
  }
  OpenRaw()->Delete({}, keys::EventKey("niigata", 5));
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  store::v1::ReadCityRequest request;
  request.set_city("niigata");
  const auto damaged = ReadCityNow(**store, request);
  EXPECT_EQ(damaged.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(damaged.status().message()), HasSubstr("event 5 of city niigata"));
  request.set_max_events(4);
  EXPECT_TRUE(ReadCityNow(**store, request).ok());
  request.set_from_position(6);
  EXPECT_EQ(ReadCityNow(**store, request)->events_size(), 4);
}

TEST_F(RocksDbEventStoreTest, NamesAGapOrAFalseEntryInAStream) {
  {
    const auto store = Open();
    ASSERT_TRUE(AppendNow(**store, AppendBuilder("niigata").To("s", NoStream(), 4)).ok());
    ASSERT_TRUE(AppendNow(**store, AppendBuilder("niigata").To("t", NoStream(), 4)).ok());
  }
  {
    const auto db = OpenRaw();
    db->Delete({}, keys::StreamKey("niigata", "s", 0));
    db->Put({}, keys::StreamKey("niigata", "t", 2), keys::EncodeNumber(1));
  }
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  for (const std::string stream : {"s", "t"}) {
    for (const auto direction : {store::v1::DIRECTION_FORWARDS, store::v1::DIRECTION_BACKWARDS}) {
      store::v1::ReadStreamRequest request;
      request.set_city("niigata");
      request.set_stream(stream);
      request.set_direction(direction);
      const auto page = ReadStreamNow(**store, request);
      EXPECT_EQ(page.status().code(), absl::StatusCode::kDataLoss) << stream << page.status();
      EXPECT_THAT(std::string(page.status().message()),
                  HasSubstr(stream == "s" ? "revision 0 of stream s" : "revision 2 of stream t"));
    }
  }
}

// Lets a test hold a thread of the committer inside the callback of an append.
class Gate {
 public:
  Callback<store::v1::AppendResponse> Hold() {
    return [this](absl::StatusOr<store::v1::AppendResponse>) {
      entered_.set_value();
      opened_.get_future().wait();
    };
  }
  void WaitUntilHeld() { entered_.get_future().wait(); }
  void Open() { opened_.set_value(); }

 private:
  std::promise<void> entered_;
  std::promise<void> opened_;
};

TEST_F(RocksDbEventStoreTest, AFullQueueRefusesAtOnceAndForgetsNothing) {
  auto options = Options();
  options.max_waiting_appends = 2;
  const auto store = RocksDbEventStore::Open(options, clock_);
  ASSERT_TRUE(store.ok()) << store.status();
  // As many as the committer has threads.
  std::array<Gate, 3> gates;
  for (Gate& gate : gates) {
    (*store)->Append(AppendBuilder("niigata").To("s", Any()), gate.Hold());
    gate.WaitUntilHeld();
  }
  std::vector<std::future<absl::StatusOr<store::v1::AppendResponse>>> results;
  for (int i = 0; i < 3; ++i) {
    std::promise<absl::StatusOr<store::v1::AppendResponse>> promise;
    results.push_back(promise.get_future());
    (*store)->Append(AppendBuilder("niigata").To("s", Any()),
                     [promise = std::move(promise)](auto result) mutable {
                       promise.set_value(std::move(result));
                     });
  }
  // The third one is answered while the committer is held.
  EXPECT_EQ(results[2].get().status().code(), absl::StatusCode::kResourceExhausted);
  for (Gate& gate : gates) gate.Open();
  EXPECT_TRUE(results[0].get()->has_appended());
  EXPECT_EQ(results[1].get()->appended().last_position(), 5U);
}

TEST_F(RocksDbEventStoreTest, ClosingCommitsWhatWaits) {
  std::vector<std::future<absl::StatusOr<store::v1::AppendResponse>>> results;
  {
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    for (int i = 0; i < 50; ++i) {
      std::promise<absl::StatusOr<store::v1::AppendResponse>> promise;
      results.push_back(promise.get_future());
      (*store)->Append(AppendBuilder("niigata").To("s", Any()),
                       [promise = std::move(promise)](auto result) mutable {
                         promise.set_value(std::move(result));
                       });
    }
  }
  uint64_t position = 0;
  for (auto& result : results) EXPECT_EQ(result.get()->appended().last_position(), ++position);
}

// A disk whose logs stop taking syncs at a command.
class FailingSyncEnv final : public rocksdb::EnvWrapper {
 public:
  FailingSyncEnv() : rocksdb::EnvWrapper(rocksdb::Env::Default()) {}

  const char* Name() const override { return "FailingSyncEnv"; }

  rocksdb::Status NewWritableFile(const std::string& name,
                                  std::unique_ptr<rocksdb::WritableFile>* result,
                                  const rocksdb::EnvOptions& options) override {
    std::unique_ptr<rocksdb::WritableFile> file;
    const auto status = target()->NewWritableFile(name, &file, options);
    if (status.ok()) *result = std::make_unique<File>(std::move(file), fails);
    return status;
  }

  std::atomic<bool> fails = false;

 private:
  class File final : public rocksdb::WritableFileWrapper {
   public:
    File(std::unique_ptr<rocksdb::WritableFile> file, const std::atomic<bool>& fails)
        : rocksdb::WritableFileWrapper(file.get()), file_(std::move(file)), fails_(fails) {}

    rocksdb::Status Sync() override {
      if (fails_) return rocksdb::Status::IOError("the test broke the disk");
      return rocksdb::WritableFileWrapper::Sync();
    }
    rocksdb::Status Fsync() override { return Sync(); }

   private:
    const std::unique_ptr<rocksdb::WritableFile> file_;
    const std::atomic<bool>& fails_;
  };
};

TEST_F(RocksDbEventStoreTest, AFailedSyncIsUnknownAndEndsAppendingUntilReopened) {
  FailingSyncEnv env;
  auto options = Options();
  options.env = &env;
  absl::Status told;
  options.recovery_interval = absl::InfiniteDuration();
  options.on_failed = [&](const absl::Status& status) { told = status; };
  const AppendBuilder doubtful = AppendBuilder("niigata").To("s", Exactly(0)).As("request-1", 'a');
  {
    const auto store = RocksDbEventStore::Open(options, clock_);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(AppendNow(**store, AppendBuilder("niigata").To("s", NoStream())).ok());
    env.fails = true;
    EXPECT_EQ(base::ErrorReason(AppendNow(**store, doubtful).status()), "OUTCOME_UNKNOWN");
    EXPECT_EQ(base::ErrorReason(told), "STORE_READ_ONLY");
    env.fails = false;
    EXPECT_EQ(base::ErrorReason(AppendNow(**store, doubtful).status()), "STORE_READ_ONLY");
    store::v1::ReadCityRequest request;
    request.set_city("niigata");
    EXPECT_EQ(ReadCityNow(**store, request)->events_size(), 1);
  }
  const auto store = RocksDbEventStore::Open(options, clock_);
  ASSERT_TRUE(store.ok()) << store.status();
  // Whichever way it went, repeating it with its key makes it happen once.
  const auto repeated = AppendNow(**store, doubtful);
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_TRUE(repeated->has_appended() || repeated->has_duplicate());
  store::v1::GetHeadRequest head;
  head.set_city("niigata");
  EXPECT_EQ(GetHeadNow(**store, head)->position(), 2U);
}

}  // namespace
}  // namespace mokuhyo::eventstore::conformance
