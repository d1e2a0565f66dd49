#ifndef MOKUHYO_LIBS_PROJECTION_FEED_FILTER_H_
#define MOKUHYO_LIBS_PROJECTION_FEED_FILTER_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "libs/base/violations.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/redaction_stream.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::projection {

// Which events a client of EventService asks for: those of its resources, with the redactions of
// such events, and of its types. Immutable.
class FeedFilter {
 public:
  // `resources` and `types` as in ReadEventsRequest; what is wrong with them goes into
  // `violations`.
  FeedFilter(const std::string& city,
             const google::protobuf::RepeatedPtrField<std::string>& resources,
             const google::protobuf::RepeatedPtrField<std::string>& types,
             base::Violations& violations);

  // Sets the filter of a request to the store: it lets through what this does, and perhaps more.
  template <typename Request>
  void Fill(Request& request) const {
    request.mutable_stream_prefixes()->Assign(streams_.begin(), streams_.end());
    if (!streams_.empty()) request.add_stream_prefixes(std::string(eventstore::kRedactionStream));
    request.mutable_types()->Assign(types_.begin(), types_.end());
  }

  // Whether an event that the store let through is one of a resource asked for: the store compares
  // the beginnings of streams, and the name of a sheet may be that of another one's. Waits for
  // reads of `store` if NeedsReading(event). Errors: those of FindRedactedStream.
  absl::StatusOr<bool> Wants(eventstore::EventStore& store,
                             const store::v1::RecordedEvent& event) const;

  // Whether only the store can tell if an event is wanted: which stream a redaction is about.
  bool NeedsReading(const store::v1::RecordedEvent& event) const {
    return !streams_.empty() && event.stream() == eventstore::kRedactionStream;
  }

 private:
  std::string city_;
  std::set<std::string> streams_;
  std::set<std::string> types_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_FEED_FILTER_H_
