#ifndef MOKUHYO_LIBS_PROJECTION_COMPLETENESS_H_
#define MOKUHYO_LIBS_PROJECTION_COMPLETENESS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/sheet_selection.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"

// What is expected of the sheets of a unit by the deadlines of their forms, and what came of it by
// the day of the question. Every count is one of ExpectedResults and ExpectedSteps.
namespace mokuhyo::projection {

// Rows, totals and units without a sheet; `position` is left for the caller. Of a form without
// deadlines there are no rows: nothing is expected under it.
//
// Versions of a form may set other days: their rows are added up by day. A unit is said to have no
// sheet where the others are of its own kind: a ward has none of the sheets of its sections, and
// misses none. Pure.
indicators::v1::GetCompletenessResponse CompletenessOf(const SheetSelection& selection,
                                                       std::string_view org_unit);

// The results that are overdue and not there, of all periods or, if one is given, of that one;
// ordered by due date, sheet and place in it. Pure.
std::vector<indicators::v1::MissingResult> MissingResultsOf(const SheetSelection& selection,
                                                            const std::string* period);

// The same of the sheets in the store, as IndicatorService answers it. May wait for reads of the
// store.
absl::StatusOr<indicators::v1::GetCompletenessResponse> GetCompleteness(
    SheetReader& reader, const indicators::v1::GetCompletenessRequest& request);
absl::StatusOr<indicators::v1::ListMissingResultsResponse> ListMissingResults(
    SheetReader& reader, const indicators::v1::ListMissingResultsRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPLETENESS_H_
