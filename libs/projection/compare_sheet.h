#ifndef MOKUHYO_LIBS_PROJECTION_COMPARE_SHEET_H_
#define MOKUHYO_LIBS_PROJECTION_COMPARE_SHEET_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/edition_reader.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {

// Whether somebody still waits for the answer: OK, or an error that says why not.
using StillWanted = std::function<absl::Status()>;

// Answers SheetService.CompareSheet. An edition is compared as the bytes that were published say,
// any other state as the fold of its events. Where both are states of one sheet each difference
// bears the last event between the two that brought it about. May wait for reads of the store.
//
// What is malformed is INVALID_ARGUMENT with every field at once (`base.edition`,
// `compared.as_of_time`), an edition or sheet that is not there NOT_FOUND; RESOURCE_EXHAUSTED with
// reason COMPARISON_TOO_LARGE if the differences are more than one answer holds. The stream of the
// sheet is read from its first event on; between its pages `still_wanted` is asked, and what it
// returns, unless it is OK, is the answer.
absl::StatusOr<sheets::v1::CompareSheetResponse> CompareSheet(
    SheetReader& reader, const sheets::v1::CompareSheetRequest& request, const ParseDocument& parse,
    const StillWanted& still_wanted = [] { return absl::OkStatus(); });

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_COMPARE_SHEET_H_
