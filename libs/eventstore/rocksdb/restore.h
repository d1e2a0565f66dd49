#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/clock.h"
#include "libs/eventstore/store_operations.h"
#include "mokuhyo/admin/v1/backup_manifest.pb.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace mokuhyo::eventstore {

// What is restored from where to where.
struct RestoreOptions {
  // Where BackUp put the backups; only read.
  std::string backup_directory;
  // Which backup; 0: the newest.
  uint32_t backup = 0;
  // What becomes the directory of a RocksDbEventStore. It must be empty or not exist.
  std::string directory;
  // The last position to keep, by city; 0: nothing of it. Other cities are kept whole.
  std::map<std::string, uint64_t> positions;
  // Keep what was recorded by then, in every city; not together with `positions`.
  std::optional<absl::Time> as_of;
  // The file system; null for that of the machine.
  rocksdb::Env* env = nullptr;
};

// Makes a store from a backup, and proves it: every file is compared with the digest in the
// manifest before anything is made of it, the trees of the restored log with the roots in the
// manifest, and every event with the tree. The store begins a new history (GetHeadResponse.epoch),
// so that nobody takes positions of the lost future for its own. Redactions behind the wanted
// position are recorded again at the end: what they removed stays removed. So does what was removed
// after the backup, as far as the records beside it (redaction_records.h) tell.
//
// All or nothing: it is made in `{directory}.restoring`, put in place at the very end, with
// everything on the disk, and nothing stays behind on failure. Waits for the disk, and takes about
// as long as reading the log twice. Errors:
//   NOT_FOUND            there is no such backup, or a city in `positions` is not in it.
//   ALREADY_EXISTS       NOT_EMPTY: there is something in `directory`.
//   INVALID_ARGUMENT     INSIDE_AN_APPEND: a position is inside a write; says which are not.
//   OUT_OF_RANGE         BEYOND_HEAD: a position is behind the last one in the backup.
//   DATA_LOSS            BACKUP_DAMAGED or LOG_DAMAGED: names the file, or the event. What lies
//                        behind the wanted position may be damaged.
//   UNAVAILABLE          the disk fails, or somebody else restores there.
//   CANCELLED            `on_progress` said so.
absl::StatusOr<admin::v1::RestoredStore> RestoreBackup(
    const RestoreOptions& options, const base::Clock& clock,
    const StoreOperations::OnProgress& on_progress);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORE_H_
