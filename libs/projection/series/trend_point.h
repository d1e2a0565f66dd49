#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_TREND_POINT_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_TREND_POINT_H_

#include <cstdint>
#include <vector>

#include "libs/projection/series/series_member.h"
#include "libs/projection/series/series_value.h"
#include "mokuhyo/sheets/v1/trend.pb.h"

namespace mokuhyo::projection {

// What documents say of one year of a line.
struct YearOfLine {
  // The indicators of sheets of the year itself.
  std::vector<SeriesMember> own;
  // What later sheets have typed in for it.
  std::vector<SeriesValue> typed_in;
};

// The point of a year.
//
// The sheets of the year go first; what later ones have typed in stands where none of these says
// anything. Reports that differ make a gap: nobody can tell which one is right. Those that agree
// are all named as sources, and the first with a number gives the value. A number is one plain
// figure, whatever is printed around it: neither one of several figures, nor the end of a range,
// nor the size of a population. Figures that accumulate over another time than `accumulation` are
// left out where there are others. Pure.
sheets::v1::TrendPoint PointOf(int32_t fiscal_year, const YearOfLine& year,
                               documents::v1::Accumulation::Kind accumulation);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_TREND_POINT_H_
