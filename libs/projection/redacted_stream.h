#ifndef MOKUHYO_LIBS_PROJECTION_REDACTED_STREAM_H_
#define MOKUHYO_LIBS_PROJECTION_REDACTED_STREAM_H_

#include <string>

#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::projection {

// The stream of the event that personal data were removed from, as `told`, an event of
// eventstore::kRedactionStream, says. Where they were removed from the record of another redaction,
// the stream that that one is about. Waits for reads of the store. Errors: those of ToFeedEvent for
// `told`, of reading the store, and UNAVAILABLE, reason EPOCH_CHANGED, if it was restored meanwhile
// to a time before.
absl::StatusOr<std::string> FindRedactedStream(eventstore::EventStore& store,
                                               const std::string& city,
                                               store::v1::RecordedEvent told);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_REDACTED_STREAM_H_
