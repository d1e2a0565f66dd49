#ifndef MOKUHYO_LIBS_EVENTSTORE_EVENT_RECORD_H_
#define MOKUHYO_LIBS_EVENTSTORE_EVENT_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mokuhyo/store/v1/event_store.pb.h"

// An event as bytes: a serialized RecordedEvent, made of two pieces that simply follow each other.
// The stamp (position, revision, recorded time) is known only at the commit; the body (all the
// rest) is serialized before, on the thread of the caller, so that committing costs little per
// event.
namespace mokuhyo::eventstore {

// What the commit adds to an event.
struct EventStamp {
  uint64_t position = 0;
  uint64_t revision = 0;
  absl::Time recorded_time;
};

// Replaces `*bytes` with the serialized stamp.
void EncodeStamp(const EventStamp& stamp, std::string* bytes);

// Serializes the body of every event of `request`, in order, and drops the events from it; their
// streams stay.
std::vector<std::string> TakeEventBodies(store::v1::AppendRequest& request);

// Reads stamp and body together. Returns DATA_LOSS naming city and position if the bytes are no
// event or that of another position.
absl::StatusOr<store::v1::RecordedEvent> DecodeEvent(std::string_view record, std::string_view city,
                                                     uint64_t position);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_EVENT_RECORD_H_
