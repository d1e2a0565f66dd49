#ifndef MOKUHYO_LIBS_RENDER_CONTRIBUTION_TEXT_H_
#define MOKUHYO_LIBS_RENDER_CONTRIBUTION_TEXT_H_

#include <string>

#include "libs/render/language.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::render {

// A goal that contributes, in one line: its unit, number, title and rating, which is called
// provisional until it is confirmed: `建設課 1 道路の補修  評価 達成`.
std::string ContributionText(const sheets::v1::ContributingGoal& goal, Language language);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_CONTRIBUTION_TEXT_H_
