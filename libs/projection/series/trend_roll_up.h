#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_TREND_ROLL_UP_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_TREND_ROLL_UP_H_

#include <string>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "libs/domain/organization/organization_state.h"
#include "mokuhyo/sheets/v1/trend.pb.h"

namespace mokuhyo::projection {

// The ratios of all lines of a trend as one, year by year: the sum of the numerators over the sum
// of the denominators, exact, and rounded only at the end. A mean of percentages would give a
// section of ten people the weight of one of a thousand, and is not made. Empty if no line ever has
// the parts of a ratio.
//
// Nobody is counted twice: the figure of a unit stands for those of the units below it (as on
// `date`), whose lines are left out where it has a ratio of the year; where it has none, they stand
// for it. A line without an indicator of the year takes no part; one that takes part and has no
// ratio makes a gap. The lines must have points for the same years. Pure.
std::vector<sheets::v1::TrendPoint> RollUp(
    const google::protobuf::RepeatedPtrField<sheets::v1::TrendLine>& lines,
    const domain::OrganizationState& units, const std::string& date);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_TREND_ROLL_UP_H_
