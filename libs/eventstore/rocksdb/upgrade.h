#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_UPGRADE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_UPGRADE_H_

#include "absl/status/status.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Brings a log of format 1 to format 2 (FORMAT.md): gives every event its salt and content hash,
// every stream entry its leaf, and every city its Merkle tree. Positions, revisions and all that
// callers see stay. The number of the format changes last: an upgrade that was cut off begins
// again, and the events that have their salt already keep it.
//
// Takes about as long as writing the log anew. Errors: DATA_LOSS naming the first event that cannot
// be read (nothing else is touched behind it), UNAVAILABLE if the disk fails.
absl::Status UpgradeFromFormat1(rocksdb::DB& db);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_UPGRADE_H_
