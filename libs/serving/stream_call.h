#ifndef MOKUHYO_LIBS_SERVING_STREAM_CALL_H_
#define MOKUHYO_LIBS_SERVING_STREAM_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/base/errors.h"
#include "libs/serving/answer_once.h"
#include "libs/serving/call_scope.h"
#include "libs/serving/exception_net.h"
#include "libs/serving/executor.h"
#include "libs/serving/message_source.h"

namespace mokuhyo::serving {

// One server stream, from its arrival to OnDone: it pulls a message, writes it, and pulls the next
// when the write is done. Owns itself. Made by CallRuntime::Stream.
template <typename Response>
class StreamCall final : public grpc::ServerWriteReactor<Response> {
 public:
  using Source = MessageSource<Response>;
  using Start = absl::AnyInvocable<absl::StatusOr<std::unique_ptr<Source>>(const CallInfo&)>;

  // The other arguments are those of CallScope.
  StreamCall(Executor& executor, Start start, grpc::CallbackServerContext& context,
             std::string_view method, InFlightLimit& limit, CallMetrics& metrics, Log& log,
             const base::Clock& clock)
      : executor_(executor),
        start_(std::move(start)),
        log_(log),
        scope_(context, method, limit, metrics, log, clock) {}

  // To be called before gRPC gets hold of this.
  void Begin() {
    if (absl::Status status = scope_.Admit(); !status.ok()) return Answer(status);
    if (!executor_.TryPost([this] { Open(); })) {
      Answer(base::ResourceExhausted("QUEUE_FULL", "the server is busy; try again a little later"));
    }
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Answer(absl::CancelledError("the caller does not listen any more"));
    if (source_->IsPrompt()) return Pull();
    if (!executor_.PostContinuation([this] { Pull(); })) {
      Answer(base::Unavailable("SHUTTING_DOWN", "the server is shutting down"));
    }
  }

  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (source_ != nullptr) source_->Cancel();
  }

  void OnDone() override { delete this; }

 private:
  void Open() {
    if (absl::Status status = scope_.CheckWanted(); !status.ok()) return Answer(status);
    absl::StatusOr<std::unique_ptr<Source>> source =
        base::Internal("NO_ANSWER", "the server could not open the stream; please report this");
    CatchExceptions(log_, scope_.info().method, [&] { source = start_(scope_.info()); });
    if (!source.ok()) return Answer(source.status());
    {
      const std::lock_guard lock(mutex_);
      source_ = *std::move(source);
      if (cancelled_) source_->Cancel();
    }
    Pull();
  }

  void Pull() {
    if (absl::Status status = scope_.CheckWanted(); !status.ok()) return Answer(status);
    message_.Clear();
    const auto send = [this](const absl::StatusOr<bool>& more) { Send(more); };
    // The answer may destroy this while the source still runs.
    const std::string_view method = scope_.info().method;
    CatchExceptions(log_, method, [&] {
      source_->Next(message_, AnswerOnce<absl::StatusOr<bool>, decltype(send)>(send));
    });
  }

  void Send(const absl::StatusOr<bool>& more) {
    if (!more.ok()) return Answer(more.status());
    if (!*more) return Answer(absl::OkStatus());
    this->StartWrite(&message_);
  }

  // Nothing of this may be touched afterwards.
  void Answer(const absl::Status& status) { this->Finish(scope_.End(status)); }

  Executor& executor_;
  Start start_;
  Log& log_;
  CallScope scope_;
  Response message_;

  std::mutex mutex_;
  bool cancelled_ = false;          // Guarded by mutex_.
  std::unique_ptr<Source> source_;  // Set once, guarded by mutex_.
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_STREAM_CALL_H_
