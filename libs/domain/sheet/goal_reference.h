#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_GOAL_REFERENCE_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_GOAL_REFERENCE_H_

#include <string_view>

#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {

// The goal of `sheet` that a link (GoalLink.goal) names: the one of this id, else the first as
// printed whose labels from the top goal down, those that there are, are joined by "/" to this path
// (see JoinLabels). Null if there is none. Valid as long as the sheet.
const sheets::v1::Goal* FindByReference(const sheets::v1::Sheet& sheet, std::string_view reference);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_GOAL_REFERENCE_H_
