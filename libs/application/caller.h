#ifndef MOKUHYO_LIBS_APPLICATION_CALLER_H_
#define MOKUHYO_LIBS_APPLICATION_CALLER_H_

#include <functional>
#include <string>

#include "absl/time/time.h"

namespace mokuhyo::application {

// Who calls which method: what a use case is told about the call itself.
struct Caller {
  // Opaque id of the actor; never empty.
  std::string actor;
  // Full method name, `mokuhyo.goals.v1.GoalService/CreateGoal`.
  std::string method;
  // W3C traceparent; may be empty.
  std::string trace_context;
  // When the caller stops waiting; infinite if it never does.
  absl::Time deadline = absl::InfiniteFuture();
  // True as soon as nobody waits for the answer any more. Thread-safe; valid until the call is
  // answered.
  std::function<bool()> cancelled = [] { return false; };
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_CALLER_H_
