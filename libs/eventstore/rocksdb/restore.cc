#include "libs/eventstore/rocksdb/restore.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/backup_manifests.h"
#include "libs/eventstore/rocksdb/backup_engine.h"
#include "libs/eventstore/rocksdb/directory_lock.h"
#include "libs/eventstore/rocksdb/file_digest.h"
#include "libs/eventstore/rocksdb/restored_log.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/rocksdb/silent_logger.h"

namespace mokuhyo::eventstore {
namespace {

using admin::v1::BackupManifest;
using admin::v1::RestoredStore;
using OnProgress = StoreOperations::OnProgress;

absl::Status Failed(const std::string& action, const std::string& path,
                    const std::error_code& error) {
  return base::Unavailable("DISK_FAILED",
                           absl::StrCat("cannot ", action, " ", path, ": ", error.message()));
}

// The same directory by a name to which something can be added.
std::string WithoutSlash(std::string directory) {
  while (directory.size() > 1 && directory.back() == '/') directory.pop_back();
  return directory;
}

absl::StatusOr<BackupManifest> FindManifest(const std::string& directory, uint32_t id) {
  if (id != 0) return ReadBackupManifest(directory, id);
  MOKUHYO_ASSIGN_OR_RETURN(const auto ids, ListBackupIds(directory));
  if (ids.empty()) {
    return base::NotFound(directory, absl::StrCat("there is no backup in ", directory));
  }
  return ReadBackupManifest(directory, ids.front());
}

absl::Status CheckWanted(const RestoreOptions& options, const admin::v1::Backup& backup) {
  if (options.as_of.has_value() && !options.positions.empty()) {
    return base::InvalidArgument("to_time", "INVALID_FIELDS",
                                 "restore to a time or to positions, not both");
  }
  for (const auto& [name, position] : options.positions) {
    const auto city = std::find_if(backup.cities().begin(), backup.cities().end(),
                                   [&](const auto& known) { return known.city() == name; });
    if (city == backup.cities().end()) {
      return base::NotFound(absl::StrCat("cities/", name),
                            absl::StrCat("there is no city \"", name, "\" in the backup"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckEmpty(const std::string& directory) {
  std::error_code error;
  const auto begin = std::filesystem::directory_iterator(directory, error);
  if (error == std::errc::no_such_file_or_directory) return absl::OkStatus();
  if (error) return Failed("read", directory, error);
  if (begin == std::filesystem::directory_iterator()) return absl::OkStatus();
  return base::AlreadyExists(
      directory, "NOT_EMPTY",
      absl::StrCat(directory, " is not empty; restore into a directory that is, or move it away"));
}

// Where a store is made, until it is put in place; whatever is left of it then is removed.
class Workshop {
 public:
  static absl::StatusOr<std::unique_ptr<Workshop>> Open(const std::string& directory) {
    MOKUHYO_ASSIGN_OR_RETURN(auto lock, DirectoryLock::Acquire(directory));
    auto workshop = std::make_unique<Workshop>(directory, std::move(lock));
    // Of one that was cut off.
    std::error_code error;
    std::filesystem::remove_all(workshop->Store(), error);
    if (error) return Failed("remove", workshop->Store(), error);
    std::filesystem::create_directory(workshop->Store(), error);
    if (error) return Failed("make", workshop->Store(), error);
    return workshop;
  }

  Workshop(std::string directory, std::unique_ptr<DirectoryLock> lock)
      : directory_(std::move(directory)), lock_(std::move(lock)) {}

  ~Workshop() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  std::string Store() const { return directory_ + "/store"; }

  // Puts the store in place of `target`, which is an empty directory or nothing.
  absl::Status PutInPlace(const std::string& target) {
    MOKUHYO_RETURN_IF_ERROR(SyncDirectory(Store() + "/log"));
    MOKUHYO_RETURN_IF_ERROR(SyncDirectory(Store()));
    if (std::rename(Store().c_str(), target.c_str()) != 0) {
      return Failed("make", target, std::error_code(errno, std::generic_category()));
    }
    const auto parent = std::filesystem::absolute(target).parent_path();
    return SyncDirectory(parent.string());
  }

 private:
  const std::string directory_;
  const std::unique_ptr<DirectoryLock> lock_;
};

class Restorer {
 public:
  Restorer(const RestoreOptions& options, const OnProgress& on_progress)
      : options_(options),
        target_(WithoutSlash(options.directory)),
        env_(options.env != nullptr ? *options.env : *rocksdb::Env::Default()),
        on_progress_(on_progress) {}

  absl::StatusOr<RestoredStore> Run(const base::Clock& clock) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto manifest,
                             FindManifest(options_.backup_directory, options_.backup));
    MOKUHYO_RETURN_IF_ERROR(CheckWanted(options_, manifest.backup()));
    MOKUHYO_RETURN_IF_ERROR(CheckEmpty(target_));
    MOKUHYO_RETURN_IF_ERROR(CheckFiles(manifest));
    MOKUHYO_ASSIGN_OR_RETURN(const auto workshop, Workshop::Open(target_ + ".restoring"));
    MOKUHYO_RETURN_IF_ERROR(Copy(manifest.backup(), workshop->Store() + "/log"));
    RestoredLog log(options_, workshop->Store(), manifest.backup());
    MOKUHYO_RETURN_IF_ERROR(log.CutAndFork());
    MOKUHYO_RETURN_IF_ERROR(log.RepeatRedactions(clock));
    MOKUHYO_RETURN_IF_ERROR(log.Verify(on_progress_));
    MOKUHYO_RETURN_IF_ERROR(workshop->PutInPlace(target_));
    return log.Describe();
  }

 private:
  absl::Status CheckFiles(const BackupManifest& manifest) {
    uint64_t done = 0;
    for (const auto& file : manifest.files()) {
      const std::string path = absl::StrCat(options_.backup_directory, "/", file.path());
      const auto digest = DigestFile(env_, path, [&](uint64_t bytes) {
        return Report("checking", done += bytes, manifest.backup().size_bytes());
      });
      if (absl::IsNotFound(digest.status())) {
        return base::DataLoss("BACKUP_DAMAGED", std::string(digest.status().message()));
      }
      if (!digest.ok()) return digest.status();
      if (digest->size != file.size_bytes() || digest->sha256 != file.sha256()) {
        return base::DataLoss("BACKUP_DAMAGED",
                              absl::StrCat(path,
                                           " is not as it was backed up; restore an earlier "
                                           "backup, or repair the file from a copy"));
      }
    }
    return absl::OkStatus();
  }

  absl::Status Copy(const admin::v1::Backup& backup, const std::string& directory) {
    if (!Report("copying", 0, backup.size_bytes())) {
      return absl::CancelledError("the restoring was stopped");
    }
    const std::string action = absl::StrCat("restoring backup ", backup.id());
    SilentLogger logger;
    rocksdb::BackupEngineReadOnly* engine = nullptr;
    const auto opened = rocksdb::BackupEngineReadOnly::Open(
        EngineOptions(options_.backup_directory, env_, logger), &env_, &engine);
    if (!opened.ok()) return FromRocksDb(opened, action);
    const std::unique_ptr<rocksdb::BackupEngineReadOnly> owned(engine);
    MOKUHYO_RETURN_IF_ERROR(
        FromRocksDb(engine->RestoreDBFromBackup(backup.id(), directory, directory), action));
    Report("copying", backup.size_bytes(), backup.size_bytes());
    return absl::OkStatus();
  }

  bool Report(const char* stage, uint64_t done, uint64_t total) {
    admin::v1::Progress progress;
    progress.set_stage(stage);
    progress.set_done(done);
    progress.set_total(total);
    progress.set_unit("bytes");
    return on_progress_(progress);
  }

  const RestoreOptions& options_;
  const std::string target_;
  rocksdb::Env& env_;
  const OnProgress& on_progress_;
};

}  // namespace

absl::StatusOr<RestoredStore> RestoreBackup(const RestoreOptions& options, const base::Clock& clock,
                                            const OnProgress& on_progress) {
  return Restorer(options, on_progress).Run(clock);
}

}  // namespace mokuhyo::eventstore
