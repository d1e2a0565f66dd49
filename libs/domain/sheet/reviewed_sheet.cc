#include "libs/domain/sheet/reviewed_sheet.h"

#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {

absl::Status RequireReviewedSheet(const SheetState& state, const std::string& name,
                                  const std::string& etag, const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(base::ParseSheetName(name, "name").status());
  MOKUHYO_RETURN_IF_ERROR(RequireSheet(state, name));
  base::Violations violations;
  if (!context.transcribed) CheckReviewedEtag(etag, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  return RequireEtag(name, etag, state.sheet().etag());
}

void CheckReviewedEtag(const std::string& etag, base::Violations& violations) {
  if (!etag.empty()) return;
  violations.Add("etag",
                 "is required: the etag of the sheet as it was reviewed (GetSheet shows it)");
}

}  // namespace mokuhyo::domain
