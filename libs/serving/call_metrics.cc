#include "libs/serving/call_metrics.h"

#include <algorithm>
#include <mutex>

namespace mokuhyo::serving {
namespace {

// From what memory answers to what a cold rebuild takes, in seconds.
const prometheus::Histogram::BucketBoundaries kBuckets = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
    0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};

}  // namespace

CallMetrics::CallMetrics(prometheus::Registry& registry)
    : calls_(prometheus::BuildCounter()
                 .Name("mokuhyo_calls_total")
                 .Help("Calls that have ended, by method and status code")
                 .Register(registry)),
      durations_(prometheus::BuildHistogram()
                     .Name("mokuhyo_call_duration_seconds")
                     .Help("Time from the arrival of a call to its answer, by method")
                     .Register(registry)),
      in_flight_(prometheus::BuildGauge()
                     .Name("mokuhyo_calls_in_flight")
                     .Help("Calls that have been let in and not been answered, by kind")
                     .Register(registry)) {}

prometheus::Gauge& CallMetrics::InFlight(const std::string& kind) {
  return in_flight_.Add({{"kind", kind}});
}

void CallMetrics::Count(std::string_view method, absl::StatusCode code, absl::Duration duration) {
  PerMethod& metrics = For(method);
  const size_t index = std::min(static_cast<size_t>(code), kCodes - 1);
  prometheus::Counter* calls = metrics.calls[index].load(std::memory_order_acquire);
  if (calls == nullptr) {
    // Adding the same labels twice gives the same counter, so racing here does no harm.
    calls =
        &calls_.Add({{"method", std::string(method)}, {"code", absl::StatusCodeToString(code)}});
    metrics.calls[index].store(calls, std::memory_order_release);
  }
  calls->Increment();
  metrics.duration->Observe(absl::ToDoubleSeconds(duration));
}

CallMetrics::PerMethod& CallMetrics::For(std::string_view method) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = methods_.find(method); found != methods_.end()) return *found->second;
  }
  const std::unique_lock lock(mutex_);
  auto& metrics = methods_[std::string(method)];
  if (metrics == nullptr) {
    metrics = std::make_unique<PerMethod>();
    metrics->duration = &durations_.Add({{"method", std::string(method)}}, kBuckets);
  }
  return *metrics;
}

}  // namespace mokuhyo::serving
