#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_SHEET_ID_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_SHEET_ID_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

namespace mokuhyo::domain {

// Which sheet of which unit: at most one sheet has it.
struct SheetPlace {
  std::string org_unit;
  int fiscal_year = 0;
  // Id of the form.
  std::string form;
};

// The id of a sheet whose creator names none: `{year}-{unit}-{form}`.
std::string DefaultSheetId(const SheetPlace& place);

// The id that the sheet of the request gets: the one it gives, else `{year}-{unit}-{form}`. Not
// checked: the decision refuses an id that is none.
std::string SheetIdOf(const goals::v1::CreateSheetRequest& request);

// ALREADY_EXISTS with reason SHEET_EXISTS if `state`, the sheet of that name, is there.
absl::Status RequireUnusedName(const SheetState& state, std::string_view name);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_SHEET_ID_H_
