#include "libs/projection/sheet_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"

namespace mokuhyo::projection {

using sheets::v1::Sheet;

absl::Status RestrictSheet(sheets::v1::SheetView view, const google::protobuf::FieldMask& mask,
                           Sheet& sheet) {
  if (!sheets::v1::SheetView_IsValid(view)) {
    return base::InvalidArgument("view", "INVALID_FIELDS",
                                 "must be SHEET_VIEW_BASIC or SHEET_VIEW_FULL");
  }
  if (mask.paths().empty()) {
    if (view == sheets::v1::SHEET_VIEW_BASIC) {
      sheet.clear_goals();
      sheet.clear_texts();
    }
    return absl::OkStatus();
  }
  base::Violations violations;
  for (int i = 0; i < mask.paths_size(); ++i) {
    if (Sheet::descriptor()->FindFieldByName(mask.paths(i)) == nullptr) {
      violations.Add(absl::StrCat("read_mask.paths[", i, "]"),
                     absl::StrCat("\"", mask.paths(i), "\" is no field of a sheet"));
    }
  }
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  const auto* reflection = sheet.GetReflection();
  for (int i = 0; i < Sheet::descriptor()->field_count(); ++i) {
    const auto* field = Sheet::descriptor()->field(i);
    if (std::find(mask.paths().begin(), mask.paths().end(), field->name()) == mask.paths().end()) {
      reflection->ClearField(&sheet, field);
    }
  }
  return absl::OkStatus();
}

}  // namespace mokuhyo::projection
