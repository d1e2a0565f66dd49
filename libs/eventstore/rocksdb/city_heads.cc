#include "libs/eventstore/rocksdb/city_heads.h"

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

absl::Status CityHeads::Replace(const CityHeads& found) {
  const std::scoped_lock lock(mutex_, found.mutex_);
  for (const auto& [city, head] : heads_) {
    if (found.damaged_.contains(city)) continue;
    const auto now = found.heads_.find(city);
    const uint64_t position = now == found.heads_.end() ? 0 : now->second.position;
    const auto before = damaged_.find(city);
    const uint64_t known = before == damaged_.end() ? head.position : before->second.last.position;
    if (position < known) {
      return base::DataLoss("LOG_DAMAGED",
                            absl::StrCat("the log of city ", city, " ends with event ", position,
                                         ", but ", known, " had been committed"));
    }
  }
  heads_ = found.heads_;
  damaged_ = found.damaged_;
  return absl::OkStatus();
}

}  // namespace mokuhyo::eventstore
