#include "libs/eventstore/rocksdb/open_database.h"

#include <cctype>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/rocksdb/directory_lock.h"
#include "libs/eventstore/rocksdb/history.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/rocksdb/silent_logger.h"
#include "libs/eventstore/rocksdb/upgrade.h"
#include "libs/eventstore/rocksdb/wal_scan.h"
#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/options.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {

namespace {

// What the keys of records have in common that come one behind the other: all but the number at the
// end. Events of a city, entries of a stream and nodes of a level do; receipts do not.
class RunOfKeys final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "mokuhyo.RunOfKeys"; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - keys::kNumberBytes};
  }
  bool InDomain(const rocksdb::Slice& key) const override {
    return key.size() > keys::kNumberBytes && (key[0] == 'e' || key[0] == 's' || key[0] == 'h');
  }
};

}  // namespace

rocksdb::Options DatabaseOptions(rocksdb::Env& env, size_t block_cache_bytes) {
  rocksdb::Options options;
  options.env = &env;
  options.create_if_missing = true;
  // ScanWriteAheadLogs makes sure that what this mode drops was never acknowledged.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  // Bounds what is replayed after a crash, and with it the time to open.
  options.write_buffer_size = 32 << 20;
  // Most look-ups of receipts and new streams find nothing; filters answer them from memory.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.1;
  // The next record of a run stands right behind the last one: no need to search for its place.
  options.memtable_insert_with_hint_prefix_extractor = std::make_shared<RunOfKeys>();
  options.info_log = std::make_shared<SilentLogger>();
  options.stats_dump_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(block_cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  // In parts: those of a whole file of millions of keys would push all else out of the cache, and
  // be read anew for the next look-up.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

namespace {

// Tells of errors in the background, and keeps RocksDB from getting over them by itself: what it
// would go on from after a failed sync is in doubt, until it was opened anew.
class ErrorListener final : public rocksdb::EventListener {
 public:
  explicit ErrorListener(std::function<void(const rocksdb::Status&)> on_error)
      : on_error_(std::move(on_error)) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* status) override {
    if (on_error_) on_error_(*status);
  }
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason /*reason*/, rocksdb::Status /*error*/,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }

 private:
  const std::function<void(const rocksdb::Status&)> on_error_;
};

bool IsDataFile(const std::string& name) {
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) != 0 &&
         (absl::EndsWith(name, ".sst") || absl::EndsWith(name, ".log"));
}

// Without its file CURRENT, RocksDB would begin an empty database on top of the old one.
absl::Status CheckNotBeheaded(rocksdb::Env& env, const std::string& directory) {
  std::vector<std::string> names;
  const auto listed = env.GetChildren(directory, &names);
  if (listed.IsNotFound()) return absl::OkStatus();
  if (!listed.ok()) return FromRocksDb(listed, absl::StrCat("listing ", directory));
  bool has_data = false;
  for (const auto& name : names) {
    if (name == "CURRENT") return absl::OkStatus();
    has_data = has_data || IsDataFile(name);
  }
  if (!has_data) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(directory, "/CURRENT is missing beside files of a log"));
}

absl::StatusOr<std::optional<std::string>> ReadRecord(rocksdb::DB& db, std::string_view key) {
  std::string value;
  const auto status = db.Get(rocksdb::ReadOptions(), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksDb(status, "reading what the store says of itself");
  return value;
}

// The records that a new store begins with. The caller found the database without a format.
absl::Status Establish(rocksdb::DB& db) {
  const std::unique_ptr<rocksdb::Iterator> any(db.NewIterator(rocksdb::ReadOptions()));
  any->SeekToFirst();
  if (any->Valid()) return absl::DataLossError("the record of the format is missing from the log");
  if (!any->status().ok()) return FromRocksDb(any->status(), "reading a new log");
  rocksdb::WriteBatch batch;
  batch.Put(ToSlice(keys::kFormatKey), keys::EncodeNumber(kFormatVersion));
  batch.Put(ToSlice(keys::kEpochKey), NewEpoch());
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocksDb(db.Write(options, &batch), "beginning a new log");
}

// Begins an empty database, and brings one of an earlier format to the present one.
absl::Status EnsureFormat(rocksdb::DB& db) {
  const auto format = ReadRecord(db, keys::kFormatKey);
  if (!format.ok()) return format.status();
  if (!format->has_value()) return Establish(db);
  const auto version = keys::DecodeNumber(**format);
  if (!version.has_value()) return absl::DataLossError("the record of the format is damaged");
  if (*version == 1) return UpgradeFromFormat1(db);
  if (*version != kFormatVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the log is in format ", *version, "; this program reads formats 1 to ", kFormatVersion));
  }
  return absl::OkStatus();
}

// A process that was killed may have written what it had no time to sync.
absl::Status SyncWriteAheadLogs(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".log") continue;
    MOKUHYO_RETURN_IF_ERROR(SyncFile(entry.path()));
  }
  if (!error) return absl::OkStatus();
  return base::Unavailable("DISK_FAILED",
                           absl::StrCat("listing ", directory, ": ", error.message()));
}

}  // namespace

