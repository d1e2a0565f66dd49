#include "libs/eventstore/epoch.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {
namespace {

absl::Status CheckAncestor(const store::v1::GetHeadResponse& head, std::string_view epoch,
                           uint64_t position, std::string_view field) {
  for (const auto& ancestor : head.ancestors()) {
    if (ancestor.epoch() != epoch) continue;
    if (position <= ancestor.position()) return absl::OkStatus();
    return base::OutOfRange(
        field, "LOST_EPOCH",
        absl::StrCat("position ", position,
                     " was lost when this store was restored from a backup, which kept the events "
                     "up to ",
                     ancestor.position(), "; forget what was read behind that and read it again"));
  }
  return base::OutOfRange(field, "LOST_EPOCH",
                          "is of a history that this store does not go on from (another store, or "
                          "a backup of one, is in its place); read again from the start");
}

}  // namespace

std::string NewEpoch() {
  std::random_device random;  // The kernel's generator, on the platforms we build for.
  std::string id;
  for (int i = 0; i < 4; ++i) absl::StrAppend(&id, absl::Hex(random(), absl::kZeroPad8));
  return id;
}

absl::Status CheckHistory(const store::v1::GetHeadResponse& head, std::string_view epoch,
                          uint64_t position, std::string_view field) {
  if (epoch != head.epoch()) {
    const absl::Status status = CheckAncestor(head, epoch, position, field);
    if (!status.ok()) return status;
  }
  if (position <= head.position()) return absl::OkStatus();
  return base::OutOfRange(
      field, "BEYOND_HEAD",
      absl::StrCat("position ", position, " is beyond the last one, ", head.position()));
}

}  // namespace mokuhyo::eventstore
