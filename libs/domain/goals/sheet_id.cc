#include "libs/domain/goals/sheet_id.h"

#include "absl/strings/str_cat.h"

namespace mokuhyo::domain {

std::string SheetIdOf(const goals::v1::CreateSheetRequest& request) {
  if (!request.sheet_id().empty()) return request.sheet_id();
  const sheets::v1::Sheet& sheet = request.sheet();
  return absl::StrCat(sheet.fiscal_year(), "-", sheet.org_unit(), "-", sheet.form());
}

}  // namespace mokuhyo::domain
