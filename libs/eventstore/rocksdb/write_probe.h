#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_WRITE_PROBE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_WRITE_PROBE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {

// Whether a database in `directory` could be opened and written: writes a file of `spare_bytes` and
// what the write-ahead logs there hold (opening writes these anew), syncs it and deletes it.
// Returns UNAVAILABLE saying what failed.
absl::Status ProbeWriting(rocksdb::Env& env, const std::string& directory, uint64_t spare_bytes);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_WRITE_PROBE_H_
