#ifndef MOKUHYO_LIBS_BASE_SYSTEM_CLOCK_H_
#define MOKUHYO_LIBS_BASE_SYSTEM_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"

namespace mokuhyo::base {

// The clock of the machine.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_SYSTEM_CLOCK_H_
