#ifndef MOKUHYO_LIBS_APPLICATION_APPLY_SHEET_EVENT_H_
#define MOKUHYO_LIBS_APPLICATION_APPLY_SHEET_EVENT_H_

#include "absl/status/status.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::application {

// Folds one event of the log onto the sheet of its stream, with what its header says. Returns the
// errors of domain::DecodeEvent; the state is then as it was.
absl::Status ApplySheetEvent(domain::SheetState& state, const store::v1::RecordedEvent& recorded);

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_APPLY_SHEET_EVENT_H_
