#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_CARRY_FORWARD_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_CARRY_FORWARD_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/goals/sheet_id.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

// CarryForwardSheet (DESIGN, domain rule 9): next year's draft from a sheet. What the method does,
// demands and refuses is said in GoalService. Pure; the sheet that is carried forward is not
// written.
//
// Goals and indicators keep their ids, and so their series (series.h): that of an indicator which
// names none is the one that its id of this year gives. The past columns of the draft are those of
// the sheet with its result behind them, the newest that the new form shows.
namespace mokuhyo::domain {

// Where a sheet is carried forward to, as the request says or as it follows from the sheet.
struct NextSheet {
  // Id of the new sheet. Not checked: the decision refuses one that is none.
  std::string id;
  SheetPlace place;
  // 0: the newest.
  uint32_t form_version = 0;
};
NextSheet NextSheetOf(const sheets::v1::Sheet& source,
                      const goals::v1::CarryForwardSheetRequest& request);

// Resource names of the sheets that goals of `source` link to.
std::set<std::string> LinkedSheets(const SheetState& source);

// The place of the sheet that follows `linked` in the new year: as many years later as `next` is
// after `source`, under the same form, of the same unit or, once that is closed, of its only
// successor. The sheet that has the place is the one that links are to lead to.
SheetPlace NextPlaceOf(const sheets::v1::Sheet& linked, const sheets::v1::Sheet& source,
                       const NextSheet& next, const OrganizationState& organization,
                       const std::string& date);

// By the name of a sheet that `source` links to: the name of the sheet that next year's link leads
// to. A sheet that is not among them is not known either: a link to it follows the year in its
// name, if that begins with the year of the source (`2022-nishi-somu`), else it stays.
using NextLinks = std::map<std::string, std::string>;

// What a sheet was carried forward to.
struct CarriedForward {
  // Of the new sheet, the first of them SheetCreated.
  SheetEvents events;
  // What had no place in it, in printed order.
  std::vector<goals::v1::LeftBehind> left_behind;
};

// `source_form` is the form that `source` pins, `context.form` the one that the new sheet will pin;
// `target` is the stream of the new sheet so far. Returns INVALID_ARGUMENT with every violation,
// ABORTED (stale etag), NOT_FOUND (no such sheet), ALREADY_EXISTS with reason SHEET_EXISTS.
absl::StatusOr<CarriedForward> CarryForward(const SheetState& source,
                                            const forms::v1::Form& source_form,
                                            const SheetState& target,
                                            const goals::v1::CarryForwardSheetRequest& request,
                                            const NextLinks& links, const SheetContext& context);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_CARRY_FORWARD_H_
