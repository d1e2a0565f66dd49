#ifndef MOKUHYO_TESTS_SCENARIOS_OUTCOME_H_
#define MOKUHYO_TESTS_SCENARIOS_OUTCOME_H_

#include <initializer_list>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace mokuhyo::scenarios {

using Here = std::source_location;

// Fails the test at `here` unless `status` is a refusal with this code and reason whose message
// says all of `words`. A broken rule must bear them in the description for people, too.
void ExpectRefusal(const absl::Status& status, absl::StatusCode code, std::string_view reason,
                   std::initializer_list<std::string_view> words, Here here);
void ExpectDone(const absl::Status& status, Here here);

// What a call in a story came to. A refusal that the story does not look at (IsRefused) fails the
// test at the line of the call.
template <typename Response>
class Outcome {
 public:
  Outcome(absl::StatusOr<Response> answer, Here here) : answer_(std::move(answer)), here_(here) {}
  Outcome(const Outcome&) = delete;
  Outcome& operator=(const Outcome&) = delete;
  ~Outcome() {
    if (!is_told_) ExpectDone(answer_.status(), here_);
  }

  // `words`: what the message must say, such as the method that is the remedy.
  void IsRefused(absl::StatusCode code, std::string_view reason,
                 std::initializer_list<std::string_view> words = {}, Here here = Here::current()) {
    is_told_ = true;
    ExpectRefusal(answer_.status(), code, reason, words, here);
  }
  // The state of the sheet forbids it.
  void IsForbidden(std::string_view reason, std::initializer_list<std::string_view> words,
                   Here here = Here::current()) {
    IsRefused(absl::StatusCode::kFailedPrecondition, reason, words, here);
  }
  // A field is missing or malformed.
  void IsMalformed(std::initializer_list<std::string_view> words, Here here = Here::current()) {
    IsRefused(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", words, here);
  }

  // Empty after a refusal, which fails the test.
  Response answer() const {
    if (answer_.ok()) return *answer_;
    return Response();
  }
  const absl::Status& status() const { return answer_.status(); }

 private:
  const absl::StatusOr<Response> answer_;
  const Here here_;
  bool is_told_ = false;
};

}  // namespace mokuhyo::scenarios

#endif  // MOKUHYO_TESTS_SCENARIOS_OUTCOME_H_
