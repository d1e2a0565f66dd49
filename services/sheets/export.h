#ifndef MOKUHYO_SERVICES_SHEETS_EXPORT_H_
#define MOKUHYO_SERVICES_SHEETS_EXPORT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "libs/projection/sheet_reader.h"
#include "libs/serving/message_source.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::services {

// Renders a sheet, or takes the bytes of one of its editions as they were published or makes a
// document for people from them, and hands them out in chunks. `language` is that of the caller,
// for a request that names none. What is answered and refused is said at SheetService.ExportSheet.
// May wait for reads of the store.
absl::StatusOr<std::unique_ptr<serving::MessageSource<sheets::v1::ExportSheetResponse>>> OpenExport(
    projection::SheetReader& reader, eventstore::EventStore& store,
    const sheets::v1::ExportSheetRequest& request, common::v1::Language language);

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_SHEETS_EXPORT_H_
