#include "libs/projection/rocksdb/rocksdb_projection_store.h"

#include <filesystem>
#include <system_error>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/rocksdb/silent_logger.h"
#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/snapshot.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::projection {
namespace {

using eventstore::ToSlice;
using eventstore::ToView;

// Together with two memtables, what a generation takes of memory.
constexpr size_t kBlockCacheBytes = size_t{16} << 20;
constexpr size_t kMemtableBytes = size_t{8} << 20;

rocksdb::Options OptionsFor(RocksDbProjectionStore::Mode mode) {
  rocksdb::Options options;
  options.create_if_missing = mode == RocksDbProjectionStore::Mode::kBegin;
  options.error_if_exists = mode == RocksDbProjectionStore::Mode::kBegin;
  options.write_buffer_size = kMemtableBytes;
  options.max_open_files = 256;
  options.info_log = std::make_shared<eventstore::SilentLogger>();
  options.stats_dump_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  table.cache_index_and_filter_blocks = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

absl::Status Convert(const rocksdb::Status& status, std::string_view action,
                     const std::string& directory) {
  if (status.ok()) return absl::OkStatus();
  const std::string message =
      absl::StrCat(std::string(action), " ", directory, ": ", status.ToString());
  return status.IsCorruption() ? base::DataLoss("PROJECTION_FAILED", message)
                               : base::Unavailable("PROJECTION_FAILED", message);
}

// The first key behind all that begin with `prefix`; empty: there is none.
std::string Behind(std::string_view prefix) {
  std::string key(prefix);
  while (!key.empty()) {
    const auto last = static_cast<unsigned char>(key.back());
    if (last != 0xff) {
      key.back() = static_cast<char>(last + 1);
      break;
    }
    key.pop_back();
  }
  return key;
}

}  // namespace

class RocksDbProjectionStore::SnapshotView final : public ProjectionView {
 public:
  SnapshotView(rocksdb::DB& db, const std::string& directory)
      : db_(db), directory_(directory), snapshot_(&db) {}

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override {
    std::string value;
    const rocksdb::Status found = db_.Get(Options(), ToSlice(key), &value);
    if (found.IsNotFound()) return std::nullopt;
    MOKUHYO_RETURN_IF_ERROR(Convert(found, "reading", directory_));
    return value;
  }

  absl::Status Scan(std::string_view prefix, Visit visit) override {
    rocksdb::ReadOptions options = Options();
    const std::string behind = Behind(prefix);
    const rocksdb::Slice upper_bound(behind);
    if (!behind.empty()) options.iterate_upper_bound = &upper_bound;
    const std::unique_ptr<rocksdb::Iterator> it(db_.NewIterator(options));
    for (it->Seek(ToSlice(prefix)); it->Valid(); it->Next()) {
      MOKUHYO_RETURN_IF_ERROR(visit(ToView(it->key()).substr(prefix.size()), ToView(it->value())));
    }
    return Convert(it->status(), "reading", directory_);
  }

 private:
  rocksdb::ReadOptions Options() {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_.snapshot();
    return options;
  }

  rocksdb::DB& db_;
  const std::string& directory_;
  rocksdb::ManagedSnapshot snapshot_;
};

absl::StatusOr<std::unique_ptr<RocksDbProjectionStore>> RocksDbProjectionStore::Open(
    const std::string& directory, Mode mode) {
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(OptionsFor(mode), directory, &db);
  MOKUHYO_RETURN_IF_ERROR(
      Convert(opened, mode == Mode::kBegin ? "beginning" : "opening", directory));
  return absl::WrapUnique(new RocksDbProjectionStore(directory, std::unique_ptr<rocksdb::DB>(db)));
}

RocksDbProjectionStore::~RocksDbProjectionStore() {
  db_.reset();
  if (!remove_on_close_) return;
  // What stays is removed when the next process starts.
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

absl::Status RocksDbProjectionStore::Verify() {
  return Convert(db_->VerifyChecksum(), "verifying", directory_);
}

absl::Status RocksDbProjectionStore::Write(const ProjectionBatch& batch) {
  rocksdb::WriteBatch changes;
  for (const ProjectionBatch::Change& change : batch.changes()) {
    if (change.kind == ProjectionBatch::Kind::kPut) {
      changes.Put(change.key, change.value);
    } else {
      changes.DeleteRange(change.key, Behind(change.key));
    }
  }
  return Convert(db_->Write(rocksdb::WriteOptions(), &changes), "writing", directory_);
}

std::unique_ptr<ProjectionView> RocksDbProjectionStore::View() {
  return std::make_unique<SnapshotView>(*db_, directory_);
}

absl::Status RocksDbProjectionStore::Purge(std::string_view prefix) {
  // The write-ahead log goes with the flush, old files with the compaction.
  MOKUHYO_RETURN_IF_ERROR(Sync());
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const std::string behind = Behind(prefix);
  const rocksdb::Slice first = ToSlice(prefix);
  const rocksdb::Slice last(behind);
  return Convert(db_->CompactRange(options, &first, &last), "compacting", directory_);
}

absl::Status RocksDbProjectionStore::Sync() {
  return Convert(db_->Flush(rocksdb::FlushOptions()), "syncing", directory_);
}

uint64_t RocksDbProjectionStore::SizeBytes() {
  uint64_t bytes = 0;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(directory_, error)) {
    const uint64_t size = file.file_size(error);
    // Files come and go meanwhile.
    if (!error) bytes += size;
  }
  return bytes;
}

}  // namespace mokuhyo::projection
