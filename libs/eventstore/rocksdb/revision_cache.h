#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_REVISION_CACHE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_REVISION_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace mokuhyo::eventstore {

// Remembers the last revisions of streams that were used lately, also that a stream does not exist.
// Bounded: when the younger of two generations is full, the older one is forgotten. Not
// thread-safe.
class RevisionCache {
 public:
  // Remembers at least `streams` and at most twice as many.
  explicit RevisionCache(size_t streams) : generation_size_(streams) {}

  // By StreamKey (log_state.h). Null if it is not known. Valid until the next call.
  const std::optional<uint64_t>* Find(const std::string& stream) {
    if (const auto found = young_.find(stream); found != young_.end()) return &found->second;
    const auto found = old_.find(stream);
    if (found == old_.end()) return nullptr;
    const std::optional<uint64_t> revision = found->second;
    return &Put(stream, revision);
  }

  const std::optional<uint64_t>& Put(const std::string& stream, std::optional<uint64_t> revision) {
    if (young_.size() >= generation_size_ && !young_.contains(stream)) {
      old_ = std::exchange(young_, {});
    }
    return young_[stream] = revision;
  }

 private:
  const size_t generation_size_;
  absl::flat_hash_map<std::string, std::optional<uint64_t>> young_;
  absl::flat_hash_map<std::string, std::optional<uint64_t>> old_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_REVISION_CACHE_H_
