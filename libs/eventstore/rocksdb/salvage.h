#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "libs/eventstore/log_state.h"
#include "libs/eventstore/rocksdb/history.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {

// What could be saved of a city's log.
struct SalvagedCity {
  // Up to here everything is whole: each event and its entry in the index of its stream is there,
  // and they agree. Position 0: not even the first one is.
  CityHead whole;
  // The last event that could be read; not below `whole`. What is between may have holes, and what
  // came behind it is lost: nobody knows whether something did.
  CityHead last;
};

// What could be saved of a log, open for reading.
struct SalvagedLog {
  std::unique_ptr<rocksdb::DB> db;
  // With a new epoch if the old one was lost.
  History history;
  // The cities of which anything was found.
  std::map<std::string, SalvagedCity> cities;
};

// Saves what can be read of the log in `directory`, which does not open any more, into
// `salvage_directory`: hard links to the tables and copies of the write-ahead logs, from which
// RocksDB makes a new database. Nothing in `directory` is touched; what an earlier call left in
// `salvage_directory` is removed first. Reads the whole log once. Returns UNAVAILABLE or DATA_LOSS
// if that fails, FAILED_PRECONDITION if the log is of a newer format.
absl::StatusOr<SalvagedLog> SalvageLog(rocksdb::Env& env, const std::string& directory,
                                       const std::string& salvage_directory,
                                       size_t block_cache_bytes);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SALVAGE_H_
