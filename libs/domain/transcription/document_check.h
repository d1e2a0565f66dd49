#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_CHECK_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_CHECK_H_

#include "absl/status/status.h"
#include "libs/domain/sheet/decision.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::domain {

// Checks a document whole, before any command is made of it, so that the client hears of everything
// at once. Returns INVALID_ARGUMENT with all violations; paths are in the names of the file
// (`goals[2].responsibleUnit`).
absl::Status CheckDocument(const documents::v1::SheetDocument& document,
                           const SheetContext& context);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_CHECK_H_
