#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_STATUS_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_STATUS_H_

#include <string_view>

#include "absl/status/status.h"
#include "rocksdb/slice.h"
#include "rocksdb/status.h"

namespace mokuhyo::eventstore {

// What a failure of RocksDB means to a caller of the store; `action` says what was tried ("reading
// an event"). Damage is DATA_LOSS, a disk that fails or is full UNAVAILABLE, all else INTERNAL.
absl::Status FromRocksDb(const rocksdb::Status& status, std::string_view action);

// RocksDB's Slice and string_view say the same.
inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_ROCKSDB_STATUS_H_
