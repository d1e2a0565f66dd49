#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVE_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVE_H_

#include <vector>

#include "libs/projection/observations/observed_sheet.h"
#include "mokuhyo/sheets/v1/observation.pb.h"

namespace mokuhyo::projection {

// All observations on the quality of a sheet (DESIGN, domain rule 8), with their evidence and the
// answers of the section: those on the sheet as a whole, then as printed, and by kind. What was
// withdrawn is not observed. Pure.
//
// The id of an observation is that of its cause, `{kind}/{indicator or goal}/{what}`: it stays the
// same as long as the cause is there, and comes again with it.
std::vector<sheets::v1::Observation> Observe(const ObservedSheet& sheet);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVE_H_
