#ifndef MOKUHYO_TESTS_BENCH_LOAD_H_
#define MOKUHYO_TESTS_BENCH_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/time/time.h"

// Loads something with asynchronous operations and takes the time of each.
namespace mokuhyo::bench {

// Starts the next operation of a slot and calls `done(ok)` once, on whatever thread. A slot has one
// operation at a time, so what belongs to a slot needs no lock.
using Operation = std::function<void(size_t slot, std::function<void(bool ok)> done)>;

// What a run came to.
struct LoadResult {
  uint64_t succeeded = 0;
  uint64_t failed = 0;
  absl::Duration elapsed;
  // Of the operations that succeeded, in nanoseconds, ascending.
  std::vector<int64_t> latencies;

  double per_second() const {
    return static_cast<double>(succeeded) / absl::ToDoubleSeconds(elapsed);
  }
  // The latency that this share of the operations did not exceed, in microseconds; 0 without any.
  double PercentileMicros(double percent) const;
};

// Closed loop: `in_flight` operations are always under way; each slot starts its next one when the
// last is done. What ends within `warm_up` is not counted. A latency is from start to end.
LoadResult RunClosedLoop(const Operation& operation, size_t in_flight, absl::Duration warm_up,
                         absl::Duration duration);

// Open loop: operations are due at a fixed rate, whether or not earlier ones are done; at most
// `slots` are under way, and what finds none free waits. A latency is from the moment at which the
// operation was due, so that waiting counts (no coordinated omission).
LoadResult RunOpenLoop(const Operation& operation, double per_second, size_t slots,
                       absl::Duration warm_up, absl::Duration duration);

}  // namespace mokuhyo::bench

#endif  // MOKUHYO_TESTS_BENCH_LOAD_H_
