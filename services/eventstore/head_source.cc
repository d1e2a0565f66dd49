#include "services/eventstore/head_source.h"

#include <utility>

#include "libs/base/errors.h"

namespace mokuhyo::services {
namespace {

absl::Status ShuttingDown() {
  return base::Unavailable("SHUTTING_DOWN", "the event store is shutting down");
}

}  // namespace

void HeadSources::Add(HeadSource& source) {
  const std::lock_guard lock(mutex_);
  sources_.insert(&source);
  if (closed_) source.End(ShuttingDown());
}

void HeadSources::Remove(HeadSource& source) {
  const std::lock_guard lock(mutex_);
  sources_.erase(&source);
}

void HeadSources::Shutdown() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (HeadSource* const source : sources_) source->End(ShuttingDown());
}

HeadSource::HeadSource(eventstore::EventStore& store, serving::Executor& executor, HeadSources& all,
                       std::string city)
    : store_(store),
      executor_(executor),
      all_(all),
      city_(std::move(city)),
      watch_(store_.WatchCity(city_, [this] { Ring(); })) {
  all_.Add(*this);
}

HeadSource::~HeadSource() { all_.Remove(*this); }

void HeadSource::Next(store::v1::WatchCityResponse& response, Done done) {
  Waiting waiting{&response, std::move(done)};
  {
    const std::lock_guard lock(mutex_);
    if (end_.ok() && !std::exchange(news_, false)) {
      waiting_ = std::move(waiting);
      return;
    }
  }
  ReadHead(std::move(waiting));
}

void HeadSource::Cancel() { End(absl::CancelledError("nobody listens any more")); }

void HeadSource::End(const absl::Status& status) {
  std::optional<Waiting> waiting;
  {
    const std::lock_guard lock(mutex_);
    end_ = status;
    waiting = std::exchange(waiting_, std::nullopt);
  }
  Answer(std::move(waiting));
}

void HeadSource::Ring() {
  std::optional<Waiting> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting = std::exchange(waiting_, std::nullopt);
    news_ = !waiting.has_value();
  }
  Answer(std::move(waiting));
}

void HeadSource::Answer(std::optional<Waiting> waiting) {
  if (!waiting.has_value()) return;
  // Whoever waits keeps this alive until it is answered.
  executor_.PostContinuation(
      [this, waiting = *std::move(waiting)]() mutable { ReadHead(std::move(waiting)); });
}

void HeadSource::ReadHead(Waiting waiting) {
  absl::Status end;
  {
    const std::lock_guard lock(mutex_);
    end = end_;
  }
  if (!end.ok()) return waiting.done(end);
  store::v1::GetHeadRequest request;
  request.set_city(city_);
  store_.GetHead(std::move(request), [waiting = std::move(waiting)](
                                         absl::StatusOr<store::v1::GetHeadResponse> head) mutable {
    if (!head.ok()) return waiting.done(head.status());
    waiting.response->set_position(head->position());
    waiting.done(true);
  });
}

}  // namespace mokuhyo::services
