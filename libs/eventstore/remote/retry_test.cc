#include "libs/eventstore/remote/retry.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {
namespace {

TEST(Judge, TellsAnAnswerOfTheStoreFromALostOne) {
  struct Case {
    std::string name;
    absl::Status status;
    Failure failure;
  };
  const std::vector<Case> cases = {
      {"connection lost", absl::UnavailableError("connection reset"), Failure::kUnknown},
      {"no connection",
       absl::UnavailableError("failed to connect to all addresses; last error: refused"),
       Failure::kNotDone},
      {"no such host", absl::UnavailableError("DNS resolution failed for nowhere"),
       Failure::kNotDone},
      {"no answer in time", absl::DeadlineExceededError("late"), Failure::kUnknown},
      {"cancelled by the server", absl::CancelledError("stream closed"), Failure::kUnknown},
      {"stream removed", absl::UnknownError("stream removed"), Failure::kUnknown},
      {"reset by the transport", absl::InternalError("RST_STREAM"), Failure::kUnknown},
      {"shutting down", base::Unavailable("SHUTTING_DOWN", "stops"), Failure::kNotDone},
      {"the write failed", base::Unknown("OUTCOME_UNKNOWN", "disk"), Failure::kUnknown},
      {"a defect of the server", base::Internal("NO_ANSWER", "lost track"), Failure::kUnknown},
      {"takes no writes", base::Unavailable("STORE_FAILED", "reopen"), Failure::kAnswered},
      {"clock", base::Unavailable("CLOCK_BEHIND", "a minute"), Failure::kAnswered},
      {"busy", base::ResourceExhausted("STORE_BUSY", "full"), Failure::kAnswered},
      {"malformed", absl::InvalidArgumentError("city is empty"), Failure::kAnswered},
      {"damage", base::DataLoss("DAMAGED", "position 3"), Failure::kAnswered},
      {"no store there", absl::UnimplementedError("unknown service"), Failure::kAnswered},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.name);
    EXPECT_EQ(Judge(test.status), test.failure);
  }
}

TEST(PauseAfter, GrowsUpToTheLongestAndIsJittered) {
  const RetryOptions options = {.first_pause = absl::Milliseconds(100),
                                .longest_pause = absl::Milliseconds(350)};
  EXPECT_EQ(PauseAfter(1, options, 1), absl::Milliseconds(100));
  EXPECT_EQ(PauseAfter(1, options, 0), absl::Milliseconds(50));
  EXPECT_EQ(PauseAfter(2, options, 1), absl::Milliseconds(200));
  EXPECT_EQ(PauseAfter(3, options, 1), absl::Milliseconds(350));
  EXPECT_EQ(PauseAfter(1'000'000, options, 1), absl::Milliseconds(350));
  const double random = Jitter();
  EXPECT_GE(random, 0);
  EXPECT_LE(random, 1);
}

}  // namespace
}  // namespace mokuhyo::eventstore
