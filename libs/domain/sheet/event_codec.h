#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_EVENT_CODEC_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_EVENT_CODEC_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

// Between the events of the domain and what the store keeps of them. A wrapper is a message with a
// oneof `event` whose members are messages: SheetEvent, OrganizationEvent, FormEvent, CityEvent,
// ReservationEvent. All functions are pure and may be called from any thread.
namespace mokuhyo::domain {

// Version of the payloads that this program writes, and the newest that it reads. A new field in a
// message that an event carries raises it: an older program would fold such an event without the
// field, or a masked update that names it without effect, and go on with a wrong state.
inline constexpr uint32_t kEventSchemaVersion = 2;

// An event as it is stored.
struct EncodedEvent {
  // Full name of the message set in the wrapper, for example `mokuhyo.events.v1.GoalCreated`.
  std::string type;
  // That message, serialized; equal events give equal bytes.
  std::string payload;
};

// `wrapper` must have its `event` set.
EncodedEvent EncodeEvent(const google::protobuf::Message& wrapper);

// Sets the member of `wrapper` that `type` names. Returns
//   UNAVAILABLE, reason UNKNOWN_EVENT  if the wrapper has no such member or `schema_version` is
//   0 or newer than this program:
//                                      a newer program wrote it, and skipping it would give a wrong
//                                      state;
//   DATA_LOSS, reason EVENT_DAMAGED    if the payload cannot be parsed.
// After an error `wrapper` is empty.
absl::Status DecodeEvent(std::string_view type, std::string_view payload, uint32_t schema_version,
                         google::protobuf::Message* wrapper);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_EVENT_CODEC_H_
