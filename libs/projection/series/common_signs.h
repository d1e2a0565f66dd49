#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_COMMON_SIGNS_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_COMMON_SIGNS_H_

#include "libs/projection/series/comparable_indicator.h"

namespace mokuhyo::projection {

// What speaks for two indicators being of one series.
struct CommonSigns {
  CommonSigns(const ComparableIndicator& a, const ComparableIndicator& b);

  // 0 to 100.
  int name = 0;
  bool same_name = false;
  bool same_unit = false;
  // Of how many years both say the same figure.
  int same_years = 0;
  bool same_org_unit = false;

  // All of it, 0 to 100.
  int Likeness() const;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_COMMON_SIGNS_H_
