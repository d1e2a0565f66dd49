#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_STORE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/committer.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/revision_cache.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/rocksdb/salvaged_reader.h"

namespace mokuhyo::eventstore {

// What there is of a store between one opening of its database and the next; StoreSlot lends it to
// whoever uses it. In the order of construction: the committer stops first.
struct OpenStore {
  // What stays over all openings of a store, and outlives them.
  struct Surroundings {
    const RocksDbEventStore::Options& options;
    CityHeads& heads;
    Doorbells& doorbells;
    const base::Clock& clock;
    // Told, on any thread, when writing failed: UNAVAILABLE, or DATA_LOSS if that is for damage.
    std::function<void(const absl::Status&)> on_failed;
  };

  // The caller holds the lock on the directory, and nobody else uses `around.heads` to read. Cities
  // that are damaged are so in the heads, and take no appends. What was salvaged before is removed.
  // Errors as OpenDatabase; DATA_LOSS also if nobody can say which cities there are, or if events
  // are missing that the heads had before.
  static absl::StatusOr<std::unique_ptr<OpenStore>> Open(const Surroundings& around);

  // Opens what a store wrote to which writing fails now: without committer, up to the heads that it
  // had, and without writing anything. Errors: DATA_LOSS, UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<OpenStore>> OpenForReading(const Surroundings& around,
                                                                   History history);

  // The same for a store that was not open in this process yet: it finds the heads. Errors as Open.
  static absl::StatusOr<std::unique_ptr<OpenStore>> OpenAsItIs(const Surroundings& around);

  OpenStore(OpenedDatabase opened, CityHeads& city_heads, const store::v1::Limits& limits);

  // LogReader's, or SalvagedReader's if the city is damaged; revisions from memory where they are
  // known.
  absl::StatusOr<std::optional<uint64_t>> FindRevision(const std::string& city,
                                                       const std::string& stream) const;
  absl::StatusOr<std::optional<store::v1::Receipt>> FindReceipt(
      const std::string& city, const store::v1::RequestKey& key) const;
  absl::StatusOr<store::v1::ReadStreamResponse> ReadStream(
      const store::v1::ReadStreamRequest& request) const;
  absl::StatusOr<store::v1::ReadCityResponse> ReadCity(
      const store::v1::ReadCityRequest& request) const;

  // Set when the store is to be closed soon: whoever does something long with it gives up, with
  // UNAVAILABLE.
  std::atomic<bool> wanted_back = false;
  const OpenedDatabase database;
  CityHeads& heads;
  const LogReader reader;
  // Of the cities that are damaged.
  const SalvagedReader salvaged;
  mutable RevisionCache revisions;
  std::optional<Committer> committer;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_STORE_H_
