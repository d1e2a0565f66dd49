#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_FILE_DIGEST_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_FILE_DIGEST_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {

// A file as a manifest describes it.
struct FileDigest {
  uint64_t size = 0;
  // SHA-256, lower-case hexadecimal.
  std::string sha256;
};

// Reads a file from end to end, telling `on_bytes` how many came each time; false stops it with
// CANCELLED. Returns NOT_FOUND if there is no such file, UNAVAILABLE if it cannot be read.
absl::StatusOr<FileDigest> DigestFile(rocksdb::Env& env, const std::string& path,
                                      const std::function<bool(uint64_t)>& on_bytes);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_FILE_DIGEST_H_
