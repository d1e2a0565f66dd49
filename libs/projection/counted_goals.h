#ifndef MOKUHYO_LIBS_PROJECTION_COUNTED_GOALS_H_
#define MOKUHYO_LIBS_PROJECTION_COUNTED_GOALS_H_

#include <vector>

#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"
#include "mokuhyo/sheets/v1/yearly_summary.pb.h"

namespace mokuhyo::projection {

// The rows behind the numbers of a yearly summary: those of `sheets`, the sheets that were summed
// up, that pass the filters of the request from `form` to `mark`; nothing else of it is looked at.
// Ordered by sheet, then as printed.
//
// So that every number opens, some filters take more than what stands in the proto:
// - `group: "measure:I/(1)"` asks for the rows under goals of the level `measure` to which these
//   labels lead, and `group_title` is then theirs (a group of `FormTotals.levels`; both empty for
//   rows that stand under none);
// - `mark: "program:covid-19"` asks for rows whose goal is of the level `program` (a MarkCount);
// - `counted_level: "issue:indicators"` and `"issue:goals"` tell apart the tables of versions that
//   count one or the other at the same level.
// A section is opened by its sheets. Pure.
std::vector<sheets::v1::CountedGoal> ListCountedGoals(
    const sheets::v1::ListCountedGoalsRequest& request, std::vector<SheetWithForm> sheets);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COUNTED_GOALS_H_
