#ifndef MOKUHYO_LIBS_PROJECTION_COUNTED_GOALS_H_
#define MOKUHYO_LIBS_PROJECTION_COUNTED_GOALS_H_

#include <vector>

#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"
#include "mokuhyo/sheets/v1/yearly_summary.pb.h"

namespace mokuhyo::projection {

// The rows behind the numbers of a yearly summary: those of `sheets`, the sheets that were summed
// up, that pass the filters of the request from `form` to `counted_level`; nothing else of it is
// looked at. Ordered by sheet, then as printed. Pure.
std::vector<sheets::v1::CountedGoal> ListCountedGoals(
    const sheets::v1::ListCountedGoalsRequest& request, std::vector<SheetWithForm> sheets);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COUNTED_GOALS_H_
