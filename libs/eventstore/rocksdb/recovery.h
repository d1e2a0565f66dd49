#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RECOVERY_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RECOVERY_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/eventstore/rocksdb/store_condition.h"

namespace mokuhyo::eventstore {

// Keeps in mind whether a store takes appends and, when it does not, tries to bring it back on a
// thread of its own. Thread-safe.
class Recovery {
 public:
  struct Options {
    // Between two attempts. Infinite: only TryNow attempts.
    absl::Duration interval;
    // One attempt is both of these. The first finds out whether it is worth while, returns why not,
    // and closes the store; the second opens it, and returns OK if it takes appends again,
    // DATA_LOSS if it never will. What is reported after the first is of the store anew.
    std::function<absl::Status()> close;
    std::function<absl::Status()> open;
    // Told when the store stops taking appends, and when it takes them again. Must be short. May be
    // empty.
    std::function<void(const absl::Status&)> on_failed;
    std::function<void()> on_recovered;
  };

  // The store takes appends.
  explicit Recovery(Options options);

  // Stops.
  ~Recovery();

  Recovery(const Recovery&) = delete;
  Recovery& operator=(const Recovery&) = delete;

  // Says that writing failed. DATA_LOSS is final, anything else is worth attempts. Does not wait
  // for them; on_failed runs before it returns.
  void Report(const absl::Status& failure);

  StoreCondition Condition() const;

  // Waits for an attempt under way, and attempts nothing on its own thread any more.
  void Stop();

  // Attempts at once, if there is a reason to, on this thread. Returns OK if the store takes
  // appends, else why not; it does not if it failed again meanwhile.
  absl::Status TryNow();

 private:
  void Run();

  const Options options_;
  // Held during an attempt. Taken before mutex_.
  std::mutex attempt_mutex_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  StoreCondition condition_;
  // Since the last attempt closed the store.
  bool failed_since_closed_ = false;
  bool stopping_ = false;
  // Last, so that it starts when everything else is there.
  std::thread thread_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RECOVERY_H_
