#include "libs/projection/sheet_selection.h"

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

}  // namespace mokuhyo::projection
