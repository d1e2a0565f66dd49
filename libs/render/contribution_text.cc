#include "libs/render/contribution_text.h"

#include "absl/strings/str_cat.h"
#include "libs/render/joined.h"

namespace mokuhyo::render {
namespace {

// Whether the rating is of record. What comes before confirmation may still change.
bool IsConfirmed(sheets::v1::SheetState state) {
  return state == sheets::v1::SHEET_STATE_CONFIRMED ||
         state == sheets::v1::SHEET_STATE_EDITION_PUBLISHED;
}

std::string RatingText(const sheets::v1::ContributingGoal& goal, Language language) {
  if (goal.rating().empty()) return Say(language, "評価なし", "not rated");
  return absl::StrCat(
      Say(language, "評価 ", "rated "), goal.rating(),
      IsConfirmed(goal.state()) ? "" : Say(language, " (確定前)", " (provisional)"));
}

}  // namespace

std::string ContributionText(const sheets::v1::ContributingGoal& goal, Language language) {
  const std::string what = Joined({goal.org_unit_display_name(), goal.label(), goal.title()}, " ");
  return Joined({what, RatingText(goal, language)}, "  ");
}

}  // namespace mokuhyo::render
