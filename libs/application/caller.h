#ifndef MOKUHYO_LIBS_APPLICATION_CALLER_H_
#define MOKUHYO_LIBS_APPLICATION_CALLER_H_

#include <string>

namespace mokuhyo::application {

// Who calls which method: what a use case is told about the call itself.
struct Caller {
  // Opaque id of the actor; never empty.
  std::string actor;
  // Full method name, `mokuhyo.goals.v1.GoalService/CreateGoal`.
  std::string method;
  // W3C traceparent; may be empty.
  std::string trace_context;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_CALLER_H_
