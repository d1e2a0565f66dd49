#ifndef MOKUHYO_LIBS_EVENTSTORE_EVENT_RECORD_H_
#define MOKUHYO_LIBS_EVENTSTORE_EVENT_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/proof/hash.h"
#include "mokuhyo/store/v1/event_store.pb.h"

// An event as bytes: a serialized RecordedEvent, made of three pieces that simply follow each
// other.
//
//   stamp     position, revision, recorded time, position of the append: known only at the commit
//   header    what else is proved, with the content hash in place of the contents
//   contents  reason, payload and salt: what a redaction can replace
//
// Header and contents are serialized before the commit, on the thread of the caller, so that
// committing costs little per event. Stamp and header together are the event's leaf in the Merkle
// tree of its city.
namespace mokuhyo::eventstore {

// What the commit adds to an event.
struct EventStamp {
  uint64_t position = 0;
  uint64_t revision = 0;
  absl::Time recorded_time;
  // 0: not known (format 1).
  uint64_t append_position = 0;
};

// What is there of an event before the commit.
struct EventBody {
  // Header and contents, one behind the other.
  std::string bytes;
  size_t header_size = 0;

  std::string_view Header() const { return std::string_view(bytes).substr(0, header_size); }
};

// Replaces `*bytes` with the serialized stamp.
void EncodeStamp(const EventStamp& stamp, std::string* bytes);

// Draws a salt and serializes the body of every event of `request`, in order, and drops the events
// from it; their streams stay.
std::vector<EventBody> TakeEventBodies(store::v1::AppendRequest& request);

// Gives an event of format 1 its salt and content hash.
void SealContents(store::v1::RecordedEvent& event);

// Replaces the contents of an event. Its header, and so its leaf, stays.
void Redact(const store::v1::Redaction& redaction, store::v1::RecordedEvent& event);

// Reads a record into `event`, in place of what that held. Returns DATA_LOSS naming city and
// position if the bytes are no event or that of another position.
absl::Status DecodeEventInto(std::string_view record, std::string_view city, uint64_t position,
                             store::v1::RecordedEvent& event);

// The same, for an event of its own.
absl::StatusOr<store::v1::RecordedEvent> DecodeEvent(std::string_view record, std::string_view city,
                                                     uint64_t position);

// The record of an event, byte for byte as it was written.
std::string EncodeEvent(const store::v1::RecordedEvent& event);

// Stamp and header of an event: what its leaf is the hash of.
std::string EncodeLeaf(const store::v1::RecordedEvent& event);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_EVENT_RECORD_H_
