#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_BREAKS_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_BREAKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "libs/projection/series/series_member.h"

// How series go over into each other. All functions are pure.
namespace mokuhyo::projection {

// The indicators of `sheets` with which a series begins after another one, by year, then as given.
std::vector<SeriesMember> BreaksIn(const std::vector<const sheets::v1::Sheet*>& sheets);

// The series that `series` continues after a break, each once, that of the earliest break first.
// More than one where units came to it from different series.
std::vector<std::string> SeriesBefore(std::string_view series,
                                      const std::vector<SeriesMember>& breaks);

// The series that continue `series` after a break, likewise.
std::vector<std::string> SeriesAfter(std::string_view series,
                                     const std::vector<SeriesMember>& breaks);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_BREAKS_H_
