#include "libs/eventstore/rocksdb/open_database.h"

#include <cctype>
#include <cstdarg>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/rocksdb/wal_scan.h"
#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {
namespace {

// Where RocksDB says what it does; see info_log below.
class SilentLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

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
  // RocksDB's own log of its doings would be one more file to fill the disk, and failing to write
  // it when the disk is full ends the process (an assertion of 7.8). What concerns an operator is
  // in the statuses.
  options.info_log = std::make_shared<SilentLogger>();
  options.stats_dump_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(block_cache_bytes);
  // Most look-ups of receipts and new streams find nothing; filters answer them from memory.
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

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
absl::StatusOr<std::string> Establish(rocksdb::DB& db) {
  const std::unique_ptr<rocksdb::Iterator> any(db.NewIterator(rocksdb::ReadOptions()));
  any->SeekToFirst();
  if (any->Valid()) return absl::DataLossError("the record of the format is missing from the log");
  if (!any->status().ok()) return FromRocksDb(any->status(), "reading a new log");
  std::string epoch = NewEpoch();
  rocksdb::WriteBatch batch;
  batch.Put(ToSlice(keys::kFormatKey), keys::EncodeNumber(kFormatVersion));
  batch.Put(ToSlice(keys::kEpochKey), epoch);
  rocksdb::WriteOptions options;
  options.sync = true;
  if (auto status = db.Write(options, &batch); !status.ok()) {
    return FromRocksDb(status, "beginning a new log");
  }
  return epoch;
}

absl::StatusOr<std::string> ReadEpoch(rocksdb::DB& db) {
  const auto format = ReadRecord(db, keys::kFormatKey);
  if (!format.ok()) return format.status();
  if (!format->has_value()) return Establish(db);
  const auto version = keys::DecodeNumber(**format);
  if (!version.has_value()) return absl::DataLossError("the record of the format is damaged");
  if (*version != kFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("the log is in format ", *version, "; this program reads ", kFormatVersion));
  }
  auto epoch = ReadRecord(db, keys::kEpochKey);
  if (!epoch.ok()) return epoch.status();
  if (!epoch->has_value()) return absl::DataLossError("the record of the epoch is missing");
  return **std::move(epoch);
}

}  // namespace

absl::StatusOr<OpenedDatabase> OpenDatabase(rocksdb::Env& env, const std::string& directory,
                                            size_t block_cache_bytes) {
  if (auto status = CheckNotBeheaded(env, directory); !status.ok()) return status;
  const auto tear = ScanWriteAheadLogs(env, directory);
  if (!tear.ok()) return tear.status();
  rocksdb::DB* db = nullptr;
  const auto opened = rocksdb::DB::Open(DatabaseOptions(env, block_cache_bytes), directory, &db);
  if (!opened.ok()) {
    std::string action = absl::StrCat("opening ", directory);
    if (tear->has_value()) {
      absl::StrAppend(&action, " (", (*tear)->file, " is torn at byte ", (*tear)->offset, ")");
    }
    return FromRocksDb(opened, action);
  }
  OpenedDatabase database;
  database.db.reset(db);
  auto epoch = ReadEpoch(*db);
  if (!epoch.ok()) return epoch.status();
  database.epoch = *std::move(epoch);
  return database;
}

}  // namespace mokuhyo::eventstore
