#ifndef MOKUHYO_SERVICES_EVENTSTORE_STORE_KEEPING_H_
#define MOKUHYO_SERVICES_EVENTSTORE_STORE_KEEPING_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/checkpoint_keeper.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/guarded_event_store.h"
#include "libs/eventstore/periodic_checkpoints.h"
#include "libs/eventstore/store_operations.h"
#include "libs/proof/checkpoint_files.h"
#include "libs/proof/signing_key.h"
#include "libs/proof/verifying_key.h"
#include "libs/serving/log.h"
#include "services/eventstore/maintenance.h"
#include "services/flags.h"

namespace mokuhyo::services {

// What a process does for the store that lies in it, besides serving it: it checks the logs against
// their checkpoints at the start, makes checkpoints from then on, and gives operators their tools.
// Thread-safe.
class StoreKeeping {
 public:
  // Null if `operations` is: the store lies in another process then. All arguments but `flags` must
  // outlive what is returned. Checkpoints lie in the data directory and where
  // `--checkpoint-dir` says. Logs that are not what their checkpoints say are said in `log`, and
  // take no appends. Errors are those of proof::SigningKey::Read and proof::VerifyingKey::Read.
  static absl::StatusOr<std::unique_ptr<StoreKeeping>> Start(
      eventstore::EventStore& store, eventstore::StoreOperations* operations,
      const base::Clock& clock, serving::Log& log, const Flags& flags);

  // The store as the services are to use it.
  eventstore::EventStore& store() { return guarded_; }
  // Why the store as a whole takes no appends (CheckpointKeeper::StartReport); OK if it may.
  const absl::Status& refusal() const { return found_.refusal; }
  eventstore::StoreOperations& operations() { return operations_; }
  eventstore::CheckpointKeeper& checkpoints() { return keeper_; }
  Maintenance& maintenance() { return maintenance_; }
  const base::Clock& clock() const { return clock_; }

 private:
  StoreKeeping(eventstore::EventStore& store, eventstore::StoreOperations& operations,
               const base::Clock& clock, serving::Log& log, const Flags& flags,
               std::optional<proof::SigningKey> key, std::vector<proof::VerifyingKey> trusted);

  // Looks at the logs; what is wrong goes into the log.
  eventstore::CheckpointKeeper::StartReport FindDamage(eventstore::EventStore& store,
                                                       serving::Log& log);

  eventstore::StoreOperations& operations_;
  const base::Clock& clock_;
  proof::CheckpointFiles files_;
  eventstore::CheckpointKeeper keeper_;
  const eventstore::CheckpointKeeper::StartReport found_;
  eventstore::GuardedEventStore guarded_;
  eventstore::PeriodicCheckpoints periodic_;
  Maintenance maintenance_;
};

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_EVENTSTORE_STORE_KEEPING_H_
