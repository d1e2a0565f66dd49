#ifndef MOKUHYO_LIBS_RENDER_FILLED_PAST_H_
#define MOKUHYO_LIBS_RENDER_FILLED_PAST_H_

#include "google/protobuf/repeated_ptr_field.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::render {

// Puts what earlier sheets report into the past columns of a sheet that is about to be shown, where
// nothing is typed in. Results for indicators that it has not are left out. Thread-safe.
void FillPast(const google::protobuf::RepeatedPtrField<sheets::v1::PastResult>& results,
              sheets::v1::Sheet& sheet);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_FILLED_PAST_H_
