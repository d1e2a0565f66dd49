#ifndef MOKUHYO_LIBS_PROJECTION_PROJECTION_STORE_H_
#define MOKUHYO_LIBS_PROJECTION_PROJECTION_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/projection/projection_batch.h"

namespace mokuhyo::projection {

// What a store held at one instant; what is written later does not show. Not thread-safe, and gone
// before its store is.
class ProjectionView {
 public:
  // Gets what of the key stands behind the prefix, and the value; both are valid during the call
  // only. An error ends the scan.
  using Visit = absl::FunctionRef<absl::Status(std::string_view rest, std::string_view value)>;

  virtual ~ProjectionView() = default;

  // The value of a key; absent if there is none.
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view key) = 0;

  // Visits the keys that begin with `prefix`, in byte order. Returns the error of `visit`, if any.
  virtual absl::Status Scan(std::string_view prefix, Visit visit) = 0;
};

// One generation of derived data: values by key, in byte order. Nothing in it is anywhere the only
// copy, so writes need not be on the disk when they return; but a crash leaves a prefix of them,
// whole batches only.
//
// Thread-safe. Every error means that the generation is of no use any more: its disk fails or is
// full, or it is damaged.
class ProjectionStore {
 public:
  virtual ~ProjectionStore() = default;

  // Makes all changes of the batch, in their order, or none.
  virtual absl::Status Write(const ProjectionBatch& batch) = 0;

  virtual std::unique_ptr<ProjectionView> View() = 0;

  // Sees to it that nothing of what was deleted under `prefix` is left on the disk. Takes long.
  virtual absl::Status Purge(std::string_view prefix) = 0;

  // Brings everything written so far to the disk.
  virtual absl::Status Sync() = 0;

  // What it takes on the disk; 0 in memory.
  virtual uint64_t SizeBytes() = 0;

  // Destroying the store is to remove it from the disk as well.
  virtual void RemoveOnClose() = 0;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PROJECTION_STORE_H_
