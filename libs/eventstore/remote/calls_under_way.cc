#include "libs/eventstore/remote/calls_under_way.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

absl::Status CallsUnderWay::Add(const std::shared_ptr<Call>& call) {
  const std::lock_guard lock(mutex_);
  if (closed_) return base::Unavailable("SHUTTING_DOWN", "the event store is shutting down");
  if (counted_ >= max_calls_) {
    return base::ResourceExhausted("STORE_BUSY",
                                   absl::StrCat(counted_,
                                                " calls to the event store are under way "
                                                "already; try a little later"));
  }
  calls_.emplace(call.get(), call);
  ++counted_;
  return absl::OkStatus();
}

void CallsUnderWay::Leave() {
  const std::lock_guard lock(mutex_);
  --counted_;
}

void CallsUnderWay::Remove(const Call& call) {
  // Destroyed without the lock.
  std::shared_ptr<Call> removed;
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(&call);
  removed = std::move(found->second);
  calls_.erase(found);
  // Under the lock: once the waiting end goes on, this may be gone.
  if (calls_.empty()) removed_.notify_all();
}

void CallsUnderWay::CancelAll() {
  std::vector<std::shared_ptr<Call>> calls;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (const auto& [key, call] : calls_) calls.push_back(call);
  }
  for (const auto& call : calls) call->Cancel();
  std::unique_lock lock(mutex_);
  removed_.wait(lock, [this] { return calls_.empty(); });
}

}  // namespace mokuhyo::eventstore
