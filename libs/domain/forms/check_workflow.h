#ifndef MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_WORKFLOW_H_
#define MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_WORKFLOW_H_

#include <string_view>

#include "libs/base/violations.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain {

// The part of CheckForm that looks at what is due when and in which order: deadlines with unique
// keys, a subject and a day of the calendar, periods of results only; no submission of an
// evaluation that can never be assessed. `path` is that of the form.
void CheckWorkflow(const forms::v1::Form& form, std::string_view path,
                   base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_WORKFLOW_H_
