#include "libs/serving/call_runtime.h"

#include "libs/base/errors.h"
#include "libs/serving/answer_once.h"
#include "libs/serving/call_scope.h"
#include "libs/serving/exception_net.h"

namespace mokuhyo::serving {
namespace {

// One unary call, from its arrival to OnDone. Owns itself.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(CallRuntime::AsyncHandler handler, grpc::CallbackServerContext& context,
            std::string_view method, InFlightLimit& limit, CallMetrics& metrics, Log& log,
            const base::Clock& clock)
      : handler_(std::move(handler)),
        log_(log),
        scope_(context, method, limit, metrics, log, clock) {}

  // To be called before gRPC gets hold of this.
  void Begin(Executor& executor) {
    if (absl::Status status = scope_.Admit(); !status.ok()) return Answer(status);
    if (!executor.TryPost([this] { Run(); })) {
      Answer(base::ResourceExhausted("QUEUE_FULL", "the server is busy; try again a little later"));
    }
  }

  // The handler answers; that nobody listens is for it to notice (CallInfo::cancelled).
  void OnCancel() override {}

  void OnDone() override { delete this; }

 private:
  void Run() {
    if (absl::Status status = scope_.CheckWanted(); !status.ok()) return Answer(status);
    // The answer may destroy this while the handler still runs.
    CallRuntime::AsyncHandler handler = std::move(handler_);
    const std::string method = scope_.info().method;
    const auto answer = [this](const absl::Status& status) { Answer(status); };
    CatchExceptions(log_, method, [&] {
      handler(scope_.info(), AnswerOnce<absl::Status, decltype(answer)>(answer));
    });
  }

  // Nothing of this may be touched afterwards.
  void Answer(const absl::Status& status) { Finish(scope_.End(status)); }

  CallRuntime::AsyncHandler handler_;
  Log& log_;
  CallScope scope_;
};

}  // namespace

CallRuntime::CallRuntime(Executor& executor, Metrics& metrics, Log& log, const base::Clock& clock,
                         const CallLimits& limits)
    : executor_(executor),
      log_(log),
      clock_(clock),
      metrics_(metrics.registry()),
      calls_(limits.max_calls, metrics_.InFlight("unary")),
      streams_(limits.max_streams, metrics_.InFlight("stream")) {}

grpc::ServerUnaryReactor* CallRuntime::Unary(grpc::CallbackServerContext* context,
                                             std::string_view method, AsyncHandler handler) {
  auto* const call =
      new UnaryCall(std::move(handler), *context, method, calls_, metrics_, log_, clock_);
  call->Begin(executor_);
  return call;
}

grpc::ServerUnaryReactor* CallRuntime::Unary(grpc::CallbackServerContext* context,
                                             std::string_view method, Handler handler) {
  return Unary(context, method,
               [handler = std::move(handler)](const CallInfo& call, Done done) mutable {
                 done(handler(call));
               });
}

}  // namespace mokuhyo::serving
