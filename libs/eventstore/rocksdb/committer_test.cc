#include "libs/eventstore/rocksdb/committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/system_clock.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/conformance/append_builder.h"
#include "libs/eventstore/conformance/scratch_directory.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {
namespace {

using conformance::AppendBuilder;
using conformance::Exactly;
using conformance::NoStream;
using store::v1::AppendResponse;
using Result = absl::StatusOr<AppendResponse>;

// A disk that keeps the syncs of logs waiting for as long as the test wants.
class HeldSyncEnv final : public rocksdb::EnvWrapper {
 public:
  HeldSyncEnv() : rocksdb::EnvWrapper(rocksdb::Env::Default()) {}

  const char* Name() const override { return "HeldSyncEnv"; }

  rocksdb::Status NewWritableFile(const std::string& name,
                                  std::unique_ptr<rocksdb::WritableFile>* result,
                                  const rocksdb::EnvOptions& options) override {
    std::unique_ptr<rocksdb::WritableFile> file;
    const auto status = target()->NewWritableFile(name, &file, options);
    if (!status.ok()) return status;
    if (absl::EndsWith(name, ".log")) {
      *result = std::make_unique<File>(std::move(file), *this);
    } else {
      *result = std::move(file);
    }
    return status;
  }

  // From the next sync on.
  void Hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
  }
  void WaitUntilOneWaits() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }
  void Release(rocksdb::Status outcome = rocksdb::Status::OK()) {
    const std::lock_guard lock(mutex_);
    held_ = false;
    outcome_ = std::move(outcome);
    changed_.notify_all();
  }

 private:
  class File final : public rocksdb::WritableFileWrapper {
   public:
    File(std::unique_ptr<rocksdb::WritableFile> file, HeldSyncEnv& env)
        : rocksdb::WritableFileWrapper(file.get()), file_(std::move(file)), env_(env) {}

    rocksdb::Status Sync() override {
      const auto status = env_.Wait();
      return status.ok() ? rocksdb::WritableFileWrapper::Sync() : status;
    }
    rocksdb::Status Fsync() override { return Sync(); }

   private:
    const std::unique_ptr<rocksdb::WritableFile> file_;
    HeldSyncEnv& env_;
  };

  rocksdb::Status Wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    --waiting_;
    return outcome_;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  int waiting_ = 0;
  rocksdb::Status outcome_;
};

// Tells when the committer begins to plan: it asks for the time then.
class WatchedClock final : public base::Clock {
 public:
  absl::Time Now() const override {
    const std::lock_guard lock(mutex_);
    ++looks_;
    changed_.notify_all();
    return clock_.Now();
  }

  int Looks() const {
    const std::lock_guard lock(mutex_);
    return looks_;
  }
  void WaitForLookAfter(int looks) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return looks_ > looks; });
  }

 private:
  const base::SystemClock clock_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int looks_ = 0;
};

class CommitterTest : public testing::Test {
 protected:
  void SetUp() override {
    RocksDbEventStore::Options options;
    options.directory = directory_.Path();
    options.env = &env_;
    options.recovery_interval = absl::InfiniteDuration();
    auto store = RocksDbEventStore::Open(std::move(options), clock_);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  void Append(store::v1::AppendRequest request) {
    std::promise<Result> promise;
    results_.push_back(promise.get_future());
    store_->Append(std::move(request), [promise = std::move(promise)](Result result) mutable {
      promise.set_value(std::move(result));
    });
  }

  // Holds a first append on its way to the disk, and has the others planned behind it.
  void AppendBehind(store::v1::AppendRequest first, std::vector<store::v1::AppendRequest> others) {
    env_.Hold();
    Append(std::move(first));
    env_.WaitUntilOneWaits();
    const int looks = clock_.Looks();
    for (auto& other : others) Append(std::move(other));
    // Enough to be planned at once.
    for (int i = 0; i < 16; ++i) Append(AppendBuilder("niigata").To(absl::StrCat(i), NoStream()));
    clock_.WaitForLookAfter(looks);
  }

  Result Outcome(size_t number) { return results_[number].get(); }

  conformance::ScratchDirectory directory_;
  HeldSyncEnv env_;
  WatchedClock clock_;
  std::unique_ptr<RocksDbEventStore> store_;
  std::vector<std::future<Result>> results_;
};

TEST_F(CommitterTest, WhatIsOnItsWayToTheDiskCountsForWhatIsPlannedBehindIt) {
  const auto first = AppendBuilder("niigata").To("s", NoStream()).As("request-1", 'a', "answer");
  AppendBehind(first, {first, AppendBuilder("niigata").To("s", NoStream()),
                       AppendBuilder("niigata").To("s", Exactly(0))});
  store::v1::GetHeadRequest head;
  head.set_city("niigata");
  EXPECT_EQ(GetHeadNow(*store_, head)->position(), 0U);
  env_.Release();
  EXPECT_EQ(Outcome(0)->appended().last_position(), 1U);
  const auto duplicate = Outcome(1);
  EXPECT_EQ(duplicate->duplicate().appended().last_position(), 1U);
  EXPECT_EQ(duplicate->duplicate().appended().answer(), "answer");
  const auto conflict = Outcome(2);
  ASSERT_TRUE(conflict->has_conflict());
  EXPECT_EQ(conflict->conflict().violations(0).actual_revision(), 0U);
  EXPECT_EQ(Outcome(3)->appended().last_position(), 2U);
  for (uint64_t i = 0; i < 16; ++i) EXPECT_EQ(Outcome(4 + i)->appended().last_position(), 3 + i);
}

TEST_F(CommitterTest, NothingBehindAFailedSyncIsWritten) {
  const auto first = AppendBuilder("niigata").To("s", NoStream()).As("request-1", 'a');
  AppendBehind(first, {first, AppendBuilder("niigata").To("s", Exactly(0))});
  env_.Release(rocksdb::Status::IOError("the test broke the disk"));
  EXPECT_EQ(base::ErrorReason(Outcome(0).status()), "OUTCOME_UNKNOWN");
  for (size_t i = 1; i < results_.size(); ++i)
    EXPECT_EQ(base::ErrorReason(Outcome(i).status()), "STORE_READ_ONLY") << i;
  env_.Release();
  const absl::Status recovered = store_->TryRecovery();
  ASSERT_TRUE(recovered.ok()) << recovered;
  store::v1::ReadCityRequest request;
  request.set_city("niigata");
  const auto page = ReadCityNow(*store_, request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_LE(page->events_size(), 1);
}

TEST_F(CommitterTest, ARedactionSeesWhatWasOnItsWayToTheDisk) {
  AppendBehind(
      AppendBuilder("niigata").To("s", NoStream()),
      {AppendBuilder("niigata").To("s", Exactly(0)), AppendBuilder("niigata").Redact(2, "", "■"),
       AppendBuilder("niigata").To("s", Exactly(1))});
  env_.Release();
  EXPECT_EQ(Outcome(1)->appended().last_position(), 2U);
  EXPECT_EQ(Outcome(2)->appended().last_position(), 3U);
  EXPECT_EQ(Outcome(3)->appended().last_position(), 4U);
  store::v1::ReadStreamRequest request;
  request.set_city("niigata");
  request.set_stream("s");
  const auto page = ReadStreamNow(*store_, request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->events_size(), 3);
  EXPECT_EQ(page->events(1).payload(), "■");
  EXPECT_TRUE(page->events(1).redacted());
}

}  // namespace
}  // namespace mokuhyo::eventstore
