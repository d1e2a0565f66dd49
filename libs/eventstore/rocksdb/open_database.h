#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_DATABASE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_DATABASE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {

// The version of FORMAT.md that this program writes and reads.
inline constexpr uint64_t kFormatVersion = 1;

// A RocksDB that holds a log.
struct OpenedDatabase {
  std::unique_ptr<rocksdb::DB> db;
  // See GetHeadResponse.epoch.
  std::string epoch;
};

// Opens the log in `directory`, or makes one if the directory has none. The caller holds the lock
// on it.
//
// Synced records are never dropped: what a crash left behind the last of them is, anything else
// that is missing or wrong is refused.
//   DATA_LOSS            a file is damaged or missing; the message names it where that is known.
//   FAILED_PRECONDITION  written in another format.
//   UNAVAILABLE          the disk fails.
absl::StatusOr<OpenedDatabase> OpenDatabase(rocksdb::Env& env, const std::string& directory,
                                            size_t block_cache_bytes);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_DATABASE_H_
