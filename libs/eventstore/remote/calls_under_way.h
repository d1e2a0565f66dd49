#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_CALLS_UNDER_WAY_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_CALLS_UNDER_WAY_H_

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

namespace mokuhyo::eventstore {

// The calls that a client has under way: bounded in number, and cancelled together at its end.
// Thread-safe.
class CallsUnderWay {
 public:
  class Call {
   public:
    virtual ~Call() = default;

    // Has the call come to its end soon, on another thread.
    virtual void Cancel() = 0;
  };

  explicit CallsUnderWay(size_t max_calls) : max_calls_(max_calls) {}

  // Keeps `call` alive until it is removed. Returns RESOURCE_EXHAUSTED with reason STORE_BUSY if
  // there are too many, UNAVAILABLE with reason SHUTTING_DOWN after CancelAll.
  absl::Status Add(const std::shared_ptr<Call>& call);

  // The caller is about to be told: the call counts no more, so that the caller may begin another.
  // Before Remove, once.
  void Leave();

  // The caller has been told: the last thing that the call does.
  void Remove(const Call& call);

  // Lets no more in, cancels what is there and waits until the last has been removed. Not on a
  // thread that a call needs to come to its end.
  void CancelAll();

 private:
  const size_t max_calls_;
  std::mutex mutex_;
  std::condition_variable removed_;
  size_t counted_ = 0;                                             // Guarded by mutex_.
  bool closed_ = false;                                            // Guarded by mutex_.
  absl::flat_hash_map<const Call*, std::shared_ptr<Call>> calls_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_CALLS_UNDER_WAY_H_
