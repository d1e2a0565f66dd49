#ifndef MOKUHYO_LIBS_SERVING_CALL_RUNTIME_H_
#define MOKUHYO_LIBS_SERVING_CALL_RUNTIME_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <optional>
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
// handler on the executor (a Prompt may answer before), turns its status into one of gRPC with
// details, counts the call and logs it. What has passed its deadline or was cancelled before the
// handler could start is answered without running it. A method of an adapter is then
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
  // Ends the call, or says with nothing that there is no answer at hand; once and on any thread.
  using PromptDone = absl::AnyInvocable<void(std::optional<absl::Status>)>;
  // Looks whether the answer is at hand. Runs on a thread of gRPC, so it must not wait for a disk
  // or compute much.
  using Prompt = absl::AnyInvocable<void(const CallInfo& call, PromptDone done)>;

  // All must outlive this, and this the server; the executor must not be shut down before the
  // server is.
  CallRuntime(Executor& executor, Metrics& metrics, Log& log, const base::Clock& clock,
              const CallLimits& limits);

  // `method` is the full name of the method without the leading slash; a constant of the program.
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, std::string_view method,
                                  AsyncHandler handler);
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, std::string_view method,
                                  Handler handler);
  // A call that can mostly be answered at once, without a change of threads: `prompt` first, and
  // `handler` as above if it has no answer.
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, std::string_view method,
                                  Prompt prompt, Handler handler);

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
  grpc::ServerUnaryReactor* Begin(grpc::CallbackServerContext* context, std::string_view method,
                                  Prompt prompt, AsyncHandler handler);

  Executor& executor_;
  Log& log_;
  const base::Clock& clock_;
  CallMetrics metrics_;
  InFlightLimit calls_;
  InFlightLimit streams_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_CALL_RUNTIME_H_
