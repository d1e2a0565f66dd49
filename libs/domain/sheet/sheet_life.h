#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_LIFE_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_LIFE_H_

#include "mokuhyo/sheets/v1/sheet.pb.h"

// The order of the states in the life of a sheet (DESIGN, domain rule 1). The numbers of the enum
// are those of the wire and say nothing of it: states were added in between.
namespace mokuhyo::domain {

// True if a sheet in `state` has come as far as `milestone`, or farther.
bool HasReached(sheets::v1::SheetState state, sheets::v1::SheetState milestone);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_LIFE_H_
