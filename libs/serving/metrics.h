#ifndef MOKUHYO_LIBS_SERVING_METRICS_H_
#define MOKUHYO_LIBS_SERVING_METRICS_H_

#include <prometheus/exposer.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace mokuhyo::serving {

// The metrics of a process, after the conventions of Prometheus: names begin with `mokuhyo_` and
// end with the unit. Thread-safe.
class Metrics {
 public:
  Metrics();

  // Where the parts of the process register what they count.
  prometheus::Registry& registry() { return *registry_; }

  // Serves GET /metrics at `address` (`127.0.0.1:9400`; port 0 takes a free one) until this is
  // destroyed, and returns the port. Returns UNAVAILABLE if the address cannot be listened on. At
  // most once.
  absl::StatusOr<int> Expose(const std::string& address);

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace mokuhyo::serving

#endif  // MOKUHYO_LIBS_SERVING_METRICS_H_
