#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_WITH_FORM_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_WITH_FORM_H_

#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::projection {

// A sheet and the version of the form that it pins. Neither is owned nor null.
struct SheetWithForm {
  const sheets::v1::Sheet* sheet;
  const forms::v1::Form* form;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_WITH_FORM_H_
