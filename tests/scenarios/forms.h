#ifndef MOKUHYO_TESTS_SCENARIOS_FORMS_H_
#define MOKUHYO_TESTS_SCENARIOS_FORMS_H_

#include "mokuhyo/forms/v1/form.pb.h"

// The forms under which the sections of the stories write their sheets.
namespace mokuhyo::scenarios {

// `section-year`: goals are approved and evaluations submitted, by two persons; the rule of
// suggestions has an authority; withdrawn goals count. Levels `goal`, split into `item`; ratings
// 達成, 一部未達成, 未達成, 評価不能; marks `covid-19` ※ and `focus` ◎; stages `section` (of
// record), `review` and `citizens`. Due: goals on 30 April, results of the period `interim` on 31
// October and those of the year on 30 April after it, evaluation on 31 May, edition on 30 June.
forms::v1::Form SectionForm();

// `section-plain`: the same without demands on the workflow, without deadlines and authority;
// withdrawn goals are left out.
forms::v1::Form PlainForm();

}  // namespace mokuhyo::scenarios

#endif  // MOKUHYO_TESTS_SCENARIOS_FORMS_H_
