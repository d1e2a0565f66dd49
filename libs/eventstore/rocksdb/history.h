#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_HISTORY_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_HISTORY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mokuhyo/store/v1/event_store.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// The history that a log tells, and those that it goes on from.
struct History {
  // See GetHeadResponse.epoch.
  std::string epoch;
  // Empty in a store that was never restored.
  store::v1::Lineage lineage;
};

// Reads the records `mepoch` and `mlineage`. Returns DATA_LOSS if one is damaged or the first is
// missing, UNAVAILABLE if the disk fails.
absl::StatusOr<History> ReadHistory(rocksdb::DB& db);

// Replaces both, at once and synced. Returns UNAVAILABLE if the disk fails.
absl::Status WriteHistory(rocksdb::DB& db, const History& history);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_HISTORY_H_
