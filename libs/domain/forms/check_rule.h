#ifndef MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_RULE_H_
#define MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_RULE_H_

#include <string_view>

#include "libs/base/violations.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain {

// The part of CheckForm that looks at the rule of suggestions, which the form must have: ratings of
// the form's scale, thresholds that are decimals and descend, for certain years too, each kind of
// absence once. `path` is that of the rule.
void CheckRule(const forms::v1::Form& form, std::string_view path, base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_FORMS_CHECK_RULE_H_
