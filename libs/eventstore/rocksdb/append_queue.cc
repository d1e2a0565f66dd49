#include "libs/eventstore/rocksdb/append_queue.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

absl::Status AppendQueue::Push(WaitingAppend& append) {
  std::condition_variable* wake = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return base::Unavailable("SHUTTING_DOWN", "the event store is being closed");
    const bool full =
        waiting_.appends >= max_.appends || waiting_.bytes + append.append.bytes > max_.bytes;
    if (full && waiting_.appends > 0) {
      return base::ResourceExhausted(
          "STORE_BUSY", absl::StrCat(waiting_.appends, " appends of ", waiting_.bytes,
                                     " bytes are waiting already; try a little later"));
    }
    ++waiting_.appends;
    waiting_.bytes += append.append.bytes;
    appends_.push_back(std::move(append));
    if (!planning_) {
      wake = &idle_;
    } else if (appends_.size() == kWorthWaking) {
      wake = &planner_;
    }
  }
  if (wake != nullptr) wake->notify_one();
  return absl::OkStatus();
}

bool AppendQueue::AwaitTurnToPlan() {
  {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return !planning_ && (closed_ || !appends_.empty()); });
    if (!appends_.empty()) {
      planning_ = true;
      return true;
    }
  }
  // The others are to leave as well.
  idle_.notify_one();
  return false;
}

std::vector<WaitingAppend> AppendQueue::Take(bool batch_is_empty) {
  std::unique_lock lock(mutex_);
  if (batch_is_empty) {
    planner_.wait(lock, [this] { return CanTake(true); });
  } else if (!CanTake(false)) {
    return {};
  }
  std::vector<WaitingAppend> taken;
  taken.reserve(appends_.size());
  do {
    taken.push_back(std::move(appends_.front()));
    appends_.pop_front();
  } while (!appends_.empty() && !Redacts(appends_.front()));
  return taken;
}

AppendQueue::Step AppendQueue::Offer(std::shared_ptr<CommitBatch> batch) {
  std::unique_lock lock(mutex_);
  if (!writing_) {
    writing_ = true;
    return {Step::Kind::kWrite};
  }
  Offered offered{std::move(batch)};
  offered_ = &offered;
  planner_.wait(lock, [&] {
    return offered.written != nullptr || (appends_.size() >= kWorthWaking && CanTake(false));
  });
  if (offered.written != nullptr) return {Step::Kind::kTell, std::move(offered.written)};
  offered_ = nullptr;
  return {Step::Kind::kPlanMore};
}

void AppendQueue::EndTurnToPlan() {
  bool more = false;
  {
    const std::lock_guard lock(mutex_);
    planning_ = false;
    more = closed_ || !appends_.empty();
  }
  if (more) idle_.notify_one();
}

std::shared_ptr<CommitBatch> AppendQueue::TakeNext(std::shared_ptr<CommitBatch> written) {
  std::shared_ptr<CommitBatch> next;
  {
    const std::lock_guard lock(mutex_);
    if (offered_ != nullptr) {
      next = std::move(offered_->batch);
      offered_->written = std::move(written);
      offered_ = nullptr;
    } else {
      writing_ = false;
    }
  }
  planner_.notify_all();
  return next;
}

void AppendQueue::Release(Load load) {
  const std::lock_guard lock(mutex_);
  waiting_.appends -= load.appends;
  waiting_.bytes -= load.bytes;
}

void AppendQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  idle_.notify_all();
}

bool AppendQueue::CanTake(bool batch_is_empty) const {
  return !appends_.empty() && (!Redacts(appends_.front()) || (batch_is_empty && !writing_));
}

bool AppendQueue::Redacts(const WaitingAppend& append) {
  return !append.append.request.redactions().empty();
}

}  // namespace mokuhyo::eventstore
