#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_DOCUMENT_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_DOCUMENT_H_

#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {

// Whether a document names the ids of goals and indicators.
enum class DocumentIds { kOmit, kInclude };

// The sheet as a document: what a city prints. Every field that an import put in comes out again,
// value strings letter for letter, order kept; `form_version` where it was named or with ids.
documents::v1::SheetDocument ToDocument(const sheets::v1::Sheet& sheet, DocumentIds ids);

// The printed fields of a document and of its goals and indicators as the messages that commands
// take. Children, results and evaluations are left out: they come in by commands of their own.
sheets::v1::Sheet ToSheet(const documents::v1::SheetDocument& document);
sheets::v1::Goal ToGoal(const documents::v1::DocumentGoal& goal);
sheets::v1::Indicator ToIndicator(const documents::v1::DocumentIndicator& indicator);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_DOCUMENT_H_
