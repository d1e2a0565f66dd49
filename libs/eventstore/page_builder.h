#ifndef MOKUHYO_LIBS_EVENTSTORE_PAGE_BUILDER_H_
#define MOKUHYO_LIBS_EVENTSTORE_PAGE_BUILDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_filter.h"
#include "libs/eventstore/spare_events.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::eventstore {

// Fills the events of a page with what the filter of the request lets through, up to what request
// and limits allow.
class PageBuilder {
 public:
  // Request and response must outlive the builder.
  PageBuilder(const store::v1::ReadCityRequest& request, const store::v1::Limits& limits,
              store::v1::ReadCityResponse& response)
      : PageBuilder(EventFilter(request), request.max_events(), request.max_bytes(), limits,
                    *response.mutable_events()) {}
  PageBuilder(const store::v1::ReadStreamRequest& request, const store::v1::Limits& limits,
              store::v1::ReadStreamResponse& response)
      : PageBuilder(EventFilter(request), request.max_events(), 0, limits,
                    *response.mutable_events()) {}

  // Whether the page ends here: what follows need not even be fetched.
  bool IsFull() const {
    return static_cast<uint64_t>(events_.size()) >= max_events_ || HasLookedAtEnough();
  }

  // Takes the next event, whose record has `bytes`, or leaves it out if it is not wanted:
  // `decode(event)` overwrites an event with it and returns whether that worked, and if not, so
  // does this. False: it is wanted and has no room; the page ends before it. The first one always
  // has room.
  template <typename Decode>
  absl::StatusOr<bool> Offer(size_t bytes, const Decode& decode) {
    const bool has_room = events_.empty() || bytes_ + bytes <= max_bytes_;
    if (!has_room && filter_.IsEmpty()) return false;
    SpareEvents::Event event = SpareEvents::Take();
    if (absl::Status status = decode(*event); !status.ok()) return status;
    const bool wanted = filter_.Matches(*event);
    if (wanted && !has_room) return false;
    wanted ? events_.AddAllocated(event.release()) : SpareEvents::Give(std::move(event));
    ++scanned_events_;
    scanned_bytes_ += bytes;
    if (wanted) bytes_ += bytes;
    return true;
  }

 private:
  using Events = google::protobuf::RepeatedPtrField<store::v1::RecordedEvent>;

  // A page that looks for few events among many ends even if there are none: after so many events,
  // and after so many times the bytes that a full page has.
  static constexpr uint64_t kMaxScannedPages = 16;

  PageBuilder(EventFilter filter, uint64_t max_events, uint64_t max_bytes,
              const store::v1::Limits& limits, Events& events)
      : filter_(std::move(filter)),
        max_events_(OrLimit(max_events, limits.max_page_events())),
        max_bytes_(OrLimit(max_bytes, limits.max_page_bytes())),
        max_scanned_events_(std::max<uint64_t>(limits.max_page_scanned_events(), 1)),
        max_scanned_bytes_(kMaxScannedPages * limits.max_page_bytes()),
        events_(events) {}

  static uint64_t OrLimit(uint64_t wanted, uint64_t limit) {
    return wanted == 0 ? limit : std::min(wanted, limit);
  }

  bool HasLookedAtEnough() const {
    return !filter_.IsEmpty() && scanned_events_ > 0 &&
           (scanned_events_ >= max_scanned_events_ || scanned_bytes_ >= max_scanned_bytes_);
  }

  const EventFilter filter_;
  const uint64_t max_events_;
  const uint64_t max_bytes_;
  const uint64_t max_scanned_events_;
  const uint64_t max_scanned_bytes_;
  Events& events_;
  uint64_t bytes_ = 0;
  uint64_t scanned_events_ = 0;
  uint64_t scanned_bytes_ = 0;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_PAGE_BUILDER_H_
