#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "libs/base/clock.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/rocksdb/append_queue.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/commit_batch.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/revision_cache.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// Writes the log, in batches: a few threads take turns to plan one (take all appends that wait,
// decide them in order), to write one, synced once, and to tell its callers. One at a time plans
// and one at a time writes, in the same order, so that the next batch is planned, and grows, while
// one is on its way to the disk, and callers are told of another; but never is there more than one
// batch in the write-ahead log that is not synced.
//
// After a write that failed nobody knows what is on the disk: all callers of that batch are told
// UNKNOWN, those of the batches behind it UNAVAILABLE, and nothing is written any more.
// Thread-safe.
class Committer {
 public:
  struct Options {
    // Whether a batch is synced to the disk before it is acknowledged.
    bool sync = true;
    size_t max_waiting_appends = 0;
    size_t max_waiting_bytes = 0;
    // Told once, on a committer's thread and before the callers are, when a write failed:
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

  // See EventStore::Append. Takes over `append`, whose callback then runs on one of the committer's
  // threads; or leaves it alone and returns RESOURCE_EXHAUSTED or, once it was stopped,
  // UNAVAILABLE.
  absl::Status Submit(WaitingAppend& append);

  // Commits what waits and waits for the callbacks; lets nothing more in. Not from a callback.
  void Stop();

 private:
  void Run();
  // With the turn to plan.
  void PlanMore(CommitBatch& batch);
  // With both turns: writes the batch, and those that are planned meanwhile.
  void WriteOn(std::shared_ptr<CommitBatch> batch);
  // With the turn to write.
  void Write(CommitBatch& batch);
  void Tell(CommitBatch& batch);

  CommitBatch::Log log_;
  const base::Clock& clock_;
  const Options options_;
  AppendQueue queue_;
  // Used by whoever has the turn to plan.
  std::shared_ptr<const CommitBatch> last_planned_;
  // Set by whoever has the turn to write.
  std::atomic<bool> failed_ = false;
  // Last, so that they start when everything else is there.
  std::vector<std::thread> threads_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_
