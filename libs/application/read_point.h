#ifndef MOKUHYO_LIBS_APPLICATION_READ_POINT_H_
#define MOKUHYO_LIBS_APPLICATION_READ_POINT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::application {

// The place in a city's log at which a read is answered, whole: what was known then, and about
// which day.
struct ReadPoint {
  uint64_t position = 0;
  // The same as a token for the answer.
  std::string token;
  // Facts of sheets whose effective date is later are left out; empty: none is.
  std::string facts_until = {};
};

// Resolves what a read asks for: the head, or the last position recorded by `as_of_time` (RFC
// 3339); `facts_until` is left empty. May wait for reads of the store. Returns INVALID_ARGUMENT if
// a field is malformed, `at_least_position` is of another city, or `as_of_time` lies in the future;
// OUT_OF_RANGE if `at_least_position` is of a history that was lost or lies beyond the head, or if
// `as_of_time` lies within the last second: events of it may still be on their way to the disk, and
// the answer must be the same whenever it is asked for.
//
// Returns DATA_LOSS if the city's log is damaged and what is asked for may lie at or above the
// damage: the head does, and every time that is not before that of the last event below.
absl::StatusOr<ReadPoint> ResolveReadPoint(eventstore::EventStore& store, const base::Clock& clock,
                                           const std::string& city,
                                           const std::string& at_least_position,
                                           const std::string& as_of_time);

// Checks that the city's log has reached a position (a token). Errors as ResolveReadPoint.
absl::Status CheckReached(eventstore::EventStore& store, const std::string& city,
                          const std::string& position);

// Checks at the end of a read that the store still goes on from the history in which `point` lies,
// so that everything that was read at it since is of that one history. Returns UNAVAILABLE with
// reason EPOCH_CHANGED if the store was restored meanwhile to a time before.
absl::Status RequireSameHistory(eventstore::EventStore& store, const ReadPoint& point);

// UNAVAILABLE with reason EPOCH_CHANGED: the same question again has an answer.
absl::Status EpochChanged();

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_READ_POINT_H_
