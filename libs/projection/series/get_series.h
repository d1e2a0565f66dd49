#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_GET_SERIES_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_GET_SERIES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/violations.h"
#include "libs/domain/organization/organization_state.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"

// A series over the years, sheet by sheet.
namespace mokuhyo::projection {

// What the sheets say of a series: an entry for each of its indicators, with or without a result,
// and one for each value that one of them has typed in for a past year. A value that is typed in
// for a year before the series began, while something else was measured, is none of it. Whether a
// typed-in value differs is told against the sheet of the same subject (SeriesRecord). Units bear
// the names of `date`; `position` is left for the caller; no entries: nothing belongs to the
// series. Pure.
indicators::v1::GetSeriesResponse DescribeSeries(
    const std::string& city, std::string_view series,
    const std::vector<const sheets::v1::Sheet*>& sheets, const domain::OrganizationState& units,
    const std::string& date);

// As IndicatorService.GetSeries answers. May wait for reads of the store.
absl::StatusOr<indicators::v1::GetSeriesResponse> GetSeries(
    SheetReader& reader, const indicators::v1::GetSeriesRequest& request);

// Adds a violation of the field `series` of a request that does not hold the id of a series.
void CheckSeriesField(const std::string& series, base::Violations& violations);

// NOT_FOUND: no indicator of the city (an id) belongs to the series at the place of the question.
absl::Status NoSuchSeries(const std::string& city, const std::string& series);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_GET_SERIES_H_
