#ifndef MOKUHYO_LIBS_PROJECTION_FEED_EVENT_BYTES_H_
#define MOKUHYO_LIBS_PROJECTION_FEED_EVENT_BYTES_H_

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/lru_cache.h"
#include "libs/base/position_token.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::projection {

// Events as SubscribeEvents gives them, serialized, so that what goes to many subscribers is
// decoded and serialized for one of them. The newest are kept. Thread-safe.
class FeedEventBytes {
 public:
  // A serialized SubscribeEventsResponse with its `event`, and without its `position`.
  using Bytes = std::shared_ptr<const std::string>;

  explicit FeedEventBytes(size_t capacity_bytes = size_t{4} << 20) : kept_(capacity_bytes) {}

  // The event that stands at `place`. Errors as ToFeedEvent. Contents that were removed are never
  // answered for an event without them, and are forgotten with the event that tells of it.
  absl::StatusOr<Bytes> Of(const base::PositionToken& place, store::v1::RecordedEvent recorded);

 private:
  Bytes Find(const std::string& key);
  void Keep(const std::string& key, const Bytes& bytes);
  void Forget();

  std::mutex mutex_;
  // By position token. Guarded by mutex_.
  base::LruCache<std::string, Bytes> kept_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_FEED_EVENT_BYTES_H_
