#include "libs/eventstore/remote/attempts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

namespace {

// An attempt that is cut off while it connects says less than one that fails: the last one gets
// this much, even where the time of the call is over before.
constexpr absl::Duration kShortestAttempt = absl::Seconds(1);

}  // namespace

absl::Time Attempts::NextDeadline(absl::Time now) const {
  const absl::Duration rest = std::max(give_up_at_ - now, kShortestAttempt);
  return now + std::min(options_.attempt_timeout, rest);
}

absl::StatusOr<absl::Duration> Attempts::Failed(const absl::Status& status, absl::Time now) {
  const Failure failure = Judge(status);
  if (failure == Failure::kUnknown && kind_ != Repeatable::kRead) maybe_done_ = true;
  if (maybe_done_ && kind_ == Repeatable::kPlainWrite) return OutcomeUnknown(status);
  // Busy, or out of order for the moment: it is said of this attempt, and one before may have been
  // carried out, so only an answer of the log itself ends the call.
  const bool answered = failure == Failure::kAnswered;
  const bool passes = absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
  if (answered && !maybe_done_) return status;
  if (answered && !passes) return OutcomeUnknown(status);
  const absl::Duration pause = PauseAfter(++failures_, options_, Jitter());
  if (now + pause >= give_up_at_) return GiveUp(status);
  return pause;
}

absl::Status Attempts::Cancelled() const {
  const absl::Status closing =
      base::Unavailable("SHUTTING_DOWN", "the event store is shutting down");
  return maybe_done_ ? OutcomeUnknown(closing) : closing;
}

absl::Status Attempts::GiveUp(const absl::Status& last) const {
  if (maybe_done_) return OutcomeUnknown(last);
  return base::Unavailable(
      "STORE_UNREACHABLE",
      absl::StrCat("the event store at ", address_, " does not answer (", last.message(),
                   "); is mokuhyo-eventstored running there, and is --event-store right?"));
}

absl::Status Attempts::OutcomeUnknown(const absl::Status& last) const {
  return base::Unknown(
      "OUTCOME_UNKNOWN",
      absl::StrCat("whether the append is in the log is unknown: the event store at ", address_,
                   " did not say (", last.message(),
                   "); repeat it with the same request id, or read before you repeat it"));
}

}  // namespace mokuhyo::eventstore
