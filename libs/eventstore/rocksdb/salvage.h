#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGE_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/history.h"
#include "libs/eventstore/rocksdb/salvaged_city.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {

// Where it is saved to in a store's directory.
inline constexpr char kSalvageDirectory[] = "/salvage";

// What could be saved of a log, open for reading.
struct SalvagedLog {
  std::unique_ptr<rocksdb::DB> db;
  // With a new epoch if the old one was lost.
  History history;
  // The cities of which anything was found.
  std::map<std::string, SalvagedCity> cities;
};

// Finds what can be read of the log in `directory`, which does not open any more for `cause`, and
// reads the whole log once for that. If RocksDB opens it for reading, it is read where it lies.
// Only otherwise it is saved into `salvage_directory`: hard links to the tables and copies of the
// write-ahead logs, from which RocksDB makes a new database, without tables that it cannot read
// from end to end; what an earlier call left there is removed first. Nothing in `directory` is
// touched. Returns UNAVAILABLE or DATA_LOSS if that fails, FAILED_PRECONDITION if the log is of a
// newer format.
absl::StatusOr<SalvagedLog> SalvageLog(rocksdb::Env& env, const std::string& directory,
                                       const std::string& salvage_directory,
                                       size_t block_cache_bytes, const absl::Status& cause);

// Removes what SalvageLog made, if it is there. Returns UNAVAILABLE if the disk fails.
absl::Status RemoveSalvage(rocksdb::Env& env, const std::string& salvage_directory);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGE_H_
