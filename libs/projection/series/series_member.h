#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_MEMBER_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_MEMBER_H_

#include <functional>
#include <string>

#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::projection {

// An indicator that belongs to a series, with the sheet and the goal where it stands. Owns nothing.
struct SeriesMember {
  const sheets::v1::Sheet* sheet = nullptr;
  const sheets::v1::Goal* goal = nullptr;
  const sheets::v1::Indicator* indicator = nullptr;

  // Resource name of the indicator.
  std::string resource() const;
  // Id of the series.
  std::string series() const;
  // What people call it: its name or, where that is blank, the title of the goal.
  const std::string& called() const;
  // True if the series begins with it: what went before cannot be compared. Not so where the break
  // was taken back, that is, where the indicator is of the earlier series again.
  bool begins_series() const;
};

// Calls `visit` for all indicators of a sheet in printed order, those of withdrawn goals included:
// they stay printed, and what was reported for them was reported.
void ForEachMember(const sheets::v1::Sheet& sheet,
                   const std::function<void(const SeriesMember&)>& visit);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_MEMBER_H_
