#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_DATABASE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_DATABASE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/history.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/options.h"

namespace mokuhyo::eventstore {

// The version of FORMAT.md that this program writes and reads; an older one is upgraded on opening.
inline constexpr uint64_t kFormatVersion = 2;

// A RocksDB that holds a log.
struct OpenedDatabase {
  std::unique_ptr<rocksdb::DB> db;
  History history;
};

// Opens the log in `directory`, or makes one if the directory has none; one of format 1 is upgraded
// first. The caller holds the lock on it.
//
// Synced records are never dropped: what a crash left behind the last of them is, anything else
// that is missing or wrong is refused.
//   DATA_LOSS            a file is damaged or missing; the message names it where that is known.
//   FAILED_PRECONDITION  written in a newer format.
//   UNAVAILABLE          the disk fails.
// `on_error` is told, on any thread of RocksDB, when it could not write its files, for which it
// then stops taking writes until it is opened anew.
absl::StatusOr<OpenedDatabase> OpenDatabase(
    rocksdb::Env& env, const std::string& directory, size_t block_cache_bytes,
    std::function<void(const rocksdb::Status&)> on_error = {});

// Opens for reading only a log that OpenDatabase could open if anything could be written; what it
// holds is on the disk for certain. Errors as there, and UNAVAILABLE if the log is of an earlier
// format.
absl::StatusOr<OpenedDatabase> OpenDatabaseAsItIs(rocksdb::Env& env, const std::string& directory,
                                                  size_t block_cache_bytes);

// Opens a log for reading only, whatever its format. Writes nothing, not even what its write-ahead
// logs hold. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenDatabaseForReading(rocksdb::Env& env,
                                                                    const std::string& directory,
                                                                    size_t block_cache_bytes);

// How RocksDB is set up for a log.
rocksdb::Options DatabaseOptions(rocksdb::Env& env, size_t block_cache_bytes);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_OPEN_DATABASE_H_
