#ifndef MOKUHYO_LIBS_BASE_CLOCK_H_
#define MOKUHYO_LIBS_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace mokuhyo::base {

// Tells the time. Whatever needs the time takes a `Clock&`, so that a test can set it (ManualClock)
// and a program runs on the machine's (SystemClock).
//
// Thread-safe. The time may jump in both directions, as that of a machine does.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual absl::Time Now() const = 0;
};

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_CLOCK_H_
