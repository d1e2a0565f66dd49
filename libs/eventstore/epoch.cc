#include "libs/eventstore/epoch.h"

#include <random>

#include "absl/strings/str_cat.h"

namespace mokuhyo::eventstore {

std::string NewEpoch() {
  std::random_device random;  // The kernel's generator, on the platforms we build for.
  std::string id;
  for (int i = 0; i < 4; ++i) absl::StrAppend(&id, absl::Hex(random(), absl::kZeroPad8));
  return id;
}

}  // namespace mokuhyo::eventstore
