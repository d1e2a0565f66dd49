#include "libs/domain/goals/sheet_id.h"

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::domain {

std::string DefaultSheetId(const SheetPlace& place) {
  return absl::StrCat(place.fiscal_year, "-", place.org_unit, "-", place.form);
}

std::string SheetIdOf(const goals::v1::CreateSheetRequest& request) {
  if (!request.sheet_id().empty()) return request.sheet_id();
  const sheets::v1::Sheet& sheet = request.sheet();
  return DefaultSheetId({sheet.org_unit(), sheet.fiscal_year(), sheet.form()});
}

absl::Status RequireUnusedName(const SheetState& state, std::string_view name) {
  if (!state.exists()) return absl::OkStatus();
  return base::AlreadyExists(name, "SHEET_EXISTS",
                             absl::StrCat("there is a sheet ", std::string(name), " already"));
}

}  // namespace mokuhyo::domain
