#ifndef MOKUHYO_LIBS_BASE_MANUAL_CLOCK_H_
#define MOKUHYO_LIBS_BASE_MANUAL_CLOCK_H_

#include <mutex>

#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace mokuhyo::base {

// A clock for tests: it stands still until it is told to move. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }

  void Set(absl::Time now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
  }

  // A negative duration moves it back.
  void Advance(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_MANUAL_CLOCK_H_
