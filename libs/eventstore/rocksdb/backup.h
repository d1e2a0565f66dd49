#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_BACKUP_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_BACKUP_H_

#include <string>

#include "absl/status/statusor.h"
#include "libs/eventstore/store_operations.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Backs a log up into `directory` while it goes on being written: everything that was committed
// before the call is in the backup, and of what is committed during it a prefix. Tables that an
// earlier backup has are shared with it. The manifest (backup_manifests.h) is written last and says
// what is in the backup, which was opened and read for that; a backup that was cut off has none,
// and is removed by the next one; one that has lost it is not, and nothing is done beside it.
//
// Made through the Env of `db`. One backup at a time in a directory: it is locked. Errors:
//   ALREADY_EXISTS  OTHER_STORE: the directory holds backups of a history that this log does not go
//                   on from.
//   UNAVAILABLE     somebody else backs up there, or the disk fails.
//   DATA_LOSS       the log, or a manifest in the directory, is damaged.
//   CANCELLED       `on_progress` said so.
absl::StatusOr<admin::v1::Backup> BackUp(rocksdb::DB& db, const std::string& directory,
                                         const StoreOperations::OnProgress& on_progress);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_BACKUP_H_
