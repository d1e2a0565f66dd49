#include "libs/projection/feed_event.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "libs/application/city_folds.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::projection {
namespace {

using feed::v1::Event;
using store::v1::RecordedEvent;

constexpr std::string_view kSheetPrefix = "sheets/";
constexpr std::string_view kReservationPrefix = "reservations/";
constexpr std::string_view kRedactionsStream = "redactions";

// The wrapper of the events of a stream; null if this program knows no such stream.
google::protobuf::Message* PayloadOf(std::string_view stream, Event& event) {
  if (stream.starts_with(kSheetPrefix)) return event.mutable_sheet();
  if (stream.starts_with(kReservationPrefix)) return event.mutable_reservation();
  if (stream == application::kOrganizationStream) return event.mutable_organization();
  if (stream == application::kFormsStream) return event.mutable_form();
  if (stream == application::kCityStream) return event.mutable_city();
  if (stream == kRedactionsStream) return event.mutable_redaction();
  return nullptr;
}

std::string ResourceOf(const std::string& city, std::string_view stream) {
  if (!stream.starts_with(kSheetPrefix)) return base::FormatCityName({city});
  return base::FormatSheetName({city, std::string(stream.substr(kSheetPrefix.size()))});
}

feed::v1::EventOrigin OriginOf(store::v1::Origin origin) {
  return origin == store::v1::ORIGIN_TRANSCRIBED ? feed::v1::EVENT_ORIGIN_TRANSCRIBED
                                                 : feed::v1::EVENT_ORIGIN_OPERATED;
}

absl::Status DecodePayload(const RecordedEvent& recorded, Event& event) {
  google::protobuf::Message* const payload = PayloadOf(recorded.stream(), event);
  const std::string place = absl::StrCat("event ", recorded.position());
  if (payload == nullptr) {
    return base::Unavailable(
        "UNKNOWN_EVENT",
        absl::StrCat(place, " is of the stream ", recorded.stream(),
                     ", which is not known to this program; a newer version of the program wrote "
                     "it and must be used to read it"),
        {{"position", absl::StrCat(recorded.position())}});
  }
  const absl::Status status =
      domain::DecodeEvent(recorded.type(), recorded.payload(), recorded.schema_version(), payload);
  if (status.code() == absl::StatusCode::kUnavailable) {
    return base::Unavailable("UNKNOWN_EVENT",
                             absl::StrCat(place, ": ", std::string(status.message())),
                             {{"position", absl::StrCat(recorded.position())}});
  }
  if (status.ok()) return status;
  return base::DataLoss("EVENT_DAMAGED", absl::StrCat(place, ": ", std::string(status.message())),
                        {{"position", absl::StrCat(recorded.position())}});
}

// Every type of event, by its full name and by its last part.
std::map<std::string, std::string, std::less<>> ListEventTypes() {
  std::map<std::string, std::string, std::less<>> types;
  const auto* payload = Event::descriptor()->FindOneofByName("payload");
  for (int i = 0; i < payload->field_count(); ++i) {
    const auto* event = payload->field(i)->message_type()->FindOneofByName("event");
    for (int j = 0; j < event->field_count(); ++j) {
      const auto* type = event->field(j)->message_type();
      types.emplace(type->full_name(), type->full_name());
      types.emplace(type->name(), type->full_name());
    }
  }
  return types;
}

}  // namespace

absl::StatusOr<Event> ToFeedEvent(const std::string& city, const std::string& epoch,
                                  RecordedEvent recorded) {
  Event event;
  MOKUHYO_RETURN_IF_ERROR(DecodePayload(recorded, event));
  event.set_position(base::FormatPositionToken({city, epoch, recorded.position()}));
  event.set_number(recorded.position());
  event.set_resource(ResourceOf(city, recorded.stream()));
  event.set_revision(recorded.revision());
  event.set_schema_version(recorded.schema_version());
  event.set_recorded_time(eventstore::FormatTimestamp(recorded.recorded_time()));
  event.set_origin(OriginOf(recorded.origin()));
  event.set_redacted(recorded.redacted());
  event.set_write_number(recorded.append_position());
  event.set_stream(std::move(*recorded.mutable_stream()));
  event.set_type(std::move(*recorded.mutable_type()));
  event.set_effective_date(std::move(*recorded.mutable_effective_date()));
  event.set_actor(std::move(*recorded.mutable_actor()));
  event.set_reason(std::move(*recorded.mutable_reason()));
  event.set_request_id(std::move(*recorded.mutable_request_id()));
  event.set_trace_context(std::move(*recorded.mutable_trace_context()));
  return event;
}

std::optional<std::string> FindEventType(std::string_view name) {
  static const auto* const types = new auto(ListEventTypes());
  const auto found = types->find(name);
  if (found == types->end()) return std::nullopt;
  return found->second;
}

}  // namespace mokuhyo::projection
