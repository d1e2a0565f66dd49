#include "libs/projection/series/series_member.h"

#include "libs/domain/sheet/series.h"
#include "libs/domain/sheet/sheet_state.h"
#include "libs/projection/observations/observation_list.h"

namespace mokuhyo::projection {

std::string SeriesMember::resource() const { return ResourceOf(*sheet, *indicator); }

std::string SeriesMember::series() const { return domain::SeriesOf(*sheet, *indicator); }

const std::string& SeriesMember::called() const {
  return indicator->name().empty() ? goal->title() : indicator->name();
}

bool SeriesMember::begins_series() const {
  const std::string& previous = indicator->series_break().previous_series();
  return !previous.empty() && previous != series();
}

void ForEachMember(const sheets::v1::Sheet& sheet,
                   const std::function<void(const SeriesMember&)>& visit) {
  domain::VisitGoals(sheet.goals(), [&](const sheets::v1::Goal& goal, int) {
    for (const sheets::v1::Indicator& indicator : goal.indicators())
      visit({&sheet, &goal, &indicator});
  });
}

}  // namespace mokuhyo::projection
