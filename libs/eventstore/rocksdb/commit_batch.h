#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMIT_BATCH_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMIT_BATCH_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/eventstore/append_planner.h"
#include "libs/eventstore/doorbells.h"
#include "libs/eventstore/rocksdb/append_queue.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/revision_cache.h"
#include "libs/proof/frontier.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {

// Appends that are committed together, in one WriteBatch: planned one after the other, written,
// published and told, in this order.
//
// A batch may be planned while the one before it is still being written: it takes for granted that
// this succeeds, and must never be written if it does not. Not thread-safe; one thread after the
// other may use it.
class CommitBatch {
 public:
  // What all batches of a committer share.
  struct Log {
    rocksdb::DB& db;
    const LogReader& reader;
    RevisionCache& revisions;
    CityHeads& heads;
    Doorbells& doorbells;
    // The right edge of each city's Merkle tree, with what was planned. Whoever plans uses it.
    absl::flat_hash_map<std::string, proof::Frontier> trees = {};
  };

  // `log` must outlive the batch. `before` is the batch planned before this one, if that may not
  // be published yet; all before that are.
  CommitBatch(Log& log, std::shared_ptr<const CommitBatch> before);

  CommitBatch(const CommitBatch&) = delete;
  CommitBatch& operator=(const CommitBatch&) = delete;

  // Decides one append, recorded at `now` if it goes through.
  void Plan(WaitingAppend waiting, absl::Time now);

  // Takes an append that is not even decided.
  void Refuse(WaitingAppend waiting, const absl::Status& why);

  // All of it is planned: lets go of the batch before, which is published by now.
  void EndPlanning() { before_.reset(); }

  // How many appends there are, and of what size.
  const AppendQueue::Load& load() const { return load_; }

  // Brings what goes through into the database. Does nothing if nothing does.
  rocksdb::Status Write(bool sync);

  // What was written is the log from now on, for readers and for the batches that are planned.
  void Publish();

  // It was not written, or nobody knows whether it was: all callers are to be told the same.
  void Fail(absl::Status why) { failure_ = std::move(why); }

  // Tells the callers what became of their appends, and those who watch the cities.
  void Tell();

 private:
  class Records;
  class State;

  Log& log_;
  std::shared_ptr<const CommitBatch> before_;
  rocksdb::WriteBatch batch_;
  const std::unique_ptr<LogRecords> records_;
  const std::unique_ptr<LogState> state_;
  AppendPlanner planner_;
  AppendQueue::Load load_;
  // The callers and their answers, in the order of the appends.
  std::vector<Callback<store::v1::AppendResponse>> callers_;
  std::vector<absl::StatusOr<store::v1::AppendResponse>> responses_;
  absl::Status failure_;
  std::vector<std::string> changed_cities_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_COMMIT_BATCH_H_
