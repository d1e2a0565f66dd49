#ifndef MOKUHYO_LIBS_SERVING_SHARED_WORK_H_
#define MOKUHYO_LIBS_SERVING_SHARED_WORK_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/errors.h"
#include "libs/serving/background_work.h"
#include "libs/serving/exception_net.h"
#include "libs/serving/log.h"
#include "libs/serving/message_source.h"
#include "libs/serving/progress_channel.h"

namespace mokuhyo::serving {

// Long work of one kind, on a thread of its own, that is the same for whoever asks for it: who asks
// while it goes on joins it. As in BackgroundWork, a slow reader gets the newest that there is to
// say, the work waits for no reader, goes on when they leave, and stops when this is destroyed.
// Thread-safe.
template <typename Response>
class SharedWork {
 public:
  using Report = BackgroundWork::Report<Response>;
  // As BackgroundWork::Work, but for many times.
  using Work = std::function<absl::StatusOr<Response>(const Report& report)>;

  // `log` must outlive this; it hears of exceptions.
  SharedWork(Log& log, Work work) : log_(log), work_(std::move(work)) {}

  ~SharedWork() {
    Stop();
    if (thread_.joinable()) thread_.join();
  }

  SharedWork(const SharedWork&) = delete;
  SharedWork& operator=(const SharedWork&) = delete;

  // Starts the work, or joins what is under way; what it reports from now on, and its result, come
  // from the source. Must not be called by the work or by what reads a source.
  std::unique_ptr<MessageSource<Response>> StartOrJoin() {
    auto channel = std::make_shared<Channel>();
    const std::lock_guard start(start_mutex_);
    if (!Join(channel)) {
      if (thread_.joinable()) thread_.join();
      thread_ = std::thread([this] { Run(); });
    }
    return std::make_unique<ProgressSource<Response>>(std::move(channel));
  }

  // Tells the work to stop as soon as possible, for good.
  void Stop() { stopping_ = true; }

 private:
  using Channel = ProgressChannel<Response>;
  using Channels = std::vector<std::shared_ptr<Channel>>;

  // Adds a listener. False: it is the first one, and nobody works.
  bool Join(std::shared_ptr<Channel> channel) {
    const std::lock_guard lock(mutex_);
    channels_.push_back(std::move(channel));
    return std::exchange(running_, true);
  }

  void Run() {
    absl::StatusOr<Response> result =
        base::Internal("NO_ANSWER", "the work could not be done; please report this");
    CatchExceptions(log_, "shared work", [&] {
      result = work_([this](Response progress) {
        for (const auto& channel : Listeners()) channel->Say(progress);
        return !stopping_;
      });
    });
    Channels channels;
    {
      // Before the end is told, so that whoever hears of it can start the next.
      const std::lock_guard lock(mutex_);
      running_ = false;
      channels.swap(channels_);
    }
    for (const auto& channel : channels) channel->End(result);
  }

  Channels Listeners() {
    const std::lock_guard lock(mutex_);
    return channels_;
  }

  Log& log_;
  const Work work_;
  std::atomic<bool> stopping_ = false;
  std::mutex start_mutex_;  // Taken before mutex_.
  std::thread thread_;      // Guarded by start_mutex_.
  std::mutex mutex_;
  bool running_ = false;  // Guarded by mutex_.
  Channels channels_;     // Guarded by mutex_: of the work that is under way.
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_SHARED_WORK_H_
