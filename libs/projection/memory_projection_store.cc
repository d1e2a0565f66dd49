#include "libs/projection/memory_projection_store.h"

#include <mutex>

#include "libs/base/status_macros.h"

namespace mokuhyo::projection {

class MemoryProjectionStore::LockedView final : public ProjectionView {
 public:
  LockedView(std::shared_mutex& mutex, const Values& values) : lock_(mutex), values_(values) {}

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override {
    const auto found = values_.find(key);
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }

  absl::Status Scan(std::string_view prefix, Visit visit) override {
    for (auto it = values_.lower_bound(prefix);
         it != values_.end() && it->first.starts_with(prefix); ++it) {
      MOKUHYO_RETURN_IF_ERROR(visit(std::string_view(it->first).substr(prefix.size()), it->second));
    }
    return absl::OkStatus();
  }

 private:
  const std::shared_lock<std::shared_mutex> lock_;
  const Values& values_;
};

absl::Status MemoryProjectionStore::Write(const ProjectionBatch& batch) {
  const std::lock_guard lock(mutex_);
  for (const ProjectionBatch::Change& change : batch.changes()) {
    if (change.kind == ProjectionBatch::Kind::kPut) {
      values_.insert_or_assign(change.key, change.value);
      continue;
    }
    auto it = values_.lower_bound(change.key);
    while (it != values_.end() && it->first.starts_with(change.key)) it = values_.erase(it);
  }
  return absl::OkStatus();
}

std::unique_ptr<ProjectionView> MemoryProjectionStore::View() {
  return std::make_unique<LockedView>(mutex_, values_);
}

}  // namespace mokuhyo::projection
