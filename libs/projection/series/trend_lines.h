#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_TREND_LINES_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_TREND_LINES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "libs/domain/organization/organization_state.h"

namespace mokuhyo::projection {

// The units whose figures make up one line of a trend.
struct UnitsOfLine {
  // Ids, oldest first. The last is the unit of the line.
  std::vector<std::string> on_line;
  // Ids of those with figures in whose place the first one on the line goes on, and which have
  // lines of their own; in byte order.
  std::set<std::string> beside;
};

// The fiscal years of the sheets of each unit that has any.
using YearsByUnit = std::map<std::string, std::set<int32_t>>;

// Shares out the units of a series among lines, which come ordered by their unit.
//
// A unit goes on the line of another one, in whose place it goes on at once or by way of units
// without figures, if
// - it is the only successor at each step: a unit that was split has no one line;
// - there is no second unit with figures in whose place it goes on: of a merger each keeps its
// line,
//   for the figures of two units are not those of one;
// - no year has sheets of both, as where a unit that had figures of its own takes another one in.
// A unit that was only renamed or moved keeps its id, and so its line.
//
// With `until` (YYYY-MM-DD, else empty) only what was split or merged by that day counts. Pure.
std::vector<UnitsOfLine> ShareOutLines(const YearsByUnit& years,
                                       const domain::OrganizationState& units,
                                       const std::string& until);

// `unit`, all units below it on `date`, and all in whose place one of these goes on.
std::set<std::string> UnitWithPredecessors(const std::string& unit,
                                           const domain::OrganizationState& units,
                                           const std::string& date);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_TREND_LINES_H_
