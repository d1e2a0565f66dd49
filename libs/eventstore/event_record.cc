#include "libs/eventstore/event_record.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::eventstore {

using store::v1::AppendRequest;
using store::v1::RecordedEvent;

void EncodeStamp(const EventStamp& stamp, std::string* bytes) {
  RecordedEvent event;
  event.set_position(stamp.position);
  event.set_revision(stamp.revision);
  *event.mutable_recorded_time() = ToTimestamp(stamp.recorded_time);
  event.SerializeToString(bytes);
}

std::vector<std::string> TakeEventBodies(AppendRequest& request) {
  std::vector<std::string> bodies;
  for (auto& stream : *request.mutable_streams()) {
    for (auto& event : *stream.mutable_events()) {
      RecordedEvent body;
      body.set_stream(stream.stream());
      body.set_type(std::move(*event.mutable_type()));
      body.set_schema_version(event.schema_version());
      body.set_effective_date(std::move(*event.mutable_effective_date()));
      body.set_actor(request.actor());
      body.set_reason(std::move(*event.mutable_reason()));
      body.set_request_id(request.request().id());
      body.set_origin(event.origin());
      body.set_trace_context(request.trace_context());
      body.set_payload(std::move(*event.mutable_payload()));
      bodies.push_back(body.SerializeAsString());
    }
    stream.clear_events();
  }
  return bodies;
}

absl::StatusOr<RecordedEvent> DecodeEvent(std::string_view record, std::string_view city,
                                          uint64_t position) {
  RecordedEvent event;
  if (!event.ParseFromArray(record.data(), static_cast<int>(record.size()))) {
    return absl::DataLossError(absl::StrCat("event ", position, " of city ", std::string(city),
                                            " is damaged: its bytes are not an event"));
  }
  if (event.position() != position) {
    return absl::DataLossError(absl::StrCat("event ", position, " of city ", std::string(city),
                                            " is damaged: it calls itself ", event.position()));
  }
  return event;
}

}  // namespace mokuhyo::eventstore
