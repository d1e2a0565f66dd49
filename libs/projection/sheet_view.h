#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_VIEW_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_VIEW_H_

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {

// Keeps of a sheet what the mask asks for or, without one, the view. INVALID_ARGUMENT naming `view`
// or the paths of `read_mask` for what is none. Pure.
absl::Status RestrictSheet(sheets::v1::SheetView view, const google::protobuf::FieldMask& mask,
                           sheets::v1::Sheet& sheet);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_VIEW_H_
