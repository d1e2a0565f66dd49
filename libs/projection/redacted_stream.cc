#include "libs/projection/redacted_stream.h"

#include <cstdint>
#include <utility>

#include "libs/application/read_point.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/redaction_stream.h"
#include "libs/projection/feed_event.h"

namespace mokuhyo::projection {
namespace {

absl::StatusOr<store::v1::RecordedEvent> EventAt(eventstore::EventStore& store,
                                                 const std::string& city, uint64_t position) {
  store::v1::ReadCityRequest request;
  request.set_city(city);
  request.set_from_position(position);
  request.set_max_events(1);
  MOKUHYO_ASSIGN_OR_RETURN(auto page, eventstore::ReadCityNow(store, std::move(request)));
  if (!page.events().empty()) return std::move(*page.mutable_events(0));
  // Positions are dense: what lay behind it in the log is gone too.
  return application::EpochChanged();
}

}  // namespace

absl::StatusOr<std::string> FindRedactedStream(eventstore::EventStore& store,
                                               const std::string& city,
                                               store::v1::RecordedEvent told) {
  while (told.stream() == eventstore::kRedactionStream) {
    const uint64_t position = told.position();
    MOKUHYO_ASSIGN_OR_RETURN(const auto event, ToFeedEvent(city, "", std::move(told)));
    const uint64_t redacted = event.redaction().event_redacted().position();
    // Nothing that it could be about. So the loop ends, whatever stands there.
    if (redacted == 0 || redacted >= position) return std::string(eventstore::kRedactionStream);
    MOKUHYO_ASSIGN_OR_RETURN(told, EventAt(store, city, redacted));
  }
  return std::move(*told.mutable_stream());
}

}  // namespace mokuhyo::projection
