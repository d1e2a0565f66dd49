#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_REVISION_CACHE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_REVISION_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace mokuhyo::eventstore {

// Remembers the last revisions of streams that were used lately, also that a stream does not exist,
// so that neither writers nor readers look for them in the database. Bounded: when the younger of
// two generations is full, the older one is forgotten.
//
// Thread-safe. Never answers less than was committed: what a reader found in the database counts
// only if nothing was committed since it began to look.
class RevisionCache {
 public:
  using Revision = std::optional<uint64_t>;

  // Remembers at least `streams` and at most twice as many.
  explicit RevisionCache(size_t streams) : generation_size_(streams) {}

  // What is known of a stream, and of how many commits the cache knew at that instant.
  struct Look {
    // Absent if it is not known.
    std::optional<Revision> known;
    uint64_t commits = 0;
  };

  // By StreamKey (log_state.h).
  Look LookFor(const std::string& stream) {
    const std::lock_guard lock(mutex_);
    Look look{std::nullopt, commits_};
    if (const auto young = young_.find(stream); young != young_.end()) {
      look.known = young->second;
    } else if (const auto old = old_.find(stream); old != old_.end()) {
      look.known = old->second;
      Put(stream, *look.known);
    }
    return look;
  }

  // What the database said of a stream to somebody who looked there because the cache did not know
  // it; `commits` is that of this look.
  void AddFound(const std::string& stream, Revision revision, uint64_t commits) {
    const std::lock_guard lock(mutex_);
    if (commits == commits_) Put(stream, revision);
  }

  // What a batch has changed, or looked at. To be called when it is in the database, and before
  // anybody is told of it.
  void AddCommitted(const absl::flat_hash_map<std::string, Revision>& revisions) {
    const std::lock_guard lock(mutex_);
    ++commits_;
    for (const auto& [stream, revision] : revisions) Put(stream, revision);
  }

 private:
  void Put(const std::string& stream, Revision revision) {
    if (young_.size() >= generation_size_ && !young_.contains(stream)) {
      old_ = std::exchange(young_, {});
    }
    young_[stream] = revision;
  }

  const size_t generation_size_;
  std::mutex mutex_;
  // Guarded by mutex_, all of them.
  uint64_t commits_ = 0;
  absl::flat_hash_map<std::string, Revision> young_;
  absl::flat_hash_map<std::string, Revision> old_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_REVISION_CACHE_H_