absl::StatusOr<OpenedDatabase> OpenDatabase(rocksdb::Env& env, const std::string& directory,
                                            size_t block_cache_bytes,
                                            std::function<void(const rocksdb::Status&)> on_error) {
  if (auto status = CheckNotBeheaded(env, directory); !status.ok()) return status;
  const auto tear = ScanWriteAheadLogs(env, directory);
  if (!tear.ok()) return tear.status();
  auto options = DatabaseOptions(env, block_cache_bytes);
  options.listeners.push_back(std::make_shared<ErrorListener>(std::move(on_error)));
  options.max_bgerror_resume_count = 0;
  rocksdb::DB* db = nullptr;
  const auto opened = rocksdb::DB::Open(options, directory, &db);
  if (!opened.ok()) {
    std::string action = absl::StrCat("opening ", directory);
    if (tear->has_value()) {
      absl::StrAppend(&action, " (", (*tear)->file, " is torn at byte ", (*tear)->offset, ")");
    }
    // Something that other files name is not there.
    if (opened.IsPathNotFound()) {
      return base::DataLoss("LOG_DAMAGED", absl::StrCat(action, ": ", opened.ToString()));
    }
    return FromRocksDb(opened, action);
  }
  OpenedDatabase database;
  database.db.reset(db);
  if (auto status = EnsureFormat(*db); !status.ok()) return status;
  auto history = ReadHistory(*db);
  if (!history.ok()) return history.status();
  database.history = *std::move(history);
  return database;
}

absl::StatusOr<OpenedDatabase> OpenDatabaseAsItIs(rocksdb::Env& env, const std::string& directory,
                                                  size_t block_cache_bytes) {
  MOKUHYO_RETURN_IF_ERROR(CheckNotBeheaded(env, directory));
  MOKUHYO_RETURN_IF_ERROR(ScanWriteAheadLogs(env, directory).status());
  MOKUHYO_RETURN_IF_ERROR(SyncWriteAheadLogs(directory));
  OpenedDatabase database;
  MOKUHYO_ASSIGN_OR_RETURN(database.db, OpenDatabaseForReading(env, directory, block_cache_bytes));
  MOKUHYO_ASSIGN_OR_RETURN(const auto format, ReadRecord(*database.db, keys::kFormatKey));
  if (format != keys::EncodeNumber(kFormatVersion)) {
    return base::Unavailable("DISK_FAILED", "the log is to be upgraded first");
  }
  MOKUHYO_ASSIGN_OR_RETURN(database.history, ReadHistory(*database.db));
  return database;
}

absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenDatabaseForReading(rocksdb::Env& env,
                                                                    const std::string& directory,
                                                                    size_t block_cache_bytes) {
  rocksdb::DB* db = nullptr;
  const auto opened =
      rocksdb::DB::OpenForReadOnly(DatabaseOptions(env, block_cache_bytes), directory, &db);
  if (!opened.ok()) return FromRocksDb(opened, absl::StrCat("opening ", directory, " to read it"));
  return std::unique_ptr<rocksdb::DB>(db);
}

}  // namespace mokuhyo::eventstore
