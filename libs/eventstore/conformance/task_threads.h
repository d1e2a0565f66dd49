#ifndef MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_TASK_THREADS_H_
#define MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_TASK_THREADS_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"

namespace mokuhyo::eventstore::conformance {

// A few threads that run tasks, as the executor of a server does. Thread-safe.
class TaskThreads {
 public:
  explicit TaskThreads(size_t count) {
    for (size_t i = 0; i < count; ++i) threads_.emplace_back([this] { Run(); });
  }

  ~TaskThreads() { Shutdown(); }

  TaskThreads(const TaskThreads&) = delete;
  TaskThreads& operator=(const TaskThreads&) = delete;

  // False after Shutdown.
  bool Post(absl::AnyInvocable<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return false;
      tasks_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
  }

  // Runs what was posted and takes nothing more.
  void Shutdown() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      {
        auto task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
      }
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<absl::AnyInvocable<void()>> tasks_;  // Guarded by mutex_.
  bool closed_ = false;                           // Guarded by mutex_.
  std::vector<std::thread> threads_;
};

}  // namespace mokuhyo::eventstore::conformance

#endif  // MOKUHYO_LIBS_EVENTSTORE_CONFORMANCE_TASK_THREADS_H_
