#ifndef MOKUHYO_LIBS_SERVING_PROGRESS_CHANNEL_H_
#define MOKUHYO_LIBS_SERVING_PROGRESS_CHANNEL_H_

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/serving/message_source.h"

namespace mokuhyo::serving {

// Between one who works and one who listens: holds the newest thing said that was not heard yet.
// Thread-safe.
template <typename Response>
class ProgressChannel {
 public:
  using Done = typename MessageSource<Response>::Done;

  // Says something in place of what was not heard.
  void Say(Response response) {
    std::unique_lock lock(mutex_);
    latest_ = std::move(response);
    Hand(std::move(lock));
  }

  // Says the last thing, or why there is none. At most once.
  void End(absl::StatusOr<Response> last) {
    std::unique_lock lock(mutex_);
    latest_.reset();
    if (last.ok()) latest_ = *std::move(last);
    end_ = last.status();
    Hand(std::move(lock));
  }

  // MessageSource::Next.
  void Hear(Response& response, Done done) {
    std::unique_lock lock(mutex_);
    response_ = &response;
    done_ = std::move(done);
    Hand(std::move(lock));
  }

  // The listener leaves.
  void Leave() {
    std::unique_lock lock(mutex_);
    Done done = std::exchange(done_, nullptr);
    lock.unlock();
    if (done) done(absl::CancelledError("the caller does not listen any more"));
  }

 private:
  // Gives the listener what there is, if both are there.
  void Hand(std::unique_lock<std::mutex> lock) {
    if (!done_ || (!latest_.has_value() && !end_.has_value())) return;
    Done done = std::exchange(done_, nullptr);
    absl::StatusOr<bool> more = latest_.has_value();
    if (latest_.has_value()) {
      *response_ = *std::exchange(latest_, std::nullopt);
    } else if (!end_->ok()) {
      more = *end_;
    }
    // The listener may be gone when this returns.
    lock.unlock();
    done(std::move(more));
  }

  std::mutex mutex_;
  std::optional<Response> latest_;   // All guarded by mutex_.
  std::optional<absl::Status> end_;  // Set when nothing more comes behind latest_.
  Response* response_ = nullptr;
  Done done_;  // Set while somebody waits.
};

// The listener's end of it.
template <typename Response>
class ProgressSource final : public MessageSource<Response> {
 public:
  explicit ProgressSource(std::shared_ptr<ProgressChannel<Response>> channel)
      : channel_(std::move(channel)) {}

  void Next(Response& response, typename MessageSource<Response>::Done done) override {
    channel_->Hear(response, std::move(done));
  }
  void Cancel() override { channel_->Leave(); }

 private:
  const std::shared_ptr<ProgressChannel<Response>> channel_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_PROGRESS_CHANNEL_H_
