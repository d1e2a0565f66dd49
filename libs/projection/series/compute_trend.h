#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_COMPUTE_TREND_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_COMPUTE_TREND_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libs/domain/organization/organization_state.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"
#include "mokuhyo/sheets/v1/trend.pb.h"

namespace mokuhyo::projection {

// Years that a trend may span.
inline constexpr int kMaxTrendYears = 50;

// What is asked of ComputeTrend.
struct TrendQuestion {
  // Id of the city.
  std::string city;
  // The series, then those before it over its breaks, if the trend goes back over them.
  std::vector<std::string> series;
  // As in GetTrendRequest.
  std::string org_unit = {};
  int32_t first_fiscal_year = 0;
  int32_t last_fiscal_year = 0;
  // The day whose names and parents of units hold, YYYY-MM-DD.
  std::string date;
  // Only what was split or merged by this day counts; empty: everything.
  std::string facts_until = {};
};

// The trend of the series in these sheets, which must be all that have to do with one of them;
// empty but for the id if none has an indicator of it.
//
// - Lines: see ShareOutLines. Points: see PointOf. Rolled up: see RollUp.
// - What a sheet has typed in for a year before its series began is left out, unless the trend goes
//   back over the break. Where it does, a year in which a line has indicators of both is that of
//   the later series.
// - Without first or last year the trend spans what is known, that is, years of sheets and of
//   typed-in values, the newest kMaxTrendYears of them where a year is left open at the beginning.
// - Breaks are those with which one of the series began and those with which another one went on
//   from it, whatever the years asked for.
//
// Pure.
sheets::v1::Trend ComputeTrend(const TrendQuestion& question,
                               const std::vector<const sheets::v1::Sheet*>& sheets,
                               const domain::OrganizationState& units);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_COMPUTE_TREND_H_
