#ifndef MOKUHYO_LIBS_SERVING_EXECUTOR_H_
#define MOKUHYO_LIBS_SERVING_EXECUTOR_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"

namespace mokuhyo::serving {

// A fixed number of threads that run tasks in the order of posting, with a bounded queue before
// them: what may wait for a disk or a long computation runs here and not on the threads of gRPC.
// Thread-safe.
class Executor {
 public:
  using Task = absl::AnyInvocable<void()>;

  // Starts `threads` threads (at least one); up to `max_queued` tasks wait for one of them.
  Executor(size_t threads, size_t max_queued);

  // Shuts down.
  ~Executor();

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues `task`. False, and the task is dropped, if the queue is full or the executor is shut
  // down.
  bool TryPost(Task task);

  // The same, full queue or not: for the next step of work that was let in before and of which
  // there is at most one step at a time, so that whoever let it in bounds the queue.
  bool PostContinuation(Task task);

  // Takes nothing more, runs what is queued and waits for it. Must not be called by a task.
  // Idempotent.
  void Shutdown();

 private:
  void RunTasks();

  const size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;  // Guarded by mutex_.
  bool closed_ = false;     // Guarded by mutex_.

  std::once_flag joined_;
  std::vector<std::thread> threads_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_EXECUTOR_H_
