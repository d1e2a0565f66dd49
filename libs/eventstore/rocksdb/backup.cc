#include "libs/eventstore/rocksdb/backup.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/backup_manifests.h"
#include "libs/eventstore/lineage.h"
#include "libs/eventstore/rocksdb/backup_engine.h"
#include "libs/eventstore/rocksdb/directory_lock.h"
#include "libs/eventstore/rocksdb/file_digest.h"
#include "libs/eventstore/rocksdb/history.h"
#include "libs/eventstore/rocksdb/log_contents.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/rocksdb/silent_logger.h"
#include "mokuhyo/admin/v1/backup_manifest.pb.h"

namespace mokuhyo::eventstore {
namespace {

using admin::v1::Backup;
using admin::v1::BackupManifest;
using OnProgress = StoreOperations::OnProgress;

// See BackupMaker::Copy.
constexpr int kAttempts = 5;

absl::Status CheckSameStore(const std::string& directory, const std::vector<Backup>& backups,
                            const History& history) {
  for (const Backup& backup : backups) {
    if (backup.epoch() == history.epoch || DescendsFrom(history.lineage, backup.epoch())) continue;
    return base::AlreadyExists(
        directory, "OTHER_STORE",
        absl::StrCat(directory, " holds backup ", backup.id(), " of another store (history ",
                     backup.epoch(), ", this one is ", history.epoch,
                     "); back up into a directory of its own"));
  }
  return absl::OkStatus();
}

// What was known of files when they were backed up earlier. A shared table never changes, so it is
// not read again; and if it did change on the disk, the digest of then is what finds it.
std::map<std::string, admin::v1::BackupFile> KnownFiles(
    const std::vector<BackupManifest>& manifests) {
  std::map<std::string, admin::v1::BackupFile> files;
  for (const auto& manifest : manifests) {
    for (const auto& file : manifest.files()) files.try_emplace(file.path(), file);
  }
  return files;
}

class BackupMaker {
 public:
  BackupMaker(rocksdb::DB& db, const std::string& directory, const OnProgress& on_progress)
      : db_(db),
        env_(*db.GetEnv()),
        // A backup is opened by its path, which RocksDB wants to be absolute.
        directory_(std::filesystem::absolute(directory)),
        on_progress_(on_progress) {}

  absl::StatusOr<Backup> Run() {
    const auto lock = DirectoryLock::Acquire(directory_);
    if (!lock.ok()) {
      return base::Unavailable("BACKUP_DIRECTORY", std::string(lock.status().message()));
    }
    MOKUHYO_RETURN_IF_ERROR(ReadManifests());
    MOKUHYO_RETURN_IF_ERROR(Open());
    MOKUHYO_RETURN_IF_ERROR(RemoveCutOff());
    MOKUHYO_RETURN_IF_ERROR(BeginBackup(directory_, NewestId()));
    MOKUHYO_RETURN_IF_ERROR(Copy());
    MOKUHYO_ASSIGN_OR_RETURN(Backup backup, WriteManifest());
    MOKUHYO_RETURN_IF_ERROR(EndBackup(directory_));
    return backup;
  }

 private:
  absl::Status ReadManifests() {
    MOKUHYO_ASSIGN_OR_RETURN(const History history, ReadHistory(db_));
    MOKUHYO_ASSIGN_OR_RETURN(const auto ids, ListBackupIds(directory_));
    std::vector<Backup> backups;
    for (const uint32_t id : ids) {
      MOKUHYO_ASSIGN_OR_RETURN(BackupManifest manifest, ReadBackupManifest(directory_, id));
      backups.push_back(manifest.backup());
      manifests_.push_back(std::move(manifest));
    }
    return CheckSameStore(directory_, backups, history);
  }

  absl::Status Open() {
    rocksdb::BackupEngine* engine = nullptr;
    const auto opened =
        rocksdb::BackupEngine::Open(EngineOptions(directory_, env_, logger_), &env_, &engine);
    engine_.reset(engine);
    return FromRocksDb(opened, absl::StrCat("opening the backups in ", directory_));
  }

  // What has no manifest is only removed if it was being made: that of a finished backup may be
  // lost.
  absl::Status RemoveCutOff() {
    MOKUHYO_ASSIGN_OR_RETURN(const auto newest_before, FindBegunBackup(directory_));
    std::vector<rocksdb::BackupInfo> infos;
    engine_->GetBackupInfo(&infos);
    for (const auto& info : infos) {
      const uint32_t id = info.backup_id;
      const bool whole =
          std::any_of(manifests_.begin(), manifests_.end(),
                      [id](const auto& manifest) { return manifest.backup().id() == id; });
      if (whole) continue;
      if (!newest_before.has_value() || id <= *newest_before) return ManifestLost(id);
      MOKUHYO_RETURN_IF_ERROR(Remove(id));
    }
    return absl::OkStatus();
  }

  absl::Status ManifestLost(uint32_t id) const {
    return base::DataLoss(
        "BACKUP_DAMAGED",
        absl::StrCat("backup ", id, " in ", directory_, " has lost its manifest, manifests/", id,
                     ".json; put that back from a copy, or back up into another directory"));
  }

  uint32_t NewestId() const {
    std::vector<rocksdb::BackupInfo> infos;
    engine_->GetBackupInfo(&infos);
    return infos.empty() ? 0 : infos.back().backup_id;
  }

  absl::Status Remove(uint32_t id) {
    return FromRocksDb(engine_->DeleteBackup(id), absl::StrCat("removing the cut off backup ", id));
  }

