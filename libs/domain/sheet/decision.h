#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_DECISION_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_DECISION_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/organization/organization_state.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain {

// What a decision about a sheet may look at besides the sheet and the command. Decisions read no
// clock, no randomness and no storage: the same arguments give the same events.
struct SheetContext {
  // The form that the sheet pins (for CreateSheet: the one it will pin).
  const forms::v1::Form& form;
  // The org units of the city.
  const OrganizationState& organization;
  // Business date of the command, YYYY-MM-DD.
  std::string effective_date;
  // Who gives the command: an opaque id.
  std::string actor;
  // True where the sheet is transcribed from a document of the past: order of the workflow, dates
  // and reasons are not demanded (DESIGN, domain rule 2).
  bool transcribed = false;
  // Renders a document as canonical JSON (RFC 8785); only PublishEdition calls it.
  std::function<std::string(const documents::v1::SheetDocument&)> canonical_json;
};

// The events that a command comes to, in order. Empty: the command changes nothing.
using SheetEvents = std::vector<events::v1::SheetEvent>;

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_DECISION_H_
