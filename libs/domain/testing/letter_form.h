#ifndef MOKUHYO_LIBS_DOMAIN_TESTING_LETTER_FORM_H_
#define MOKUHYO_LIBS_DOMAIN_TESTING_LETTER_FORM_H_

#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain::testing {

// An operating policy in the manner of Osaka's of FY2023, as data that a city may register:
// `osaka-policy-2023`. Issues (経営課題) bear texts, comments and no letter; the indicators of
// their strategies bear letters, A from 110 %, B from 80 %, C from 50 % and D below it, A from 100
// % already in the last year of a plan. Targets of several years are due in proportion. Totals
// count indicators.
forms::v1::Form LetterForm();

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TESTING_LETTER_FORM_H_
