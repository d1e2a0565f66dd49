#ifndef MOKUHYO_LIBS_PROJECTION_PROJECTION_GENERATIONS_H_
#define MOKUHYO_LIBS_PROJECTION_PROJECTION_GENERATIONS_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/projection/projection_store.h"

namespace mokuhyo::projection {

// Derived data that was built in one go.
struct ProjectionGeneration {
  // 1, 2, 3 … in the order in which they were begun.
  uint64_t number = 0;
  // Version of the rules by which the data are derived.
  uint32_t schema_version = 0;
  // When it was begun.
  absl::Time built_time;
  std::unique_ptr<ProjectionStore> store;
};

// Where the generations of one projection are kept. At each instant at most one is current, and at
// most one unfinished: these are there when the process starts the next time. Not thread-safe.
class ProjectionGenerations {
 public:
  virtual ~ProjectionGenerations() = default;

  // The current generation. NOT_FOUND if there is none; any other error says why it is of no use.
  // At most once.
  virtual absl::StatusOr<ProjectionGeneration> OpenCurrent() = 0;

  // The highest number that was ever given out, as far as is known; 0: none.
  virtual uint64_t NewestNumber() const = 0;

  // The generation that was begun last, if it was neither made current nor removed: what a rebuild
  // has left that was interrupted, with what was written to it (after a power cut perhaps without
  // the last of it). NOT_FOUND if there is none; any other error says why it is of no use, and it
  // is removed. It must not be open.
  virtual absl::StatusOr<ProjectionGeneration> OpenUnfinished() = 0;

  // Removes that generation, if there is one. It must not be open.
  virtual void RemoveUnfinished() = 0;

  // Begins one without any data. `number` is above NewestNumber(). It is unfinished until it is
  // made current or another is begun.
  virtual absl::StatusOr<ProjectionGeneration> Begin(uint64_t number, uint32_t schema_version,
                                                     absl::Time built_time) = 0;

  // From now on, also after a crash, this generation is the current one, with everything written to
  // it so far. After an error the one before is, or none.
  virtual absl::Status MakeCurrent(const ProjectionGeneration& generation) = 0;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PROJECTION_GENERATIONS_H_
