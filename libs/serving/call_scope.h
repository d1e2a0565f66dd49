#ifndef MOKUHYO_LIBS_SERVING_CALL_SCOPE_H_
#define MOKUHYO_LIBS_SERVING_CALL_SCOPE_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/serving/call_info.h"
#include "libs/serving/call_metrics.h"
#include "libs/serving/in_flight_limit.h"
#include "libs/serving/log.h"

namespace mokuhyo::serving {

// What happens around every call, unary or stream, in this order: Admit, CheckWanted (any number),
// End. Not thread-safe.
class CallScope {
 public:
  // The call has arrived. All arguments must outlive this.
  CallScope(grpc::CallbackServerContext& context, std::string_view method, InFlightLimit& limit,
            CallMetrics& metrics, Log& log, const base::Clock& clock);

  // Leaves the limit.
  ~CallScope();

  CallScope(const CallScope&) = delete;
  CallScope& operator=(const CallScope&) = delete;

  // Returns RESOURCE_EXHAUSTED with reason TOO_MANY_CALLS if too many calls are in flight,
  // INVALID_ARGUMENT if the caller's id is malformed.
  absl::Status Admit();

  // Returns DEADLINE_EXCEEDED or CANCELLED if nobody waits for the answer.
  absl::Status CheckWanted() const;

  // Counts the call, writes its line into the log, and returns what to tell the caller: an error
  // for people in their language, too. Once.
  grpc::Status End(const absl::Status& status);

  const CallInfo& info() const { return info_; }

 private:
  void Leave();

  grpc::CallbackServerContext& context_;
  InFlightLimit& limit_;
  CallMetrics& metrics_;
  Log& log_;
  const base::Clock& clock_;
  const absl::Time started_;
  CallInfo info_;
  bool entered_ = false;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_CALL_SCOPE_H_
