#ifndef MOKUHYO_LIBS_PROJECTION_MEMORY_PROJECTION_GENERATIONS_H_
#define MOKUHYO_LIBS_PROJECTION_MEMORY_PROJECTION_GENERATIONS_H_

#include <memory>

#include "libs/base/errors.h"
#include "libs/projection/memory_projection_store.h"
#include "libs/projection/projection_generations.h"

namespace mokuhyo::projection {

// Generations in memory, none of which outlives the process.
class MemoryProjectionGenerations final : public ProjectionGenerations {
 public:
  absl::StatusOr<ProjectionGeneration> OpenCurrent() override {
    return base::NothingFound("NO_GENERATION", "nothing is kept of generations that were closed");
  }
  absl::StatusOr<ProjectionGeneration> OpenUnfinished() override { return OpenCurrent(); }
  void RemoveUnfinished() override {}
  uint64_t NewestNumber() const override { return newest_number_; }
  absl::StatusOr<ProjectionGeneration> Begin(uint64_t number, uint32_t schema_version,
                                             absl::Time built_time) override {
    newest_number_ = number;
    return ProjectionGeneration{number, schema_version, built_time,
                                std::make_unique<MemoryProjectionStore>()};
  }
  absl::Status MakeCurrent(const ProjectionGeneration&) override { return absl::OkStatus(); }

 private:
  uint64_t newest_number_ = 0;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_MEMORY_PROJECTION_GENERATIONS_H_
