#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_STORE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_STORE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/base/clock.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/committer.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"

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

  // The caller holds the lock on the directory, and nobody else uses `around.heads` to read. Errors
  // as OpenDatabase; DATA_LOSS also if events are missing that the heads had before.
  static absl::StatusOr<std::unique_ptr<OpenStore>> Open(const Surroundings& around);

  // Opens what a store wrote to which writing fails now: without committer, up to the heads that it
  // had, and without writing anything. Errors: DATA_LOSS, UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<OpenStore>> OpenForReading(const Surroundings& around,
                                                                   History history);

  OpenStore(OpenedDatabase opened, CityHeads& city_heads, const store::v1::Limits& limits)
      : database(std::move(opened)), heads(city_heads), reader(*database.db, city_heads, limits) {}

  // Set when the store is to be closed soon: whoever does something long with it gives up, with
  // UNAVAILABLE.
  std::atomic<bool> wanted_back = false;
  const OpenedDatabase database;
  CityHeads& heads;
  const LogReader reader;
  std::optional<Committer> committer;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_STORE_H_
