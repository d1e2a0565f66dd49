#ifndef MOKUHYO_SERVICES_EVENTSTORE_MAINTENANCE_H_
#define MOKUHYO_SERVICES_EVENTSTORE_MAINTENANCE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/checkpoint_keeper.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/store_operations.h"
#include "libs/serving/background_work.h"
#include "libs/serving/log.h"
#include "libs/serving/message_source.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"

namespace mokuhyo::services {

// The methods of AdminService that must not meet each other: backups, verification, redactions, one
// at a time. Which errors they answer is said there. Thread-safe; everything but the work itself,
// which has a thread of its own, waits for the disk on the calling thread.
class Maintenance {
 public:
  // All references must outlive this. Backups lie in `backup_dir`; empty: none can be made.
  // Destroying this stops what is under way.
  Maintenance(eventstore::EventStore& store, eventstore::StoreOperations& operations,
              eventstore::CheckpointKeeper& checkpoints, serving::Log& log, std::string backup_dir)
      : store_(store),
        operations_(operations),
        checkpoints_(checkpoints),
        log_(log),
        backup_dir_(std::move(backup_dir)),
        work_(log) {}

  template <typename Response>
  using Source = absl::StatusOr<std::unique_ptr<serving::MessageSource<Response>>>;

  Source<admin::v1::CreateBackupResponse> CreateBackup();
  absl::StatusOr<admin::v1::ListBackupsResponse> ListBackups();
  Source<admin::v1::VerifyStoreResponse> VerifyStore(const admin::v1::VerifyStoreRequest& request);

  // Makes a redaction with `redact`, on the calling thread. A backup or a verification meanwhile
  // would keep the files that hold what is removed.
  absl::StatusOr<admin::v1::RedactEventResponse> RedactEvent(
      absl::FunctionRef<absl::StatusOr<admin::v1::RedactEventResponse>()> redact);

  const std::string& backup_dir() const { return backup_dir_; }

 private:
  absl::Status RequireDirectory() const;
  static absl::Status Running();
  // Writes those redactions beside the backups that a cut off RedactEvent has not.
  absl::Status KeepAllRedactions();
  template <typename Response>
  Source<Response> Start(serving::BackgroundWork::Work<Response> work);
  // Verifies `only` that city, or (empty) all one after the other, with every checkpoint
  // that counts.
  absl::StatusOr<admin::v1::VerificationReport> Verify(
      const std::string& only, const eventstore::StoreOperations::OnProgress& on_progress);
  // The checkpoints that the log of a city has to agree with; why any cannot be read goes into
  // `problems`.
  std::vector<proof::v1::Checkpoint> Checkpoints(const std::string& city,
                                                 eventstore::CheckpointKeeper::Problems& problems);

  eventstore::EventStore& store_;
  eventstore::StoreOperations& operations_;
  eventstore::CheckpointKeeper& checkpoints_;
  serving::Log& log_;
  const std::string backup_dir_;
  serving::BackgroundWork work_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVENTSTORE_MAINTENANCE_H_
