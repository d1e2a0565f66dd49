#ifndef MOKUHYO_LIBS_PROJECTION_DEPARTURES_H_
#define MOKUHYO_LIBS_PROJECTION_DEPARTURES_H_

#include <vector>

#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/evaluations/v1/evaluation_service.pb.h"

namespace mokuhyo::projection {

// Compares, indicator by indicator, what the rule of the form suggests with what people printed,
// ordered by sheet and then as printed. Paging and `position` of the answer are left for the
// caller. Pure.
//
// The rating of an indicator is its own where it has one, else that of the goal or row that bears
// it, else that of the nearest goal above up to the counted level: a rating further up (of a
// pillar, say) speaks of more than this indicator. Under a form that rates indicators, only its own
// counts. Indicators without any rating are not compared,
// nor those of forms without rule, nor those of goals that were withdrawn. An indicator agrees if
// its suggestion and its rating are of the same class (DESIGN, domain rule 3); one for which target
// and result do not tell does not agree, and its departure says so (`undecided`).
evaluations::v1::ListDeparturesResponse FindDepartures(std::vector<SheetWithForm> sheets);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_DEPARTURES_H_
