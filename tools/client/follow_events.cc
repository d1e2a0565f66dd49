#include "tools/client/follow_events.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/time/time.h"
#include "libs/base/errors.h"
#include "tools/client/interrupt.h"

namespace mokuhyo::client {
namespace {

using feed::v1::SubscribeEventsRequest;
using feed::v1::SubscribeEventsResponse;

constexpr absl::Duration kFirstPause = absl::Milliseconds(200);
constexpr absl::Duration kLongestPause = absl::Seconds(2);

// Whether the server may give more later: it went away, was stopped or has too much to do.
bool MayComeBack(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      // Only another version of the server will do.
      return base::ErrorReason(status) != "UNKNOWN_EVENT";
    case absl::StatusCode::kOk:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kResourceExhausted:
      return true;
    default:
      return false;
  }
}

class Follower {
 public:
  Follower(SubscribeEventsRequest request, const std::function<bool(const feed::v1::Event&)>& print,
           Session& session)
      : request_(std::move(request)), print_(print), session_(session) {}

  int Run() {
    Interrupt interrupt([this] { CancelCall(); });
    absl::Duration pause = kFirstPause;
    while (true) {
      received_ = false;
      const absl::Status status = ReadOn(interrupt);
      if (done_ || interrupt.Raised()) return 0;
      if (!reached_ || !MayComeBack(status)) return Fail(status);
      pause = received_ ? kFirstPause : std::min(pause * 2, kLongestPause);
      Notice("接続が切れました。再接続します…", "connection lost; waiting for the server…");
      if (interrupt.WaitFor(pause)) return 0;
    }
  }

 private:
  // One call, to its end.
  absl::Status ReadOn(Interrupt& interrupt) {
    auto context = session_.connection().NewContext();
    context->set_deadline(std::chrono::system_clock::time_point::max());
    // A server that was there before is waited for.
    context->set_wait_for_ready(reached_);
    {
      const std::lock_guard lock(mutex_);
      call_ = context.get();
    }
    // Whoever raised it before has cancelled nothing.
    if (interrupt.Raised()) CancelCall();
    const auto reader = session_.connection().events().SubscribeEvents(context.get(), request_);
    SubscribeEventsResponse response;
    while (!done_ && reader->Read(&response)) Take(response);
    if (done_) context->TryCancel();
    const grpc::Status status = reader->Finish();
    const std::lock_guard lock(mutex_);
    call_ = nullptr;
    return session_.connection().Explain(status);
  }

  void Take(const SubscribeEventsResponse& response) {
    reached_ = true;
    received_ = true;
    if (response.has_event()) done_ = !print_(response.event());
    if (response.has_caught_up()) Notice("最新の記録まで表示しました", "caught up");
    if (response.has_fell_behind()) Notice("表示が遅れています", "fell behind");
    request_.set_from_now(false);
    request_.set_after_position(response.position());
  }

  int Fail(const absl::Status& status) {
    const int exit_status = session_.Fail(status);
    if (reached_) {
      session_.err() << "mokuhyo: "
                     << render::Say(session_.settings().language,
                                    "ここまで表示しました: ", "everything was printed up to ")
                     << request_.after_position() << std::endl;
    }
    return exit_status;
  }

  void Notice(const char* ja, const char* en) {
    if (isatty(STDERR_FILENO) == 0) return;
    session_.err() << "mokuhyo: " << render::Say(session_.settings().language, ja, en) << std::endl;
  }

  void CancelCall() {
    const std::lock_guard lock(mutex_);
    if (call_ != nullptr) call_->TryCancel();
  }

  SubscribeEventsRequest request_;
  const std::function<bool(const feed::v1::Event&)>& print_;
  Session& session_;
  bool reached_ = false;   // Whether the server ever said anything.
  bool received_ = false;  // Whether it did in this call.
  bool done_ = false;      // Whether nobody wants more.

  std::mutex mutex_;
  grpc::ClientContext* call_ = nullptr;  // Guarded by mutex_.
};

}  // namespace

int FollowEvents(SubscribeEventsRequest request,
                 const std::function<bool(const feed::v1::Event&)>& print, Session& session) {
  return Follower(std::move(request), print, session).Run();
}

}  // namespace mokuhyo::client
