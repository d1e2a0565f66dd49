#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_WHOLE_SHEET_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_WHOLE_SHEET_H_

#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {

// The whole of a document as a sheet, for those who show it: the tree of goals with results and
// evaluations. The way back of ToDocument; etags, meanings of values and what else a document does
// not say stay empty, and the state is the first one in which a sheet has what the document has.
sheets::v1::Sheet ToWholeSheet(const documents::v1::SheetDocument& document);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_WHOLE_SHEET_H_
