#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_BLANKS_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_BLANKS_H_

#include <string>

#include "libs/base/violations.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain {

// Adds a violation for each entry of `intentionallyBlank` that names no printed field of the goal,
// or one that is filled. `path` is that of the goal.
void CheckDocumentBlanks(const documents::v1::DocumentGoal& goal, const forms::v1::Form& form,
                         const std::string& path, base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_BLANKS_H_
