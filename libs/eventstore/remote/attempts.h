#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_ATTEMPTS_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_ATTEMPTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventstore/remote/retry.h"

namespace mokuhyo::eventstore {

// Whether a call may be repeated when nobody knows what became of it.
enum class Repeatable {
  // It changes nothing.
  kRead,
  // It does nothing the second time.
  kKeyedWrite,
  // It would be done twice.
  kPlainWrite,
};

// The attempts of one call: decides after each whether there is another, and what the caller is
// told if not. Not thread-safe.
class Attempts {
 public:
  // `address` is for messages. Past `give_up_at` there are no more attempts.
  Attempts(std::string address, const RetryOptions& options, Repeatable kind, absl::Time give_up_at)
      : address_(std::move(address)), options_(options), kind_(kind), give_up_at_(give_up_at) {}

  // Deadline of an attempt that begins now.
  absl::Time NextDeadline(absl::Time now) const;

  // An attempt failed. Returns how long to pause before the next, or the error that ends the call.
  absl::StatusOr<absl::Duration> Failed(const absl::Status& status, absl::Time now);

  // What ends a call that is given up because the client goes away.
  absl::Status Cancelled() const;

  // Whether an attempt may have been carried out without our knowing.
  bool MaybeDone() const { return maybe_done_; }

 private:
  // What ends the call when there is no other attempt.
  absl::Status GiveUp(const absl::Status& last) const;
  absl::Status OutcomeUnknown(const absl::Status& last) const;

  const std::string address_;
  const RetryOptions options_;
  const Repeatable kind_;
  const absl::Time give_up_at_;
  int failures_ = 0;
  bool maybe_done_ = false;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_ATTEMPTS_H_
