#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "libs/base/clock.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/rocksdb/append_queue.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/revision_cache.h"
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
    // Told once, on the committer's thread, when a write failed. May be empty.
    std::function<void(const absl::Status&)> on_failed;
  };

  // All references must outlive the committer.
  Committer(rocksdb::DB& db, const LogReader& reader, CityHeads& heads, Doorbells& doorbells,
            const base::Clock& clock, Options options);

  // Commits what waits, then stops.
  ~Committer();

  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // See EventStore::Append. `done` runs on the committer's thread, or at once if the append was not
  // let in (RESOURCE_EXHAUSTED, UNAVAILABLE).
  void Submit(PreparedAppend append, Callback<store::v1::AppendResponse> done);

 private:
  class State;

  void Run();
  void Commit(std::vector<WaitingAppend>& appends);
  void Fail(std::vector<WaitingAppend>& appends, const rocksdb::Status& status);

  rocksdb::DB& db_;
  const LogReader& reader_;
  CityHeads& heads_;
  Doorbells& doorbells_;
  const base::Clock& clock_;
  const Options options_;
  AppendQueue queue_;
  // Used by the thread of the committer only.
  RevisionCache revisions_;
  bool failed_ = false;
  // Last, so that it starts when everything else is there.
  std::thread thread_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMITTER_H_
