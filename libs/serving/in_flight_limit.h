#ifndef MOKUHYO_LIBS_SERVING_IN_FLIGHT_LIMIT_H_
#define MOKUHYO_LIBS_SERVING_IN_FLIGHT_LIMIT_H_

#include <prometheus/gauge.h>

#include <atomic>

namespace mokuhyo::serving {

// Counts the calls in flight and lets in no more than a maximum. Thread-safe.
class InFlightLimit {
 public:
  InFlightLimit(int max, prometheus::Gauge& gauge) : max_(max), gauge_(gauge) {}

  int max() const { return max_; }

  // False if `max` calls are in; otherwise one more is, until Leave.
  bool TryEnter() {
    if (in_.fetch_add(1) >= max_) {
      in_.fetch_sub(1);
      return false;
    }
    gauge_.Increment();
    return true;
  }

  void Leave() {
    in_.fetch_sub(1);
    gauge_.Decrement();
  }

 private:
  const int max_;
  prometheus::Gauge& gauge_;
  std::atomic<int> in_ = 0;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_IN_FLIGHT_LIMIT_H_
