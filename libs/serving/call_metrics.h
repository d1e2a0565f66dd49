#ifndef MOKUHYO_LIBS_SERVING_CALL_METRICS_H_
#define MOKUHYO_LIBS_SERVING_CALL_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mokuhyo::serving {

// Counts the calls of a process: `mokuhyo_calls_total` by method and code,
// `mokuhyo_call_duration_seconds` by method, `mokuhyo_calls_in_flight` by kind (unary, stream).
// Thread-safe.
class CallMetrics {
 public:
  explicit CallMetrics(prometheus::Registry& registry);

  // The gauge of calls of `kind`.
  prometheus::Gauge& InFlight(const std::string& kind);

  // A call of `method` ended with `code` after `duration`.
  void Count(std::string_view method, absl::StatusCode code, absl::Duration duration);

 private:
  // One of each code of gRPC, and of none beyond.
  static constexpr size_t kCodes = 17;

  // Looking a metric up by its labels takes a lock and hashes; each is looked up once.
  struct PerMethod {
    prometheus::Histogram* duration = nullptr;
    std::array<std::atomic<prometheus::Counter*>, kCodes> calls = {};
  };

  PerMethod& For(std::string_view method);

  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Family<prometheus::Gauge>& in_flight_;
  std::shared_mutex mutex_;
  std::map<std::string, std::unique_ptr<PerMethod>, std::less<>> methods_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_CALL_METRICS_H_
