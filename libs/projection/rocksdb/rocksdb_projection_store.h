#ifndef MOKUHYO_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_STORE_H_
#define MOKUHYO_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_STORE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "libs/projection/projection_store.h"
#include "rocksdb/db.h"

namespace mokuhyo::projection {

// A generation in a directory of its own. Writes go to the operating system and are not synced: a
// process that is killed loses nothing, a power cut some of the last ones.
class RocksDbProjectionStore final : public ProjectionStore {
 public:
  // What to do with the directory.
  enum class Mode { kBegin, kOpen };

  // Begins an empty one in `directory`, which must not exist, or opens what is there. Takes a few
  // MiB of memory however much it holds. Errors as those of all methods: UNAVAILABLE or DATA_LOSS
  // with reason PROJECTION_FAILED, saying what of the directory failed.
  static absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> Open(const std::string& directory,
                                                                      Mode mode);
  ~RocksDbProjectionStore() override;

  // Reads everything there is and compares it with its checksums. Takes long.
  absl::Status Verify();

  absl::Status Write(const ProjectionBatch& batch) override;
  std::unique_ptr<ProjectionView> View() override;
  absl::Status Purge(std::string_view prefix) override;
  absl::Status Sync() override;
  uint64_t SizeBytes() override;
  void RemoveOnClose() override { remove_on_close_ = true; }

 private:
  class SnapshotView;

  RocksDbProjectionStore(std::string directory, std::unique_ptr<rocksdb::DB> db)
      : directory_(std::move(directory)), db_(std::move(db)) {}

  const std::string directory_;
  std::unique_ptr<rocksdb::DB> db_;
  std::atomic<bool> remove_on_close_ = false;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_ROCKSDB_ROCKSDB_PROJECTION_STORE_H_
