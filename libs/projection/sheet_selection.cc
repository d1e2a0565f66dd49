#include "libs/projection/sheet_selection.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"

namespace mokuhyo::projection {

std::vector<SheetWithForm> SheetSelection::WithForms() const {
  std::vector<SheetWithForm> result;
  result.reserve(sheets.size());
  for (const auto& folded : sheets) {
    const sheets::v1::Sheet& sheet = folded->state.sheet();
    result.push_back({&sheet, forms->state.Find(sheet.form(), sheet.form_version())});
  }
  return result;
}

std::string SheetSelection::UnitName(const std::string& unit) const {
  const auto found = units->state.Get(city, unit, date);
  return found.has_value() ? found->display_name() : unit;
}

absl::Status RequireKnownForm(const std::string& city, const std::string& form,
                              const domain::FormsState& forms) {
  if (form.empty() || forms.Find(form, 0) != nullptr) return absl::OkStatus();
  return base::NotFound(
      base::FormatFormName({city, form}),
      absl::StrCat("there is no form \"", form,
                   "\" in this city; its forms are: ", absl::StrJoin(forms.ids(), ", ")));
}

absl::Status RequireKnownUnit(const std::string& city, const std::string& unit,
                              const domain::OrganizationState& units) {
  if (unit.empty() || units.Knows(unit)) return absl::OkStatus();
  return base::NotFound(base::FormatOrgUnitName({city, unit}),
                        absl::StrCat("there is no org unit \"", unit, "\" in this city"));
}

}  // namespace mokuhyo::projection
