#ifndef MOKUHYO_LIBS_EVENTSTORE_PAGE_BUILDER_H_
#define MOKUHYO_LIBS_EVENTSTORE_PAGE_BUILDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// Fills the events of a page up to what the request and the limits allow.
class PageBuilder {
 public:
  // `max_events` as in ReadStreamRequest. `events` must outlive the builder.
  PageBuilder(uint32_t max_events, const store::v1::Limits& limits,
              google::protobuf::RepeatedPtrField<store::v1::RecordedEvent>* events)
      : max_events_(max_events == 0 ? limits.max_page_events()
                                    : std::min<uint64_t>(max_events, limits.max_page_events())),
        max_bytes_(limits.max_page_bytes()),
        events_(*events) {}

  // Whether there are as many events as there may be: what follows need not even be fetched.
  bool IsFull() const {
    return !events_.empty() && static_cast<uint64_t>(events_.size()) >= max_events_;
  }

  // Whether an event whose record has `bytes` still fits; the first one always does.
  bool HasRoom(size_t bytes) const {
    return !IsFull() && (events_.empty() || bytes_ + bytes <= max_bytes_);
  }

  void Add(store::v1::RecordedEvent event, size_t bytes) {
    bytes_ += bytes;
    events_.Add(std::move(event));
  }

 private:
  const uint64_t max_events_;
  const uint64_t max_bytes_;
  google::protobuf::RepeatedPtrField<store::v1::RecordedEvent>& events_;
  uint64_t bytes_ = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_PAGE_BUILDER_H_
