#ifndef MOKUHYO_LIBS_PROJECTION_PROJECTION_FOLD_H_
#define MOKUHYO_LIBS_PROJECTION_PROJECTION_FOLD_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "mokuhyo/store/v1/event_store.pb.h"

namespace mokuhyo::projection {

// Values by key that an event adds to the derived data of its city.
using ProjectionPuts = std::vector<std::pair<std::string, std::string>>;

// The rules by which something is derived from a city's log: each event adds values under keys, and
// depends on no other event. To make that possible, keys tell positions, and whoever reads puts
// together what belongs together.
//
// Pure and thread-safe. Whoever changes what is put raises `schema_version`, so that what an
// earlier program derived is derived anew.
class ProjectionFold {
 public:
  virtual ~ProjectionFold() = default;

  // What the projection is called, for example `sheet-index`.
  virtual std::string_view name() const = 0;
  virtual uint32_t schema_version() const = 0;

  // Narrows a read of the log to the events that are looked at.
  virtual void Narrow(store::v1::ReadCityRequest& request) const = 0;

  // Adds to `puts` what the event says. Returns UNAVAILABLE or DATA_LOSS, having added nothing, if
  // it cannot be understood and the data would be wrong without it.
  virtual absl::Status Fold(const store::v1::RecordedEvent& event, ProjectionPuts& puts) const = 0;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PROJECTION_FOLD_H_
