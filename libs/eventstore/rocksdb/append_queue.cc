#include "libs/eventstore/rocksdb/append_queue.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

absl::Status AppendQueue::Push(WaitingAppend& append) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return base::Unavailable("SHUTTING_DOWN", "the event store is being closed");
    const bool full = appends_.size() >= max_appends_ || bytes_ + append.append.bytes > max_bytes_;
    if (full && !appends_.empty()) {
      return base::ResourceExhausted(
          "STORE_BUSY", absl::StrCat(appends_.size(), " appends of ", bytes_,
                                     " bytes are waiting already; try a little later"));
    }
    bytes_ += append.append.bytes;
    appends_.push_back(std::move(append));
  }
  changed_.notify_one();
  return absl::OkStatus();
}

std::vector<WaitingAppend> AppendQueue::TakeAll() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !appends_.empty(); });
  bytes_ = 0;
  return std::exchange(appends_, {});
}

void AppendQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

}  // namespace mokuhyo::eventstore
