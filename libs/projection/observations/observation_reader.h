#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVATION_READER_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVATION_READER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/sheet_reader.h"
#include "libs/projection/sheet_selection.h"
#include "mokuhyo/evaluations/v1/evaluation_service.pb.h"
#include "mokuhyo/sheets/v1/observation.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

// Observations on sheets in the store: loads what they rest on (sheets of the same series, targets
// of links) at the place of the question and leaves the rest to Observe. May wait for reads of the
// store.
namespace mokuhyo::projection {

// The observations on one sheet. `point`, `date` and `units` are those at which it was read; errors
// are those of the store.
absl::StatusOr<std::vector<sheets::v1::Observation>> ObservationsOn(
    SheetReader& reader, const SheetWithForm& sheet, const application::ReadPoint& point,
    const std::string& date, const domain::OrganizationState& units);

// As SheetService.ListObservations answers.
absl::StatusOr<sheets::v1::ListObservationsResponse> ListObservations(
    SheetReader& reader, const sheets::v1::ListObservationsRequest& request);

// Whether what AnswerObservation answers is there to be answered: OK if the sheet has such an
// observation now, or if an answer is taken back that is there, else NOT_FOUND.
absl::Status RequireObservation(SheetReader& reader,
                                const evaluations::v1::AnswerObservationRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVATION_READER_H_
