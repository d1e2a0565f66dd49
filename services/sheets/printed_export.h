#ifndef MOKUHYO_SERVICES_SHEETS_PRINTED_EXPORT_H_
#define MOKUHYO_SERVICES_SHEETS_PRINTED_EXPORT_H_

#include "absl/status/statusor.h"
#include "libs/projection/edition_reader.h"
#include "libs/projection/sheet_reader.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::services {

// The sheet that was read, or the edition of it that `request` names, as a document for people (see
// render::IsPrinted). Units bear the names of the day that the question is about, or of the day on
// which the edition was published. `language` is that of the caller, for a request that names none.
//
// Errors of projection::ReadEdition and render::WritePrinted; DATA_LOSS with reason
// EDITION_UNREADABLE if the bytes of the edition are no sheet document.
absl::StatusOr<projection::PublishedDocument> RenderForPeople(
    projection::SheetReader& reader, const projection::SheetReading& reading,
    const sheets::v1::ExportSheetRequest& request, common::v1::Language language);

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_SHEETS_PRINTED_EXPORT_H_
