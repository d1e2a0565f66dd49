#include "libs/projection/sheet_mentions.h"

#include "libs/base/resource_name.h"

namespace mokuhyo::projection {
namespace {

using events::v1::SheetEvent;

void AddSeries(const std::string& series, SheetMentions& mentions) {
  if (!series.empty()) mentions.series.insert(series);
}

template <typename Links>
void AddLinks(const Links& links, SheetMentions& mentions) {
  for (const auto& link : links) {
    const auto name = base::ParseSheetName(link.sheet(), "sheet");
    if (name.ok()) mentions.linked_sheets.insert(name->sheet);
  }
}

void AddGoal(const sheets::v1::Goal& goal, SheetMentions& mentions) {
  AddLinks(goal.contributes_to(), mentions);
  for (const auto& indicator : goal.indicators()) AddSeries(indicator.series(), mentions);
}

}  // namespace

SheetMentions MentionsIn(const SheetEvent& event) {
  SheetMentions mentions;
  switch (event.event_case()) {
    case SheetEvent::kGoalCreated:
      AddGoal(event.goal_created().goal(), mentions);
      break;
    case SheetEvent::kGoalUpdated:
      AddGoal(event.goal_updated().goal(), mentions);
      break;
    case SheetEvent::kGoalsLinked:
      AddLinks(event.goals_linked().links(), mentions);
      break;
    case SheetEvent::kIndicatorCreated:
      AddSeries(event.indicator_created().indicator().series(), mentions);
      break;
    case SheetEvent::kIndicatorUpdated:
      AddSeries(event.indicator_updated().indicator().series(), mentions);
      break;
    case SheetEvent::kSeriesBroken:
      AddSeries(event.series_broken().previous_series(), mentions);
      AddSeries(event.series_broken().series(), mentions);
      break;
    default:
      break;
  }
  return mentions;
}

}  // namespace mokuhyo::projection
