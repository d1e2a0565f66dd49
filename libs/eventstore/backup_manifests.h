#ifndef MOKUHYO_LIBS_EVENTSTORE_BACKUP_MANIFESTS_H_
#define MOKUHYO_LIBS_EVENTSTORE_BACKUP_MANIFESTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mokuhyo/admin/v1/backup_manifest.pb.h"

// The manifests of a backup directory: `{directory}/manifests/{id}.json`. A backup is there if its
// manifest is. Every function waits for the disk; they are thread-safe, and safe against a process
// that writes. Errors of every function:
//   UNAVAILABLE  BACKUP_DIRECTORY: the disk fails; the message names the file.
//   DATA_LOSS    BACKUP_DAMAGED: a manifest is none, or not that of its place; names the file.
namespace mokuhyo::eventstore {

// Reads a manifest and says its digest in `backup.manifest_digest`. Returns NOT_FOUND if there is
// no such backup.
absl::StatusOr<admin::v1::BackupManifest> ReadBackupManifest(const std::string& directory,
                                                             uint32_t id);

// The numbers of the backups, the newest first. Empty if the directory has none or does not exist.
absl::StatusOr<std::vector<uint32_t>> ListBackupIds(const std::string& directory);

// The backups, the newest first.
absl::StatusOr<std::vector<admin::v1::Backup>> ListBackups(const std::string& directory);

// Writes the manifest of `manifest.backup().id()`, so that it survives a power cut and nobody ever
// sees half of it. Returns the backup with its `manifest_digest`.
absl::StatusOr<admin::v1::Backup> WriteBackupManifest(const std::string& directory,
                                                      const admin::v1::BackupManifest& manifest);

// Notes that a backup is being made whose number will be above `newest`, in `{directory}/begun`, so
// that what is left of it, should it be cut off, can be told from one that has lost its manifest.
absl::Status BeginBackup(const std::string& directory, uint32_t newest);

// What BeginBackup noted; absent if no backup was cut off.
absl::StatusOr<std::optional<uint32_t>> FindBegunBackup(const std::string& directory);

// The backup is made; the note goes.
absl::Status EndBackup(const std::string& directory);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_BACKUP_MANIFESTS_H_
