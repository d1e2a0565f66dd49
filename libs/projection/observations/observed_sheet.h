#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVED_SHEET_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVED_SHEET_H_

#include <map>
#include <string>
#include <vector>

#include "libs/domain/organization/organization_state.h"
#include "libs/projection/sheet_with_form.h"

namespace mokuhyo::projection {

// A sheet with all that observations on it rest on, everything at one place in two times. Owns
// nothing.
struct ObservedSheet {
  SheetWithForm sheet;
  // The day of the question, YYYY-MM-DD.
  std::string date;
  // The units of the city. Never null.
  const domain::OrganizationState* units = nullptr;
  // The other sheets with an indicator of a series of this one; sheets without one do no harm.
  std::vector<const sheets::v1::Sheet*> of_series = {};
  // The sheets that goals of this one link to, by resource name: those that exist.
  std::map<std::string, const sheets::v1::Sheet*> linked = {};
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_OBSERVED_SHEET_H_
