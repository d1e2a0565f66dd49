#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORED_LOG_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORED_LOG_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/restore.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/store_operations.h"
#include "libs/proof/hash.h"
#include "mokuhyo/admin/v1/backup_manifest.pb.h"

namespace mokuhyo::eventstore {

// The files of a backup in the place of a store's, on their way to becoming one: RestoreBackup's
// work between copying and putting in place. Errors of every method are those of RestoreBackup. Not
// thread-safe.
class RestoredLog {
 public:
  // `directory` is what becomes that of a RocksDbEventStore and has the files in `log/`; `backup`
  // is what the manifest says. All must outlive this.
  RestoredLog(const RestoreOptions& options, std::string directory, const admin::v1::Backup& backup)
      : options_(options), directory_(std::move(directory)), backup_(backup) {}

  // Checks that the log is the one that was backed up, takes it back as far as is wanted, and lets
  // a new history begin.
  absl::Status CutAndFork();

  // Records the redactions anew that were cut off, and makes those that came after the backup, as
  // the records beside it say (redaction_records.h).
  absl::Status RepeatRedactions(const base::Clock& clock);

  // Proves every event of the log against its tree, and the trees against the backup.
  absl::Status Verify(const StoreOperations::OnProgress& on_progress);

  // What became of it.
  admin::v1::RestoredStore Describe() const;

 private:
  struct City {
    // In the backup, and where it is cut.
    uint64_t head = 0;
    uint64_t position = 0;
    // Root of the tree over what is kept; absent if damage behind it keeps that from being computed
    // before the cut.
    std::optional<proof::Hash> root;
    // Of the events in the backup that tell of the redaction of one that is kept, the last one
    // each, by the position of that.
    std::map<uint64_t, store::v1::RecordedEvent> redactions;
    uint64_t repeated_redactions = 0;
    uint64_t later_redactions = 0;
  };

  absl::StatusOr<OpenedDatabase> Open(const std::string& name) const;
  absl::Status CheckSameLog(const OpenedDatabase& database) const;
  absl::StatusOr<City> Plan(rocksdb::DB& db, const admin::v1::BackupCity& backed_up) const;
  absl::Status ProveBeginning(rocksdb::DB& db, const admin::v1::BackupCity& backed_up,
                              City& city) const;
  // Puts a log in the place of `source` that holds what is kept of it.
  absl::Status Cut(OpenedDatabase source);
  absl::Status RepeatRedactions(EventStore& store, const std::string& name, City& city) const;
  // The same for one that was made after the backup; nothing if it is not one of this log.
  absl::Status Redact(RocksDbEventStore& store, const admin::v1::RedactionRecord& record,
                      City& city) const;
  absl::Status VerifyCity(rocksdb::DB& db, const std::string& name,
                          const StoreOperations::OnProgress& on_progress) const;

  const RestoreOptions& options_;
  const std::string directory_;
  const admin::v1::Backup& backup_;
  std::string epoch_;
  std::map<std::string, City> cities_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_RESTORED_LOG_H_
