#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_WAL_SCAN_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_WAL_SCAN_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/env.h"

// Looks at RocksDB's write-ahead logs before RocksDB does.
//
// RocksDB takes a record whose length points behind the end of the file for one that was cut off by
// a crash, and drops it with all that follows. That is right for the last record, which nobody was
// told about; but one flipped bit in the length of an earlier record looks the same and costs
// acknowledged events without a word. So: a log may be torn only behind its last whole record, and
// what stands at the tear must be the beginning of a record, not one that was whole once.
namespace mokuhyo::eventstore {

// Where a log stops making sense.
struct WalTear {
  std::string file;
  uint64_t offset = 0;
};

// Reads every write-ahead log in `directory` (RocksDB's) from the oldest. Returns the tear behind
// the last whole record of the newest log that has one, if any: the trace of a crash. Returns
// DATA_LOSS naming file and offset if what stands at a tear is damaged rather than unfinished, or
// if whole records follow it, in the same log or in a later one; UNAVAILABLE if a file cannot be
// read.
//
// Unfinished is what is too short for the length that it states, unless its checksum, which does
// not cover the length, fits a shorter one: so any one flipped bit is found, in the very last
// record too. Chance makes a true tear look damaged once in 100,000 crashes at most.
//
// The format is that of RocksDB 7.8 (db/log_format.h) without recycling and compression of logs.
absl::StatusOr<std::optional<WalTear>> ScanWriteAheadLogs(rocksdb::Env& env,
                                                          const std::string& directory);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_WAL_SCAN_H_
