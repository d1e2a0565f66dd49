#include "libs/serving/call_runtime.h"

#include "libs/base/errors.h"
#include "libs/serving/answer_once.h"
#include "libs/serving/call_scope.h"
#include "libs/serving/exception_net.h"

namespace mokuhyo::serving {
namespace {

// One unary call, from its arrival to its answer. Owns itself. It is no reactor of its own: gRPC
// changes threads to tell such a one that the call is over, which costs about as much as the rest
// of a small call; the default reactor of a context is left alone.
class UnaryCall final {
 public:
  UnaryCall(Executor& executor, CallRuntime::AsyncHandler handler,
            grpc::CallbackServerContext& context, std::string_view method, InFlightLimit& limit,
            CallMetrics& metrics, Log& log, const base::Clock& clock)
      : executor_(executor),
        reactor_(*context.DefaultReactor()),
        handler_(std::move(handler)),
        log_(log),
        scope_(context, method, limit, metrics, log, clock) {}

  // To be called before gRPC gets hold of this. `prompt` may be empty.
  void Begin(CallRuntime::Prompt prompt) {
    if (absl::Status status = scope_.Admit(); !status.ok()) return Answer(status);
    if (prompt) {
      Ask(std::move(prompt));
    } else {
      Enqueue();
    }
  }

  // What gRPC is given. That nobody listens any more is for the handler to notice
  // (CallInfo::cancelled).
  grpc::ServerUnaryReactor& reactor() { return reactor_; }

 private:
  void Ask(CallRuntime::Prompt prompt) {
    const auto answer = [this](const std::optional<absl::Status>& status) {
      if (status.has_value()) return Answer(*status);
      Enqueue();
    };
    CatchExceptions(log_, scope_.info().method, [&] {
      prompt(scope_.info(), AnswerOnce<std::optional<absl::Status>, decltype(answer)>(answer));
    });
  }

  void Enqueue() {
    if (!executor_.TryPost([this] { Run(); })) {
      Answer(base::ResourceExhausted("QUEUE_FULL", "the server is busy; try again a little later"));
    }
  }

  void Run() {
    if (absl::Status status = scope_.CheckWanted(); !status.ok()) return Answer(status);
    // The answer may destroy this while the handler still runs.
    CallRuntime::AsyncHandler handler = std::move(handler_);
    const std::string_view method = scope_.info().method;
    const auto answer = [this](const absl::Status& status) { Answer(status); };
    CatchExceptions(log_, method, [&] {
      handler(scope_.info(), AnswerOnce<absl::Status, decltype(answer)>(answer));
    });
  }

  // Nothing of this may be touched afterwards.
  void Answer(const absl::Status& status) {
    grpc::ServerUnaryReactor& reactor = reactor_;
    const grpc::Status answer = scope_.End(status);
    delete this;
    reactor.Finish(answer);
  }

  Executor& executor_;
  grpc::ServerUnaryReactor& reactor_;
  CallRuntime::AsyncHandler handler_;
  Log& log_;
  CallScope scope_;
};

CallRuntime::AsyncHandler Later(CallRuntime::Handler handler) {
  return [handler = std::move(handler)](const CallInfo& call, CallRuntime::Done done) mutable {
    done(handler(call));
  };
}

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
  return Begin(context, method, Prompt(), std::move(handler));
}

grpc::ServerUnaryReactor* CallRuntime::Unary(grpc::CallbackServerContext* context,
                                             std::string_view method, Handler handler) {
  return Begin(context, method, Prompt(), Later(std::move(handler)));
}

grpc::ServerUnaryReactor* CallRuntime::Unary(grpc::CallbackServerContext* context,
                                             std::string_view method, Prompt prompt,
                                             Handler handler) {
  return Begin(context, method, std::move(prompt), Later(std::move(handler)));
}

grpc::ServerUnaryReactor* CallRuntime::Begin(grpc::CallbackServerContext* context,
                                             std::string_view method, Prompt prompt,
                                             AsyncHandler handler) {
  auto* const call = new UnaryCall(executor_, std::move(handler), *context, method, calls_,
                                   metrics_, log_, clock_);
  // The answer may destroy the call.
  grpc::ServerUnaryReactor& reactor = call->reactor();
  call->Begin(std::move(prompt));
  return &reactor;
}

}  // namespace mokuhyo::serving
