#include "libs/serving/executor.h"

#include <algorithm>
#include <utility>

namespace mokuhyo::serving {

Executor::Executor(size_t threads, size_t max_queued) : max_queued_(max_queued) {
  const size_t count = std::max<size_t>(threads, 1);
  threads_.reserve(count);
  for (size_t i = 0; i < count; ++i) threads_.emplace_back([this] { RunTasks(); });
}

Executor::~Executor() { Shutdown(); }

bool Executor::TryPost(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

bool Executor::PostContinuation(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void Executor::Shutdown() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_.notify_all();
  std::call_once(joined_, [this] {
    for (std::thread& thread : threads_) thread.join();
  });
}

void Executor::RunTasks() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return closed_ || !queue_.empty(); });
    if (queue_.empty()) return;
    {
      Task task = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      task();
    }
    // The task, with whatever it owned, is gone before the lock is taken again.
    lock.lock();
  }
}

}  // namespace mokuhyo::serving
