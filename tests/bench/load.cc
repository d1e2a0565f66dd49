#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace mokuhyo::bench {
namespace {

using Clock = std::chrono::steady_clock;

int64_t Nanoseconds(Clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
}

// What one slot has measured.
struct Slot {
  Clock::time_point started;
  std::vector<int64_t> latencies;
  uint64_t failed = 0;
};

// The time within which what ends is counted.
struct Window {
  Clock::time_point begin;
  Clock::time_point end;

  Window(absl::Duration warm_up, absl::Duration duration)
      : begin(Clock::now() + absl::ToChronoNanoseconds(warm_up)),
        end(begin + absl::ToChronoNanoseconds(duration)) {}
};

void Count(const Window& window, Clock::time_point from, bool ok, Slot& slot) {
  const Clock::time_point now = Clock::now();
  if (now < window.begin || now >= window.end) return;
  if (ok) {
    slot.latencies.push_back(Nanoseconds(now - from));
  } else {
    ++slot.failed;
  }
}

LoadResult Gather(std::vector<Slot>& slots, absl::Duration elapsed) {
  LoadResult result;
  result.elapsed = elapsed;
  for (Slot& slot : slots) {
    result.failed += slot.failed;
    result.latencies.insert(result.latencies.end(), slot.latencies.begin(), slot.latencies.end());
  }
  result.succeeded = result.latencies.size();
  std::sort(result.latencies.begin(), result.latencies.end());
  return result;
}

// Lets one wait until nothing is under way.
class Pending {
 public:
  void Add() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void Remove() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }
  void WaitForNone() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  size_t count_ = 0;
};

}  // namespace

double LoadResult::PercentileMicros(double percent) const {
  if (latencies.empty()) return 0;
  const auto last = static_cast<double>(latencies.size() - 1);
  const auto index = static_cast<size_t>(last * percent / 100);
  return static_cast<double>(latencies[index]) / 1000;
}

LoadResult RunClosedLoop(const Operation& operation, size_t in_flight, absl::Duration warm_up,
                         absl::Duration duration) {
  std::vector<Slot> slots(in_flight);
  Pending pending;
  const Window window(warm_up, duration);
  std::function<void(size_t)> start = [&](size_t index) {
    Slot& slot = slots[index];
    slot.started = Clock::now();
    operation(index, [&, index](bool ok) {
      Count(window, slots[index].started, ok, slots[index]);
      if (Clock::now() < window.end) return start(index);
      pending.Remove();
    });
  };
  for (size_t i = 0; i < in_flight; ++i) {
    pending.Add();
    start(i);
  }
  pending.WaitForNone();
  return Gather(slots, duration);
}

LoadResult RunOpenLoop(const Operation& operation, double per_second, size_t slot_count,
                       absl::Duration warm_up, absl::Duration duration) {
  std::vector<Slot> slots(slot_count);
  std::mutex mutex;
  std::condition_variable freed;
  std::vector<size_t> free;
  for (size_t i = 0; i < slot_count; ++i) free.push_back(i);
  const Window window(warm_up, duration);
  const Clock::time_point first = Clock::now();
  for (uint64_t number = 0;; ++number) {
    const auto due = first + std::chrono::nanoseconds(static_cast<int64_t>(
                                 static_cast<double>(number) * 1e9 / per_second));
    if (due >= window.end) break;
    std::this_thread::sleep_until(due);
    size_t index = 0;
    {
      std::unique_lock lock(mutex);
      freed.wait(lock, [&] { return !free.empty(); });
      index = free.back();
      free.pop_back();
    }
    slots[index].started = due;
    operation(index, [&, index](bool ok) {
      Count(window, slots[index].started, ok, slots[index]);
      const std::lock_guard lock(mutex);
      free.push_back(index);
      freed.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  freed.wait(lock, [&] { return free.size() == slot_count; });
  return Gather(slots, duration);
}

}  // namespace mokuhyo::bench
