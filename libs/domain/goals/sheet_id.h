#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_SHEET_ID_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_SHEET_ID_H_

#include <string>

#include "mokuhyo/goals/v1/goal_service.pb.h"

namespace mokuhyo::domain {

// The id that the sheet of the request gets: the one it gives, else `{year}-{unit}-{form}`. Not
// checked: the decision refuses an id that is none.
std::string SheetIdOf(const goals::v1::CreateSheetRequest& request);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_SHEET_ID_H_
