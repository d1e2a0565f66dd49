#include "libs/projection/feed_event_bytes.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/projection/feed_event.h"

namespace mokuhyo::projection {

absl::StatusOr<FeedEventBytes::Bytes> FeedEventBytes::Of(const base::PositionToken& place,
                                                         store::v1::RecordedEvent recorded) {
  const bool is_redacted = recorded.redacted();
  const std::string key = base::FormatPositionToken(place);
  if (!is_redacted) {
    if (Bytes kept = Find(key); kept != nullptr) return kept;
  }
  if (recorded.stream() == eventstore::kRedactionStream) Forget();
  feed::v1::SubscribeEventsResponse response;
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_event(),
                           ToFeedEvent(place.city, place.epoch, std::move(recorded)));
  auto bytes = std::make_shared<const std::string>(response.SerializeAsString());
  if (!is_redacted) Keep(key, bytes);
  return bytes;
}

FeedEventBytes::Bytes FeedEventBytes::Find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const Bytes* const kept = kept_.Find(key);
  return kept == nullptr ? nullptr : *kept;
}

void FeedEventBytes::Keep(const std::string& key, const Bytes& bytes) {
  const std::lock_guard lock(mutex_);
  kept_.Put(key, bytes, bytes->size());
}

void FeedEventBytes::Forget() {
  const std::lock_guard lock(mutex_);
  kept_.Clear();
}

}  // namespace mokuhyo::projection
