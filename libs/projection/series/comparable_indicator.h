#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_COMPARABLE_INDICATOR_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_COMPARABLE_INDICATOR_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "libs/projection/series/comparable_name.h"
#include "libs/projection/series/series_member.h"
#include "mokuhyo/values/v1/value.pb.h"

namespace mokuhyo::projection {

// An indicator made ready for being held against many others. Points into its sheet.
struct ComparableIndicator {
  explicit ComparableIndicator(const SeriesMember& indicator);

  SeriesMember member;
  std::string series;
  // The printed name; where it is blank, the title of the goal and what the target counts.
  ComparableName name;
  // Units of measurement: that of the indicator and those of its target and result, folded.
  std::set<std::u32string> units;
  // What it says of its year and of past ones in figures.
  std::map<int32_t, const values::v1::Value*> figures;

  bool has_name() const { return !member.indicator->name().empty(); }
  // Whether it has a past column of the year, with or without a value.
  bool HasPast(int32_t fiscal_year) const;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_COMPARABLE_INDICATOR_H_
