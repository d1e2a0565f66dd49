#include <string>

#include "libs/projection/observations/rules.h"
#include "libs/projection/series/series_member.h"

namespace mokuhyo::projection {

using sheets::v1::Evidence;
using sheets::v1::Indicator;

void ObserveSeriesBreaks(const ObservedSheet& sheet, ObservationList& found) {
  ForEachIndicator(
      *sheet.sheet.sheet, [&](const sheets::v1::Goal& goal, const Indicator& indicator) {
        // A break is over when the indicator was put back into the series before.
        if (!SeriesMember{sheet.sheet.sheet, &goal, &indicator}.begins_series()) return;
        const sheets::v1::SeriesBreak& series_break = indicator.series_break();
        auto& observation = found.Add(sheets::v1::OBSERVATION_KIND_SERIES_BREAK, indicator,
                                      std::to_string(series_break.position()));
        const std::string source = ResourceOf(*sheet.sheet.sheet, indicator);
        AddEvidence(observation, Evidence::ROLE_DONE_DATE, series_break.effective_date(), source);
        AddEvidence(observation, Evidence::ROLE_REASON, series_break.reason(), source);
      });
}

}  // namespace mokuhyo::projection
