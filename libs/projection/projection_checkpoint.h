#ifndef MOKUHYO_LIBS_PROJECTION_PROJECTION_CHECKPOINT_H_
#define MOKUHYO_LIBS_PROJECTION_PROJECTION_CHECKPOINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libs/projection/log_basis.h"
#include "libs/projection/projection_store.h"

namespace mokuhyo::projection {

// How far the log of a city has been folded: written together with what was folded.
struct ProjectionCheckpoint {
  std::string epoch;
  uint64_t redaction_count = 0;
  // Everything up to this position has been folded.
  uint64_t position = 0;

  friend bool operator==(const ProjectionCheckpoint&, const ProjectionCheckpoint&) = default;

  bool Holds(const LogBasis& basis) const {
    return epoch == basis.epoch &&
           (!basis.redaction_count.has_value() || redaction_count == *basis.redaction_count);
  }

  std::string Encode() const;
  // Absent if these are not the bytes of one.
  static std::optional<ProjectionCheckpoint> Decode(std::string_view bytes);
};

// The keys of a ProjectionStore: the checkpoint of a city, and how the keys of its data begin.
// Names of cities hold no zero byte.
inline constexpr char kCheckpointPrefix[] = "c";
std::string CheckpointKey(std::string_view city);
std::string CityPrefix(std::string_view city);

// The checkpoint of a city in a view; at position 0 and without an epoch if there is none.
// DATA_LOSS if it is damaged.
absl::StatusOr<ProjectionCheckpoint> ReadCheckpoint(ProjectionView& view, std::string_view city);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PROJECTION_CHECKPOINT_H_
