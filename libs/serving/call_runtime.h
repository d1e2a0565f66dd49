#ifndef MOKUHYO_LIBS_SERVING_CALL_RUNTIME_H_
#define MOKUHYO_LIBS_SERVING_CALL_RUNTIME_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <string_view>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "libs/base/clock.h"
#include "libs/serving/call_info.h"
#include "libs/serving/call_metrics.h"
#include "libs/serving/executor.h"
#include "libs/serving/in_flight_limit.h"
#include "libs/serving/log.h"
#include "libs/serving/metrics.h"
#include "libs/serving/stream_call.h"

namespace mokuhyo::serving {

struct CallLimits {
  // Unary calls that may be in flight at a time.
  int max_calls = 512;
  // Server streams, which may stay open for days.
  int max_streams = 256;
};

// The wrapper around every handler. It knows who calls, lets in no more than the limits, runs the
// handler on the executor, turns its status into one of gRPC with details, counts the call and logs
// it. What has passed its deadline or was cancelled before the handler could start is answered
// without running it. A method of an adapter is then
//
//   grpc::ServerUnaryReactor* GetSheet(grpc::CallbackServerContext* context,
//                                      const GetSheetRequest* request,
//                                      GetSheetResponse* response) override {
//     return runtime_.Unary(context, "mokuhyo.sheets.v1.SheetService/GetSheet",
//                           [=, this](const CallInfo& call) { … return absl::OkStatus(); });
//   }
//
// Thread-safe.
class CallRuntime {
 public:
  // Ends the call with a status, once and on any thread. One that is destroyed unused answers
  // INTERNAL.
  using Done = absl::AnyInvocable<void(absl::Status)>;
  // A handler that answers later. Request, response and CallInfo are valid until `done` is called.
  using AsyncHandler = absl::AnyInvocable<void(const CallInfo& call, Done done)>;
  // A handler that answers when it returns.
  using Handler = absl::AnyInvocable<absl::Status(const CallInfo& call)>;

  // All must outlive this, and this the server; the executor must not be shut down before the
  // server is.
  CallRuntime(Executor& executor, Metrics& metrics, Log& log, const base::Clock& clock,
              const CallLimits& limits);

  // `method` is the full name of the method without the leading slash.
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, std::string_view method,
                                  AsyncHandler handler);
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, std::string_view method,
                                  Handler handler);

  // A server stream. `start` runs on the executor and returns where the messages come from, as
  // `absl::StatusOr<std::unique_ptr<MessageSource<Response>>>`, or why there will be none.
  template <typename Response>
  grpc::ServerWriteReactor<Response>* Stream(grpc::CallbackServerContext* context,
                                             std::string_view method,
                                             typename StreamCall<Response>::Start start) {
    auto* const call = new StreamCall<Response>(executor_, std::move(start), *context, method,
                                                streams_, metrics_, log_, clock_);
    call->Begin();
    return call;
  }

 private:
  Executor& executor_;
  Log& log_;
  const base::Clock& clock_;
  CallMetrics metrics_;
  InFlightLimit calls_;
  InFlightLimit streams_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_CALL_RUNTIME_H_
