#include "libs/serving/exit_within.h"

#include <unistd.h>

#include <thread>

#include "absl/time/clock.h"

namespace mokuhyo::serving {

void ExitWithin(absl::Duration limit) {
  // Detached: it is to outlast whatever hangs.
  std::thread([limit] {
    absl::SleepFor(limit);
    _exit(0);
  }).detach();
}

}  // namespace mokuhyo::serving
