#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_SELECTION_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_SELECTION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/application/city_folds.h"
#include "libs/application/read_point.h"
#include "libs/projection/sheet_with_form.h"

namespace mokuhyo::projection {

// Which sheets of a city to select; empty fields do not restrict.
struct SheetFilter {
  // Id of the city; never empty.
  std::string city;
  // Id of a unit: its sheets and those of all units below it.
  std::string org_unit;
  int fiscal_year = 0;
  std::string form;
};

// Sheets of a city at one place in two times, with what they depend on. What is in it stays valid
// as long as it is held, and may be read by many threads.
struct SheetSelection {
  // Id of the city.
  std::string city;
  application::ReadPoint point;
  // The day whose names and parents of units hold, YYYY-MM-DD.
  std::string date;
  std::shared_ptr<const application::Folded<domain::OrganizationState>> units;
  std::shared_ptr<const application::Folded<domain::FormsState>> forms;
  // Those that exist, ordered by year and id.
  std::vector<std::shared_ptr<const application::Folded<domain::SheetState>>> sheets;

  // The same, each with the form that it pins.
  std::vector<SheetWithForm> WithForms() const;
  // Name of a unit on the day; its id if it is not known.
  std::string UnitName(const std::string& unit) const;
};

// NOT_FOUND for a form that the city (an id) does not have: an empty answer would pass for a form
// without sheets. Empty: no form was asked for.
absl::Status RequireKnownForm(const std::string& city, const std::string& form,
                              const domain::FormsState& forms);

// NOT_FOUND for a unit that the city (an id) never had. Empty: no unit was asked for.
absl::Status RequireKnownUnit(const std::string& city, const std::string& unit,
                              const domain::OrganizationState& units);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_SELECTION_H_
