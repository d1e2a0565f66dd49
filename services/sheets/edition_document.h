#ifndef MOKUHYO_SERVICES_SHEETS_EDITION_DOCUMENT_H_
#define MOKUHYO_SERVICES_SHEETS_EDITION_DOCUMENT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::services {

// The document that the canonical bytes of an edition say (a projection::ParseDocument). Returns
// INVALID_ARGUMENT for anything else.
absl::StatusOr<documents::v1::SheetDocument> ParseEdition(std::string_view bytes);

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_SHEETS_EDITION_DOCUMENT_H_
