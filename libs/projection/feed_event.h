#ifndef MOKUHYO_LIBS_PROJECTION_FEED_EVENT_H_
#define MOKUHYO_LIBS_PROJECTION_FEED_EVENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "mokuhyo/feed/v1/event_service.pb.h"
#include "mokuhyo/store/v1/event_store.pb.h"

// Between events as the store keeps them and as EventService gives them to other systems. Pure.
namespace mokuhyo::projection {

// The event of `city` with its payload decoded, which stream and type say how; position tokens are
// of `epoch`. Returns UNAVAILABLE, reason UNKNOWN_EVENT, naming the position, if a newer program
// wrote it; DATA_LOSS if the payload cannot be parsed.
absl::StatusOr<feed::v1::Event> ToFeedEvent(const std::string& city, const std::string& epoch,
                                            store::v1::RecordedEvent recorded);

// The full name of an event type given in full or by its last part, `GoalCreated`; absent if this
// program knows no such type.
std::optional<std::string> FindEventType(std::string_view name);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_FEED_EVENT_H_
