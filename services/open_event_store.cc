#include "services/open_event_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/errors.h"
#include "libs/eventstore/remote/remote_event_store.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

namespace mokuhyo::services {
namespace {

using eventstore::EventStore;

// Shorter than clients wait, so that these are told why there is no answer; longer than a store
// takes to be started again after it was killed.
constexpr absl::Duration kRemoteTimeout = absl::Seconds(10);

// The same store as one of the interface, or the same error.
template <typename Store>
absl::StatusOr<std::unique_ptr<EventStore>> AsInterface(
    absl::StatusOr<std::unique_ptr<Store>> store) {
  if (!store.ok()) return store.status();
  return std::unique_ptr<EventStore>(*std::move(store));
}

}  // namespace

absl::StatusOr<std::unique_ptr<EventStore>> OpenEventStore(
    const std::string& url, const base::Clock& clock,
    std::function<void(const absl::Status&)> on_failed, std::function<void()> on_recovered) {
  absl::string_view place = url;
  if (absl::ConsumePrefix(&place, "rocksdb:") && !place.empty()) {
    return AsInterface(
        eventstore::RocksDbEventStore::OpenOrSalvage({.directory = std::string(place),
                                                      .flush_on_close = true,
                                                      .on_failed = std::move(on_failed),
                                                      .on_recovered = std::move(on_recovered)},
                                                     clock));
  }
  if (absl::ConsumePrefix(&place, "grpc://") && !place.empty()) {
    return AsInterface(eventstore::RemoteEventStore::Open(
        {.address = std::string(place), .retry = {.total_timeout = kRemoteTimeout}}));
  }
  return base::InvalidArgument(
      "event-store", "BAD_EVENT_STORE",
      absl::StrCat("\"", url, "\" names no event store: rocksdb:DIR or grpc://HOST:PORT"));
}

eventstore::StoreOperations* OperationsOf(EventStore& store) {
  auto* const here = dynamic_cast<eventstore::RocksDbEventStore*>(&store);
  return here == nullptr ? nullptr : &here->operations();
}

}  // namespace mokuhyo::services
