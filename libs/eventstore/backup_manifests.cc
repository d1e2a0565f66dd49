#include "libs/eventstore/backup_manifests.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "libs/base/errors.h"
#include "libs/base/sha256.h"
#include "libs/base/status_macros.h"
#include "libs/proof/durable_file.h"

namespace mokuhyo::eventstore {
namespace {

using admin::v1::Backup;
using admin::v1::BackupManifest;

// Some hundred bytes a file; no store of ours has that many.
constexpr size_t kMaxManifestBytes = size_t{256} << 20;
constexpr std::string_view kExtension = ".json";
constexpr size_t kMaxNoteBytes = 16;

std::string ManifestDirectory(const std::string& directory) {
  return absl::StrCat(directory, "/manifests");
}

std::string ManifestPath(const std::string& directory, uint32_t id) {
  return absl::StrCat(ManifestDirectory(directory), "/", id, ".json");
}

std::string BegunPath(const std::string& directory) { return absl::StrCat(directory, "/begun"); }

absl::Status Damaged(const std::string& path, const std::string& what) {
  return base::DataLoss("BACKUP_DAMAGED", absl::StrCat(path, " ", what));
}

absl::Status Failed(const absl::Status& status) {
  return base::Unavailable("BACKUP_DIRECTORY", std::string(status.message()));
}

}  // namespace

absl::StatusOr<BackupManifest> ReadBackupManifest(const std::string& directory, uint32_t id) {
  const std::string path = ManifestPath(directory, id);
  const auto bytes = proof::ReadWhole(path, kMaxManifestBytes);
  if (absl::IsNotFound(bytes.status())) {
    return base::NotFound(path, absl::StrCat("there is no backup ", id, " in ", directory));
  }
  if (absl::IsDataLoss(bytes.status())) {
    return Damaged(path, "is too large for a manifest of a backup");
  }
  if (!bytes.ok()) return Failed(bytes.status());
  BackupManifest manifest;
  if (!google::protobuf::util::JsonStringToMessage(*bytes, &manifest).ok()) {
    return Damaged(path, "is no manifest of a backup");
  }
  if (manifest.backup().id() != id) {
    return Damaged(path, absl::StrCat("is the manifest of backup ", manifest.backup().id()));
  }
  manifest.mutable_backup()->set_manifest_digest(base::HexEncode(base::Sha256(*bytes)));
  return manifest;
}

absl::StatusOr<std::vector<uint32_t>> ListBackupIds(const std::string& directory) {
  std::vector<uint32_t> ids;
  std::error_code error;
  auto file = std::filesystem::directory_iterator(ManifestDirectory(directory), error);
  if (error == std::errc::no_such_file_or_directory) return ids;
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    uint32_t id = 0;
    // Other names are what writing one was cut off at.
    if (file->path().extension() == kExtension &&
        absl::SimpleAtoi(file->path().stem().string(), &id)) {
      ids.push_back(id);
    }
  }
  if (error) {
    return base::Unavailable("BACKUP_DIRECTORY",
                             absl::StrCat("cannot read ", directory, ": ", error.message()));
  }
  std::sort(ids.begin(), ids.end(), std::greater<>());
  return ids;
}

absl::StatusOr<std::vector<Backup>> ListBackups(const std::string& directory) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto ids, ListBackupIds(directory));
  std::vector<Backup> backups;
  for (const uint32_t id : ids) {
    MOKUHYO_ASSIGN_OR_RETURN(auto manifest, ReadBackupManifest(directory, id));
    backups.push_back(std::move(*manifest.mutable_backup()));
  }
  return backups;
}

absl::StatusOr<Backup> WriteBackupManifest(const std::string& directory,
                                           const BackupManifest& manifest) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string bytes;
  if (!google::protobuf::util::MessageToJsonString(manifest, &bytes, options).ok()) {
    return base::Internal("STORE_DEFECT", "the manifest of a backup cannot be written as JSON");
  }
  const auto status = proof::WriteDurably(ManifestPath(directory, manifest.backup().id()), bytes);
  if (!status.ok()) return Failed(status);
  Backup backup = manifest.backup();
  backup.set_manifest_digest(base::HexEncode(base::Sha256(bytes)));
  return backup;
}

absl::Status BeginBackup(const std::string& directory, uint32_t newest) {
  const auto status = proof::WriteDurably(BegunPath(directory), absl::StrCat(newest));
  return status.ok() ? status : Failed(status);
}

absl::StatusOr<std::optional<uint32_t>> FindBegunBackup(const std::string& directory) {
  const std::string path = BegunPath(directory);
  const auto bytes = proof::ReadWhole(path, kMaxNoteBytes);
  if (absl::IsNotFound(bytes.status())) return std::nullopt;
  uint32_t newest = 0;
  if (absl::IsDataLoss(bytes.status()) || (bytes.ok() && !absl::SimpleAtoi(*bytes, &newest))) {
    return Damaged(path, "does not hold the number of a backup");
  }
  if (!bytes.ok()) return Failed(bytes.status());
  return newest;
}

absl::Status EndBackup(const std::string& directory) {
  const auto status = proof::RemoveDurably(BegunPath(directory));
  return status.ok() ? status : Failed(status);
}

}  // namespace mokuhyo::eventstore
