#include "libs/eventstore/remote/retry.h"

#include <algorithm>
#include <random>
#include <string>

#include "absl/strings/match.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

namespace {

// True if gRPC found nobody to send the request to. It tells this by its words alone; with others,
// in another version, the outcome counts as unknown, which is never wrong.
bool NeverSent(const absl::Status& status) {
  return absl::IsUnavailable(status) &&
         (absl::StartsWith(status.message(), "failed to connect to all addresses") ||
          absl::StartsWith(status.message(), "DNS resolution failed"));
}

}  // namespace

Failure Judge(const absl::Status& status) {
  const std::string reason = base::ErrorReason(status);
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      // What else a store gives as its reason (STORE_FAILED, CLOCK_BEHIND) does not pass by itself
      // within the time of a call.
      if (reason == "SHUTTING_DOWN") return Failure::kNotDone;
      if (!reason.empty()) return Failure::kAnswered;
      break;
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
      if (!reason.empty()) return Failure::kUnknown;
      break;
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      break;
    default:
      return Failure::kAnswered;
  }
  return NeverSent(status) ? Failure::kNotDone : Failure::kUnknown;
}

absl::Duration PauseAfter(int failures, const RetryOptions& options, double random) {
  constexpr int kDoublings = 20;  // Beyond any longest pause.
  const int doublings = std::clamp(failures - 1, 0, kDoublings);
  const absl::Duration pause =
      std::min(options.first_pause * (int64_t{1} << doublings), options.longest_pause);
  return pause / 2 + pause / 2 * random;
}

double Jitter() {
  thread_local std::minstd_rand generator(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

}  // namespace mokuhyo::eventstore