  // Copies the tables and learns what is in them. A write-ahead log that the log begins between the
  // flush and the copying is named in the copied MANIFEST, but not there: such a backup cannot be
  // opened, and is made again.
  absl::Status Copy() {
    absl::Status read;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      MOKUHYO_RETURN_IF_ERROR(CopyOnce());
      read = ReadContents();
      if (!absl::IsDataLoss(read)) return read;
      MOKUHYO_RETURN_IF_ERROR(Remove(info_.backup_id));
    }
    return read;
  }

  absl::Status CopyOnce() {
    const uint64_t total = TableBytes();
    std::atomic<uint64_t> done = 0;
    std::atomic<bool> stopped = false;
    if (!Report("copying", 0, total)) return Cancelled();
    rocksdb::CreateBackupOptions options;
    options.flush_before_backup = true;
    options.progress_callback = [&] {
      done += kBytesBetweenProgress;
      if (Report("copying", std::min<uint64_t>(done, total), total)) return;
      stopped = true;
      engine_->StopBackup();
    };
    rocksdb::BackupID id = 0;
    const auto created = engine_->CreateNewBackup(options, &db_, &id);
    if (stopped) return Cancelled();
    if (!created.ok()) {
      return FromRocksDb(created, absl::StrCat("copying the log to ", directory_));
    }
    return FromRocksDb(engine_->GetBackupInfo(id, &info_, /*include_file_details=*/true),
                       absl::StrCat("reading backup ", id));
  }

  uint64_t TableBytes() {
    std::vector<rocksdb::LiveFileMetaData> files;
    db_.GetLiveFilesMetaData(&files);
    uint64_t bytes = 0;
    for (const auto& file : files) bytes += file.size;
    return bytes;
  }

  absl::Status ReadContents() {
    rocksdb::Options options;
    options.env = info_.env_for_open.get();
    options.info_log = std::make_shared<SilentLogger>();
    options.track_and_verify_wals_in_manifest = true;
    rocksdb::DB* db = nullptr;
    const auto opened = rocksdb::DB::OpenForReadOnly(options, info_.name_for_open, &db);
    if (!opened.ok()) return FromRocksDb(opened, "reading the backup");
    const std::unique_ptr<rocksdb::DB> owned(db);
    MOKUHYO_ASSIGN_OR_RETURN(history_, ReadHistory(*db));
    MOKUHYO_ASSIGN_OR_RETURN(cities_, ReadCities(*db));
    return absl::OkStatus();
  }

  absl::StatusOr<Backup> WriteManifest() {
    BackupManifest manifest;
    Backup& backup = *manifest.mutable_backup();
    backup.set_id(info_.backup_id);
    backup.set_time(base::FormatInstant(absl::FromUnixSeconds(info_.timestamp)));
    backup.set_epoch(history_.epoch);
    for (auto& city : cities_) *backup.add_cities() = std::move(city);
    MOKUHYO_RETURN_IF_ERROR(DescribeFiles(manifest));
    for (const auto& file : manifest.files()) {
      backup.set_size_bytes(backup.size_bytes() + file.size_bytes());
    }
    backup.set_file_count(static_cast<uint32_t>(manifest.files_size()));
    return WriteBackupManifest(directory_, manifest);
  }

  absl::Status DescribeFiles(BackupManifest& manifest) {
    std::vector<std::string> paths;
    // RocksDB's own list of the files is one more; what it says is needed to restore.
    paths.push_back(absl::StrCat("meta/", info_.backup_id));
    for (const auto& file : info_.file_details) paths.push_back(file.relative_filename);
    std::sort(paths.begin(), paths.end());
    auto known = KnownFiles(manifests_);
    uint64_t done = 0;
    for (const std::string& path : paths) {
      auto& file = *manifest.add_files();
      if (const auto found = known.find(path); found != known.end() && IsShared(path)) {
        file = found->second;
        done += file.size_bytes();
        continue;
      }
      const auto digest =
          DigestFile(env_, absl::StrCat(directory_, "/", path), [&](uint64_t bytes) {
            return Report("digests", done += bytes, std::max(done, info_.size));
          });
      if (!digest.ok()) return digest.status();
      file.set_path(path);
      file.set_size_bytes(digest->size);
      file.set_sha256(digest->sha256);
    }
    return absl::OkStatus();
  }

  static bool IsShared(const std::string& path) { return path.starts_with("shared"); }

  bool Report(const char* stage, uint64_t done, uint64_t total) {
    admin::v1::Progress progress;
    progress.set_stage(stage);
    progress.set_done(done);
    progress.set_total(total);
    progress.set_unit("bytes");
    return on_progress_(progress);
  }

  static absl::Status Cancelled() { return absl::CancelledError("the backup was stopped"); }

  rocksdb::DB& db_;
  rocksdb::Env& env_;
  const std::string directory_;
  const OnProgress& on_progress_;
  SilentLogger logger_;
  std::unique_ptr<rocksdb::BackupEngine> engine_;
  std::vector<BackupManifest> manifests_;
  rocksdb::BackupInfo info_;
  History history_;
  std::vector<admin::v1::BackupCity> cities_;
};

}  // namespace

absl::StatusOr<Backup> BackUp(rocksdb::DB& db, const std::string& directory,
                              const OnProgress& on_progress) {
  return BackupMaker(db, directory, on_progress).Run();
}

}  // namespace mokuhyo::eventstore
