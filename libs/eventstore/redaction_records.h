#ifndef MOKUHYO_LIBS_EVENTSTORE_REDACTION_RECORDS_H_
#define MOKUHYO_LIBS_EVENTSTORE_REDACTION_RECORDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/event_store.h"
#include "mokuhyo/admin/v1/backup_manifest.pb.h"

// The redactions of a store as they lie beside its backups, so that restoring an old one does not
// bring back what was removed since. Every function waits for the disk and the store. Errors of
// every function:
//   UNAVAILABLE  BACKUP_DIRECTORY: the disk fails; the message names the file.
//   DATA_LOSS    BACKUP_DAMAGED: a record is none, or not that of its place; names the file.
namespace mokuhyo::eventstore {

// Writes the redactions of a city that are not in `directory` yet, so that they survive a power
// cut. One caller at a time for a directory. Returns also the errors of reading the store.
absl::Status KeepRedactions(EventStore& store, const std::string& city,
                            const std::string& directory);

// The records of all cities; none if the directory does not exist.
absl::StatusOr<std::vector<admin::v1::RedactionRecord>> ReadRedactionRecords(
    const std::string& directory);

// Whether the first of two redactions of an event, as told, took place after the second: it has
// removed more.
bool IsLater(const store::v1::RecordedEvent& told, const store::v1::RecordedEvent& than);

// The event at a position. Returns DATA_LOSS if there is none.
absl::StatusOr<store::v1::RecordedEvent> FindEvent(EventStore& store, const std::string& city,
                                                   uint64_t position);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_REDACTION_RECORDS_H_
