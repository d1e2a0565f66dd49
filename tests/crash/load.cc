#include "tests/crash/load.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/eventstore/blocking.h"
#include "tests/crash/appends.h"

namespace mokuhyo::eventstore {
namespace {

constexpr int kOutstanding = 16;

}  // namespace

bool Load::RunUntilFailure(RocksDbEventStore& store, int appends) {
  std::unique_lock lock(mutex_);
  failed_ = false;
  for (int i = 0; i < appends && !failed_; ++i) {
    changed_.wait(lock, [this] { return under_way_ < kOutstanding; });
    ++under_way_;
    lock.unlock();
    Start(store, MakeAppend(absl::StrCat("append-", next_++), random_));
    lock.lock();
  }
  changed_.wait(lock, [this] { return under_way_ == 0; });
  return failed_;
}

void Load::Start(RocksDbEventStore& store, store::v1::AppendRequest request) {
  store.Append(request, [this, request](absl::StatusOr<store::v1::AppendResponse> response) {
    if (response.ok() && response->has_appended()) {
      const auto& appended = response->appended();
      ledger_.Acknowledge(request.request().id(), appended.first_position(),
                          appended.last_position());
    }
    const std::lock_guard lock(mutex_);
    if (!response.ok()) {
      failed_ = true;
      if (absl::IsUnknown(response.status())) unknown_.push_back(request);
    }
    --under_way_;
    // Under the lock: once it is free, the load may be gone.
    changed_.notify_all();
  });
}

void Load::RepeatUnknown(RocksDbEventStore& store) {
  for (const auto& request : std::exchange(unknown_, {})) {
    const auto response = AppendNow(store, request);
    ASSERT_TRUE(response.ok()) << response.status();
    ASSERT_TRUE(response->has_appended() || response->has_duplicate());
    const auto& appended =
        response->has_appended() ? response->appended() : response->duplicate().appended();
    ledger_.Acknowledge(request.request().id(), appended.first_position(),
                        appended.last_position());
  }
}

}  // namespace mokuhyo::eventstore
