#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_RETRY_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_RETRY_H_

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mokuhyo::eventstore {

// How often and how long a call is repeated.
struct RetryOptions {
  // Of one attempt.
  absl::Duration attempt_timeout = absl::Seconds(10);
  // Of all attempts of a call together.
  absl::Duration total_timeout = absl::Seconds(30);
  // Pauses between attempts: the first, each further one twice as long, up to the longest.
  absl::Duration first_pause = absl::Milliseconds(50);
  absl::Duration longest_pause = absl::Seconds(1);
};

// What an attempt that did not end well says of the call.
enum class Failure {
  // The store has answered; repeating it changes nothing.
  kAnswered,
  // Nothing was done, and it may work a little later.
  kNotDone,
  // It may or may not have been done.
  kUnknown,
};

// Judges the status of an attempt. Statuses without a reason (base::ErrorReason) come from gRPC and
// not from the store; but for those that say that there was no connection, they leave open what
// became of the request.
Failure Judge(const absl::Status& status);

// How long to wait after `failures` (from 1) attempts that failed: between half of the pause and
// the whole, by `random` from 0 to 1, so that the clients of a store that comes back do not all
// come at once.
absl::Duration PauseAfter(int failures, const RetryOptions& options, double random);

// A number from 0 to 1 for PauseAfter. Thread-safe.
double Jitter();

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_RETRY_H_
