#ifndef MOKUHYO_LIBS_DOMAIN_TESTING_TEST_FORM_H_
#define MOKUHYO_LIBS_DOMAIN_TESTING_TEST_FORM_H_

#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain::testing {

// `cities/test/forms/test-form`, version 3, a form with something of everything:
// - levels: `heading` (top, never counted), `goal` (top), `item` (under `goal` or `heading`);
// - texts of the sheet: `purpose` (plan), `result` (result); of a goal: `description` (plan),
// `outcome` (result);
// - ratings: 達成, 一部未達成, 未達成, 評価不能, one of each class;
// - marks: `covid-19` (※), `focus` (◎);
// - counted: `goal`, split into `item`, by top goal and by responsible unit;
// - stages: `section` (of record), `review`;
// - rule `attainment-1` for reference only: 達成 when met, 一部未達成 from 95 %, else 未達成;
// ranges are floors.
forms::v1::Form TestForm();

// The same with a rule that has an authority.
forms::v1::Form TestFormWithAuthority();

}  // namespace mokuhyo::domain::testing

#endif  // MOKUHYO_LIBS_DOMAIN_TESTING_TEST_FORM_H_
