#ifndef MOKUHYO_SERVICES_SHEETS_WATCH_H_
#define MOKUHYO_SERVICES_SHEETS_WATCH_H_

#include <memory>

#include "absl/status/statusor.h"
#include "libs/eventstore/subscriptions.h"
#include "libs/projection/sheet_reader.h"
#include "libs/serving/message_source.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::services {

// Begins a watch (projection::WatchSheets) that a stream pulls.
absl::StatusOr<std::unique_ptr<serving::MessageSource<sheets::v1::WatchSheetsResponse>>> OpenWatch(
    projection::SheetReader& reader, eventstore::Subscriptions& subscriptions,
    const eventstore::Subscriptions::Post& post, const sheets::v1::WatchSheetsRequest& request);

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_SHEETS_WATCH_H_
