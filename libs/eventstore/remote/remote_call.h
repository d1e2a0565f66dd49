#ifndef MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_CALL_H_
#define MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_CALL_H_

#include <grpcpp/alarm.h>
#include <grpcpp/client_context.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/remote/attempts.h"
#include "libs/eventstore/remote/remote_connection.h"
#include "libs/serving/grpc_status.h"

namespace mokuhyo::eventstore {

// One call to the store of another process: attempts, and pauses between them, until there is an
// answer or the time is over. Kept alive by RemoteConnection::calls and by what it waits for; the
// connection outlives its work.
template <typename Request, typename Response>
class RemoteCall final : public CallsUnderWay::Call,
                         public std::enable_shared_from_this<RemoteCall<Request, Response>> {
 public:
  using Method = void (RemoteConnection::Methods::*)(grpc::ClientContext*, const Request*,
                                                     Response*, std::function<void(grpc::Status)>);
  // Puts an answer right that came after an attempt whose outcome was unknown; may be null.
  using Settle = void (*)(const Request& request, Response& response);

  // Calls `method`; `done` gets the answer, here if the call is refused, else on a thread of gRPC.
  static void Start(RemoteConnection& connection, Method method, Repeatable kind,
                    absl::Duration total_timeout, Request request, Callback<Response> done,
                    Settle settle = nullptr) {
    auto call = std::make_shared<RemoteCall>(connection, method, kind, total_timeout,
                                             std::move(request), settle);
    if (auto status = connection.calls.Add(call); !status.ok()) return done(status);
    call->done_ = std::move(done);
    call->Attempt();
  }

  // For Start only.
  RemoteCall(RemoteConnection& connection, Method method, Repeatable kind,
             absl::Duration total_timeout, Request request, Settle settle)
      : connection_(connection),
        method_(method),
        settle_(settle),
        request_(std::move(request)),
        attempts_(connection_.address, connection_.retry, kind, absl::Now() + total_timeout) {}

  void Cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (context_ != nullptr) context_->TryCancel();
    if (pause_.has_value()) pause_->Cancel();
  }

 private:
  void Attempt() {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(absl::ToChronoTime(attempts_.NextDeadline(absl::Now())));
    {
      const std::lock_guard lock(mutex_);
      context_ = std::move(context);
      // One that is cancelled before it was begun ends at once.
      if (cancelled_) context_->TryCancel();
    }
    response_.Clear();
    (connection_.stub->async()->*method_)(
        context_.get(), &request_, &response_,
        [self = this->shared_from_this()](const grpc::Status& status) { self->Answered(status); });
  }

  void Answered(const grpc::Status& status) {
    if (status.ok()) {
      if (attempts_.MaybeDone() && settle_ != nullptr) settle_(request_, response_);
      return Finish(std::move(response_));
    }
    const auto verdict = attempts_.Failed(serving::FromGrpcStatus(status), absl::Now());
    if (!verdict.ok()) return Finish(verdict.status());
    Pause(*verdict);
  }

  void Pause(absl::Duration pause) {
    {
      const std::lock_guard lock(mutex_);
      if (!cancelled_) {
        pause_.emplace();
        pause_->Set(absl::ToChronoTime(absl::Now() + pause),
                    [self = this->shared_from_this()](bool over) { self->PauseOver(over); });
        return;
      }
    }
    PauseOver(/*over=*/false);
  }

  void PauseOver(bool over) {
    {
      const std::lock_guard lock(mutex_);
      pause_.reset();
    }
    if (!over) return Finish(attempts_.Cancelled());
    Attempt();
  }

  // The last thing that is done; nobody touches the call any more.
  void Finish(absl::StatusOr<Response> result) {
    {
      const std::lock_guard lock(mutex_);
      context_.reset();
    }
    Callback<Response> done = std::move(done_);
    connection_.calls.Leave();
    done(std::move(result));
    connection_.calls.Remove(*this);
  }

  RemoteConnection& connection_;
  const Method method_;
  const Settle settle_;
  const Request request_;
  Callback<Response> done_;
  Response response_;
  // Used by one thread after the other, as one step of the call leads to the next.
  Attempts attempts_;

  // Guards what Cancel looks at.
  std::mutex mutex_;
  bool cancelled_ = false;
  std::unique_ptr<grpc::ClientContext> context_;
  std::optional<grpc::Alarm> pause_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REMOTE_REMOTE_CALL_H_
