#include "libs/application/apply_sheet_event.h"

#include "libs/base/status_macros.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/eventstore/timestamps.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::application {

absl::Status ApplySheetEvent(domain::SheetState& state, const store::v1::RecordedEvent& recorded) {
  events::v1::SheetEvent event;
  MOKUHYO_RETURN_IF_ERROR(
      domain::DecodeEvent(recorded.type(), recorded.payload(), recorded.schema_version(), &event));
  state.Evolve(event, {.revision = recorded.revision(),
                       .position = recorded.position(),
                       .redacted = recorded.redacted(),
                       .transcribed = recorded.origin() == store::v1::ORIGIN_TRANSCRIBED,
                       .actor = recorded.actor(),
                       .recorded_time = eventstore::FormatTimestamp(recorded.recorded_time()),
                       .effective_date = recorded.effective_date(),
                       .reason = recorded.reason()});
  return absl::OkStatus();
}

}  // namespace mokuhyo::application
