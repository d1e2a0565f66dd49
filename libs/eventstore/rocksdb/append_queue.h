#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_APPEND_QUEUE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_APPEND_QUEUE_H_

#include <condition_variable>
#include <cstddef>
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

// The appends that wait for the committer, bounded in number and size. Thread-safe.
class AppendQueue {
 public:
  AppendQueue(size_t max_appends, size_t max_bytes)
      : max_appends_(max_appends), max_bytes_(max_bytes) {}

  // Takes over `append`, or leaves it alone and returns RESOURCE_EXHAUSTED if the queue is full,
  // UNAVAILABLE if it was closed. An empty queue takes an append of any size.
  absl::Status Push(WaitingAppend& append);

  // Waits for appends and takes all there are, in the order they came. Empty once the queue was
  // closed and everything in it was taken.
  std::vector<WaitingAppend> TakeAll();

  // Lets nothing more in.
  void Close();

 private:
  const size_t max_appends_;
  const size_t max_bytes_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<WaitingAppend> appends_;
  size_t bytes_ = 0;
  bool closed_ = false;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_APPEND_QUEUE_H_
