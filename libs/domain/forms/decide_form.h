#ifndef MOKUHYO_LIBS_DOMAIN_FORMS_DECIDE_FORM_H_
#define MOKUHYO_LIBS_DOMAIN_FORMS_DECIDE_FORM_H_

#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/forms/forms_state.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/organization/v1/organization_service.pb.h"

namespace mokuhyo::domain {

// The events that a command comes to. Empty: the command changes nothing.
using FormEvents = std::vector<events::v1::FormEvent>;

// Registers a form, or the next version of one; a form equal to its newest version changes nothing.
// The version is assigned, whatever the request says. Pure.
//
// Returns INVALID_ARGUMENT with every violation (see CheckForm), with paths from `form` down.
absl::StatusOr<FormEvents> Decide(const FormsState& state,
                                  const organization::v1::RegisterFormRequest& request);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_FORMS_DECIDE_FORM_H_
