#ifndef MOKUHYO_LIBS_DOMAIN_EVALUATION_COMPARE_OPTIONS_H_
#define MOKUHYO_LIBS_DOMAIN_EVALUATION_COMPARE_OPTIONS_H_

#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"
#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::domain {

// How values of the indicator are compared with its target: in the direction that it names, else in
// that of the form's rule, else higher is better; ranges are read as the rule says.
values::v1::CompareOptions CompareOptionsOf(const forms::v1::Form& form,
                                            const sheets::v1::Indicator& indicator);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_EVALUATION_COMPARE_OPTIONS_H_
