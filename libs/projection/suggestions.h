#ifndef MOKUHYO_LIBS_PROJECTION_SUGGESTIONS_H_
#define MOKUHYO_LIBS_PROJECTION_SUGGESTIONS_H_

#include "absl/status/statusor.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/evaluations/v1/evaluation_service.pb.h"

namespace mokuhyo::projection {

// What the rule of the form suggests for each goal with indicators that may be rated, in the order
// of the sheet; `position` is left for the caller. Pure.
evaluations::v1::SuggestRatingsResponse SuggestionsFor(const SheetWithForm& sheet);

// The same of a sheet in the store, as EvaluationService.SuggestRatings answers it. May wait for
// reads of the store.
absl::StatusOr<evaluations::v1::SuggestRatingsResponse> SuggestRatings(
    SheetReader& reader, const evaluations::v1::SuggestRatingsRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SUGGESTIONS_H_
