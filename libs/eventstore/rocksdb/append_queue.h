#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_APPEND_QUEUE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_APPEND_QUEUE_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "libs/eventstore/append_planner.h"
#include "libs/eventstore/event_store.h"

namespace mokuhyo::eventstore {

// An append on its way to the committer.
struct WaitingAppend {
  PreparedAppend append;
  Callback<store::v1::AppendResponse> done;
};

class CommitBatch;

// The appends that wait for the threads of a committer, bounded in number and size, and the turns
// of these threads: one at a time plans a batch, and one at a time, in the same order, writes one.
// Who has written a batch goes on with the next one that is planned, without a change of threads
// before the disk is busy again, and leaves it to the thread that planned it to tell of the one
// that was written. Thread-safe.
class AppendQueue {
 public:
  // What the bounds count of some appends.
  struct Load {
    size_t appends = 0;
    size_t bytes = 0;
  };

  explicit AppendQueue(Load max) : max_(max) {}

  // Takes over `append`, or leaves it alone and returns RESOURCE_EXHAUSTED if too much is waiting,
  // UNAVAILABLE if the queue was closed. A queue for which nothing waits takes an append of any
  // size.
  absl::Status Push(WaitingAppend& append);

  // Waits for appends and for the turn to plan. False once the queue was closed and everything in
  // it was taken.
  bool AwaitTurnToPlan();

  // With the turn to plan, for a batch that is empty or not: takes what can be planned now, in the
  // order it came. An append with redactions needs to see everything before it in the log: it is
  // only taken into an empty batch, when nothing is being written; what stands behind it waits.
  std::vector<WaitingAppend> Take(bool batch_is_empty);

  // What the thread that has planned does next.
  struct Step {
    enum class Kind {
      // Go on with the same batch: there is more to take. It keeps the turn to plan.
      kPlanMore,
      // It has the turn to write, besides the one to plan.
      kWrite,
      // Its batch, with the turn to plan, was taken over by the thread that wrote `written`.
      kTell,
    };
    Kind kind = Kind::kWrite;
    std::shared_ptr<CommitBatch> written = nullptr;
  };

  // With the turn to plan: offers the batch to whoever writes, and waits for the next step.
  Step Offer(std::shared_ptr<CommitBatch> batch);

  // Gives up the turn to plan.
  void EndTurnToPlan();

  // With the turn to write, of which `written` has come: takes over the batch that is offered, with
  // the turn to plan, and keeps the one to write. Null if there is none: the turn to write is given
  // up, and `written` is to be told of by the caller.
  std::shared_ptr<CommitBatch> TakeNext(std::shared_ptr<CommitBatch> written);

  // What was taken does not wait any more.
  void Release(Load load);

  // Lets nothing more in.
  void Close();

 private:
  // A batch that waits for the turn to write; on the stack of the thread that waits with it.
  struct Offered {
    std::shared_ptr<CommitBatch> batch;
    // Set by who takes the batch.
    std::shared_ptr<CommitBatch> written = nullptr;
  };

  // So many appends are worth waking the thread that plans while another one writes. Less is
  // planned when that is over.
  static constexpr size_t kWorthWaking = 8;

  // Whether Take would take anything. With mutex_ held, like the next.
  bool CanTake(bool batch_is_empty) const;
  static bool Redacts(const WaitingAppend& append);

  const Load max_;

  std::mutex mutex_;
  // Of the threads that wait for the turn to plan; and of the one that has it, or had it until its
  // batch was taken over.
  std::condition_variable idle_;
  std::condition_variable planner_;
  // Guarded by mutex_, all of them.
  std::deque<WaitingAppend> appends_;
  Load waiting_;
  Offered* offered_ = nullptr;
  bool planning_ = false;
  bool writing_ = false;
  bool closed_ = false;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_APPEND_QUEUE_H_
