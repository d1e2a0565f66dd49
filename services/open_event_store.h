#ifndef MOKUHYO_SERVICES_OPEN_EVENT_STORE_H_
#define MOKUHYO_SERVICES_OPEN_EVENT_STORE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/event_store.h"
#include "libs/eventstore/store_operations.h"

namespace mokuhyo::services {

// Opens the event store that `--event-store` names, for mains only:
//
//   rocksdb:DIR        the log in that directory, which belongs to this process from then on;
//                      `on_failed` is told when it takes no more writes, `on_recovered` when it
//                      takes them again (RocksDbEventStore::Options). If it is damaged, what is
//                      whole is served (RocksDbEventStore::OpenOrSalvage), and `on_failed` is told
//                      before this returns.
//   grpc://HOST:PORT   the store of a mokuhyo-eventstored, which must answer within ten seconds.
//
// `clock` must outlive the store. Returns INVALID_ARGUMENT with reason BAD_EVENT_STORE for anything
// else, and the errors of the backend.
absl::StatusOr<std::unique_ptr<eventstore::EventStore>> OpenEventStore(
    const std::string& url, const base::Clock& clock,
    std::function<void(const absl::Status&)> on_failed, std::function<void()> on_recovered);

// The operations of a store that OpenEventStore gave; null if it lies in another process. They live
// as long as it.
eventstore::StoreOperations* OperationsOf(eventstore::EventStore& store);

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_OPEN_EVENT_STORE_H_
