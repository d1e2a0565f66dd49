#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_PAST_RESULTS_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_PAST_RESULTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/domain/organization/organization_state.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

// What earlier sheets of the same series report for the past columns of a sheet that are empty.
namespace mokuhyo::projection {

// For each indicator of the sheet, in printed order, and each of the years before it that its form
// shows: what the sheet of that year reports for the same subject (SeriesRecord), where the cell of
// that year is empty here (a dash is typed in, and stays) and the series did not begin later.
// `of_series` are the other sheets that have an indicator of one of its series; units stand under
// each other as on `date`. Pure.
std::vector<sheets::v1::PastResult> FindPastResults(
    const SheetWithForm& sheet, const std::vector<const sheets::v1::Sheet*>& of_series,
    const domain::OrganizationState& units, const std::string& date);

// The same of a sheet in the store, which was read at `point`. May wait for reads of the store.
absl::StatusOr<std::vector<sheets::v1::PastResult>> PastResultsOf(
    SheetReader& reader, const SheetWithForm& sheet, const application::ReadPoint& point,
    const std::string& date, const domain::OrganizationState& units);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_PAST_RESULTS_H_
