#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/base/clock.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/rocksdb/append_queue.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/revision_cache.h"
#include "libs/proof/frontier.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// The one thread that writes the log. It takes all appends that wait, decides them in order, writes
// what goes through in one batch, synced once, and tells the callers; meanwhile the next ones
// gather.
//
// After a write that failed nobody knows what is on the disk: all callers of that batch are told
// UNKNOWN and nothing is written any more. Thread-safe.
class Committer {
 public:
  struct Options {
    // Whether a batch is synced to the disk before it is acknowledged.
    bool sync = true;
    size_t max_waiting_appends = 0;
    size_t max_waiting_bytes = 0;
    // Told once, on the committer's thread and before the callers are, when a write failed:
    // UNAVAILABLE, or DATA_LOSS if that is for damage. May be empty.
    std::function<void(const absl::Status&)> on_failed;
  };

  // All references must outlive the committer.
  Committer(rocksdb::DB& db, const LogReader& reader, RevisionCache& revisions, CityHeads& heads,
            Doorbells& doorbells, const base::Clock& clock, Options options);

  // Stops.
  ~Committer();

  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // See EventStore::Append. Takes over `append`, whose callback then runs on the committer's
  // thread; or leaves it alone and returns RESOURCE_EXHAUSTED or, once it was stopped, UNAVAILABLE.
  absl::Status Submit(WaitingAppend& append);

  // Commits what waits and waits for the callbacks; lets nothing more in. Not from a callback.
  void Stop();

 private:
  class State;
  class BatchRecords;

  void Run();
  void Commit(std::vector<WaitingAppend>& appends);
  void Fail(std::vector<WaitingAppend>& appends, const rocksdb::Status& status);

  rocksdb::DB& db_;
  const LogReader& reader_;
  RevisionCache& revisions_;
  CityHeads& heads_;
  Doorbells& doorbells_;
  const base::Clock& clock_;
  const Options options_;
  AppendQueue queue_;
  // The right edge of each city's Merkle tree, with what the batch under way adds. Used by the
  // thread of the committer only.
  absl::flat_hash_map<std::string, proof::Frontier> trees_;
  bool failed_ = false;
  // Last, so that it starts when everything else is there.
  std::thread thread_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_
