#ifndef MOKUHYO_LIBS_PROJECTION_MEMORY_PROJECTION_STORE_H_
#define MOKUHYO_LIBS_PROJECTION_MEMORY_PROJECTION_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

#include "libs/projection/projection_store.h"

namespace mokuhyo::projection {

// A generation in memory. Whoever holds a view keeps writers waiting.
class MemoryProjectionStore final : public ProjectionStore {
 public:
  absl::Status Write(const ProjectionBatch& batch) override;
  std::unique_ptr<ProjectionView> View() override;
  absl::Status Purge(std::string_view) override { return absl::OkStatus(); }
  absl::Status Sync() override { return absl::OkStatus(); }
  uint64_t SizeBytes() override { return 0; }
  void RemoveOnClose() override {}

 private:
  using Values = std::map<std::string, std::string, std::less<>>;
  class LockedView;

  std::shared_mutex mutex_;
  Values values_;  // Guarded by mutex_.
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_MEMORY_PROJECTION_STORE_H_
