#ifndef MOKUHYO_LIBS_APPLICATION_REDACTION_H_
#define MOKUHYO_LIBS_APPLICATION_REDACTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/application/blackout.h"
#include "libs/application/caller.h"
#include "libs/application/city_folds.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/store_operations.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"

namespace mokuhyo::application {

// Removes personal data from events: AdminService.RedactEvent. What was removed is gone from the
// log, from its files, and from every fold that is loaded afterwards, in this process and in others
// (StreamFolds). The texts are kept nowhere, not even as a hash. Thread-safe; waits for the disk,
// and for long where the store is large: call on threads that may.
class Redactions {
 public:
  // All must outlive this. What is left of the events is kept beside the backups in
  // `backup_directory` (empty: there are none), for the restoring of those made before.
  Redactions(eventstore::EventStore& store, eventstore::StoreOperations& operations,
             CityFolds& folds, const base::Clock& clock, std::string backup_directory)
      : store_(store),
        operations_(operations),
        folds_(folds),
        clock_(clock),
        backup_directory_(std::move(backup_directory)) {}

  // Errors are those of the RPC, of EventStore::Append, of KeepRedactions and of
  // StoreOperations::EraseReplaced. After any error the call may be repeated: it goes on where it
  // stopped. Nobody else may redact at the same time.
  absl::StatusOr<admin::v1::RedactEventResponse> Redact(
      const admin::v1::RedactEventRequest& request, const Caller& caller);

 private:
  struct Plan;

  // Reads the event and decides what is left of it.
  absl::StatusOr<Plan> MakePlan(const std::string& city,
                                const admin::v1::RedactEventRequest& request);
  // Absent if another redaction came between.
  absl::StatusOr<std::optional<uint64_t>> Append(const std::string& city, const Plan& plan,
                                                 const admin::v1::RedactEventRequest& request,
                                                 const Caller& caller);

  eventstore::EventStore& store_;
  eventstore::StoreOperations& operations_;
  CityFolds& folds_;
  const base::Clock& clock_;
  const std::string backup_directory_;
};

}  // namespace mokuhyo::application

#endif  // MOKUHYO_LIBS_APPLICATION_REDACTION_H_
