#include "libs/projection/projection_checkpoint.h"

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/projection/key_number.h"

namespace mokuhyo::projection {

std::string ProjectionCheckpoint::Encode() const {
  return absl::StrCat(KeyNumber(position), KeyNumber(redaction_count), epoch);
}

std::optional<ProjectionCheckpoint> ProjectionCheckpoint::Decode(std::string_view bytes) {
  if (bytes.size() <= 2 * kKeyNumberBytes) return std::nullopt;
  return ProjectionCheckpoint{.epoch = std::string(bytes.substr(2 * kKeyNumberBytes)),
                              .redaction_count = NumberOfKey(bytes.substr(kKeyNumberBytes)),
                              .position = NumberOfKey(bytes)};
}

std::string CheckpointKey(std::string_view city) {
  return absl::StrCat(kCheckpointPrefix, std::string(city));
}

std::string CityPrefix(std::string_view city) {
  std::string prefix = absl::StrCat("d", std::string(city));
  prefix.push_back('\0');
  return prefix;
}

absl::StatusOr<ProjectionCheckpoint> ReadCheckpoint(ProjectionView& view, std::string_view city) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto bytes, view.Get(CheckpointKey(city)));
  if (!bytes.has_value()) return ProjectionCheckpoint();
  const auto checkpoint = ProjectionCheckpoint::Decode(*bytes);
  if (checkpoint.has_value()) return *checkpoint;
  return base::DataLoss("PROJECTION_DAMAGED",
                        absl::StrCat("the checkpoint of ", std::string(city), " is damaged"));
}

}  // namespace mokuhyo::projection
