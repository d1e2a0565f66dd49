#ifndef MOKUHYO_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_GENERATIONS_H_
#define MOKUHYO_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_GENERATIONS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "libs/eventstore/rocksdb/directory_lock.h"
#include "libs/projection/projection_generations.h"

namespace mokuhyo::projection {

// The generations of one projection in a directory: each in a directory of its own that is called
// by its number, and beside them the file CURRENT, which holds the number of the current one and is
// only ever replaced whole. So a crash at any instant leaves a current generation that is whole, or
// none. One with a higher number was begun later and not finished; what else there is was to be
// removed.
class RocksDbProjectionGenerations final : public ProjectionGenerations {
 public:
  // Takes possession of `directory`, making it if need be, and removes all generations but the
  // current one and the unfinished one. Returns UNAVAILABLE if another process has it, or saying
  // what failed.
  static absl::StatusOr<std::unique_ptr<RocksDbProjectionGenerations>> Open(
      const std::string& directory);

  absl::StatusOr<ProjectionGeneration> OpenCurrent() override;
  absl::StatusOr<ProjectionGeneration> OpenUnfinished() override;
  void RemoveUnfinished() override;
  uint64_t NewestNumber() const override { return newest_number_; }
  absl::StatusOr<ProjectionGeneration> Begin(uint64_t number, uint32_t schema_version,
                                             absl::Time built_time) override;
  absl::Status MakeCurrent(const ProjectionGeneration& generation) override;

 private:
  RocksDbProjectionGenerations(std::string directory,
                               std::unique_ptr<eventstore::DirectoryLock> lock)
      : directory_(std::move(directory)), lock_(std::move(lock)) {}

  std::string PathOf(uint64_t number) const;
  std::string CurrentFile() const;
  // Looks through the directory.
  void FindUnfinished();

  const std::string directory_;
  const std::unique_ptr<eventstore::DirectoryLock> lock_;
  uint64_t newest_number_ = 0;
  uint64_t current_number_ = 0;     // 0: none.
  uint64_t unfinished_number_ = 0;  // 0: none.
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_GENERATIONS_H_
