#ifndef MOKUHYO_LIBS_SERVING_BACKGROUND_WORK_H_
#define MOKUHYO_LIBS_SERVING_BACKGROUND_WORK_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/errors.h"
#include "libs/serving/exception_net.h"
#include "libs/serving/log.h"
#include "libs/serving/message_source.h"
#include "libs/serving/progress_channel.h"

namespace mokuhyo::serving {

// Long work on a thread of its own, one piece at a time: backups and the like. A server stream says
// how far it is; whoever reads it slowly gets the newest that there is to say, and the work never
// waits for a reader. It goes on when the reader leaves, and stops when this is destroyed.
// Thread-safe.
class BackgroundWork {
 public:
  // Says how far the work is. False: stop as soon as possible, with CANCELLED.
  template <typename Response>
  using Report = std::function<bool(Response progress)>;
  // Does the work and returns the last thing to say, or why it failed.
  template <typename Response>
  using Work = absl::AnyInvocable<absl::StatusOr<Response>(const Report<Response>& report)>;

  // `log` must outlive this; it hears of exceptions.
  explicit BackgroundWork(Log& log) : log_(log) {}

  // Stops the work and waits for it.
  ~BackgroundWork() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }

  BackgroundWork(const BackgroundWork&) = delete;
  BackgroundWork& operator=(const BackgroundWork&) = delete;

  // Starts the work; what it reports comes from the source that is returned. Null if other work is
  // under way. Must not be called by the work or by what reads a source.
  template <typename Response>
  std::unique_ptr<MessageSource<Response>> Start(Work<Response> work) {
    const std::lock_guard lock(mutex_);
    if (running_) return nullptr;
    if (thread_.joinable()) thread_.join();
    running_ = true;
    auto channel = std::make_shared<ProgressChannel<Response>>();
    thread_ = std::thread([this, channel, work = std::move(work)]() mutable {
      absl::StatusOr<Response> result =
          base::Internal("NO_ANSWER", "the work could not be done; please report this");
      CatchExceptions(log_, "background work", [&] {
        result = work([&](Response progress) {
          channel->Say(std::move(progress));
          return !stopping_;
        });
      });
      // Before the end is told, so that whoever hears of it can start the next.
      running_ = false;
      channel->End(std::move(result));
    });
    return std::make_unique<ProgressSource<Response>>(std::move(channel));
  }

  // Does what is not long, but must not meet other work, on the calling thread. False, and nothing
  // is done, if other work is under way.
  bool Run(absl::FunctionRef<void()> work) {
    {
      const std::lock_guard lock(mutex_);
      if (running_) return false;
      running_ = true;
    }
    const absl::Cleanup end = [this] { running_ = false; };
    work();
    return true;
  }

 private:
  Log& log_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> running_ = false;
  std::mutex mutex_;
  std::thread thread_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_BACKGROUND_WORK_H_
