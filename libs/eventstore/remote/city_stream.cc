#include "libs/eventstore/remote/city_stream.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mokuhyo::eventstore {

// One connection. Owns itself.
class CityStream::Reader final : public grpc::ClientReadReactor<store::v1::WatchCityResponse> {
 public:
  explicit Reader(std::shared_ptr<CityStream> owner) : owner_(std::move(owner)) {
    request_.set_city(owner_->city_);
    owner_->connection_.stub->async()->WatchCity(&context_, &request_, this);
  }

  // Not before `reader_` of the owner is set: from here on it may end.
  void Begin() {
    StartRead(&response_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    owner_->Heard(response_.position());
    StartRead(&response_);
  }

  void OnDone(const grpc::Status&) override {
    const std::shared_ptr<CityStream> owner = std::move(owner_);
    {
      const std::lock_guard lock(owner->mutex_);
      owner->reader_ = nullptr;
    }
    delete this;
    owner->Ended();
  }

 private:
  std::shared_ptr<CityStream> owner_;
  grpc::ClientContext context_;
  store::v1::WatchCityRequest request_;
  store::v1::WatchCityResponse response_;
};

std::shared_ptr<CityStream> CityStream::Start(RemoteConnection& connection, std::string city,
                                              std::function<void()> changed) {
  auto stream = std::make_shared<CityStream>(connection, std::move(city), std::move(changed));
  // Refused only when the store goes away; then there is nothing to hear any more.
  if (connection.watches.Add(stream).ok()) stream->Connect();
  return stream;
}

CityStream::CityStream(RemoteConnection& connection, std::string city,
                       std::function<void()> changed)
    : connection_(connection), city_(std::move(city)), changed_(std::move(changed)) {}

void CityStream::Cancel() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  if (reader_ != nullptr) reader_->Cancel();
  if (pause_.has_value()) pause_->Cancel();
}

void CityStream::Connect() {
  const std::lock_guard lock(mutex_);
  reader_ = new Reader(shared_from_this());
  if (stopped_) reader_->Cancel();
  // Its callbacks run on other threads, and wait for the lock.
  reader_->Begin();
}

void CityStream::Heard(uint64_t position) {
  {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
    // The first head of a city without events is no news.
    const bool news = may_have_missed_ || position > 0;
    may_have_missed_ = true;
    if (!news || stopped_) return;
  }
  changed_();
}

void CityStream::Ended() {
  {
    const std::lock_guard lock(mutex_);
    may_have_missed_ = true;
    if (!stopped_) {
      const absl::Duration pause = PauseAfter(++failures_, connection_.retry, Jitter());
      pause_.emplace();
      pause_->Set(absl::ToChronoTime(absl::Now() + pause),
                  [self = shared_from_this()](bool over) { self->PauseOver(over); });
      return;
    }
  }
  connection_.watches.Leave();
  connection_.watches.Remove(*this);
}

void CityStream::PauseOver(bool over) {
  {
    const std::lock_guard lock(mutex_);
    pause_.reset();
  }
  if (over) return Connect();
  connection_.watches.Leave();
  connection_.watches.Remove(*this);
}

}  // namespace mokuhyo::eventstore
