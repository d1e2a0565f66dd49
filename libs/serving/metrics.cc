#include "libs/serving/metrics.h"

#include <exception>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::serving {

Metrics::Metrics() : registry_(std::make_shared<prometheus::Registry>()) {}

absl::StatusOr<int> Metrics::Expose(const std::string& address) {
  // The library throws where it cannot listen.
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address);
    exposer_->RegisterCollectable(registry_);
    return exposer_->GetListeningPorts().at(0);
  } catch (const std::exception& error) {
    exposer_.reset();
    return base::Unavailable("METRICS_LISTEN_FAILED",
                             absl::StrCat("cannot serve metrics at ", address, ": ", error.what(),
                                          "; is the address of this machine and the port free?"));
  }
}

}  // namespace mokuhyo::serving
