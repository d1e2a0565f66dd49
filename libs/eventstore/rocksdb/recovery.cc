#include "libs/eventstore/rocksdb/recovery.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {
namespace {

StoreCondition ConditionAfter(const absl::Status& failure) {
  const std::string cause(failure.message());
  if (absl::IsDataLoss(failure)) {
    return {admin::v1::STORE_STATE_DAMAGED,
            base::DataLoss("STORE_DAMAGED",
                           absl::StrCat("the event store takes no appends, because its files are "
                                        "damaged: ",
                                        cause, "; restore a backup"))};
  }
  return {admin::v1::STORE_STATE_READ_ONLY,
          base::Unavailable(
              "STORE_READ_ONLY",
              absl::StrCat("the event store takes no appends since writing failed: ", cause,
                           "; it comes back by itself once writing works: make room on its disk, "
                           "or repair that"))};
}

}  // namespace

Recovery::Recovery(Options options) : options_(std::move(options)), thread_([this] { Run(); }) {}

Recovery::~Recovery() { Stop(); }

void Recovery::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Recovery::Report(const absl::Status& failure) {
  {
    const std::lock_guard lock(mutex_);
    failed_since_closed_ = true;
    const bool worse =
        condition_.state == admin::v1::STORE_STATE_SERVING ||
        (condition_.state == admin::v1::STORE_STATE_READ_ONLY && absl::IsDataLoss(failure));
    if (!worse) return;
    condition_ = ConditionAfter(failure);
  }
  changed_.notify_all();
  if (options_.on_failed) options_.on_failed(Condition().refusal);
}

StoreCondition Recovery::Condition() const {
  const std::lock_guard lock(mutex_);
  return condition_;
}

absl::Status Recovery::TryNow() {
  const std::lock_guard attempt(attempt_mutex_);
  if (const auto condition = Condition(); condition.state != admin::v1::STORE_STATE_READ_ONLY) {
    return condition.refusal;
  }
  if (auto failure = options_.close(); !failure.ok()) return failure;
  {
    const std::lock_guard lock(mutex_);
    failed_since_closed_ = false;
  }
  if (const auto failure = options_.open(); !failure.ok()) {
    if (absl::IsDataLoss(failure)) Report(failure);
    return failure;
  }
  {
    const std::lock_guard lock(mutex_);
    // Damage is final, whenever it was found.
    const bool damaged = condition_.state == admin::v1::STORE_STATE_DAMAGED;
    if (damaged || failed_since_closed_) return condition_.refusal;
    condition_ = StoreCondition();
  }
  if (options_.on_recovered) options_.on_recovered();
  return absl::OkStatus();
}

void Recovery::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(
        lock, [this] { return stopping_ || condition_.state == admin::v1::STORE_STATE_READ_ONLY; });
    if (options_.interval == absl::InfiniteDuration()) {
      changed_.wait(lock, [this] { return stopping_; });
    } else {
      changed_.wait_for(lock, absl::ToChronoNanoseconds(options_.interval),
                        [this] { return stopping_; });
    }
    if (stopping_) return;
    lock.unlock();
    TryNow().IgnoreError();
    lock.lock();
  }
}

}  // namespace mokuhyo::eventstore
