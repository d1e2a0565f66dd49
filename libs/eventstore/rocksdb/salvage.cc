#include "libs/eventstore/rocksdb/salvage.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/rocksdb/city_survey.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

rocksdb::Status RemoveAllIn(rocksdb::Env& env, const std::string& directory) {
  std::vector<std::string> names;
  auto status = env.GetChildren(directory, &names);
  for (const auto& name : names) {
    if (!status.ok()) return status;
    const std::string path = absl::StrCat(directory, "/", name);
    bool is_directory = false;
    status = env.IsDirectory(path, &is_directory);
    if (!status.ok()) return status;
    if (is_directory) {
      status = RemoveAllIn(env, path);
      if (status.ok()) status = env.DeleteDir(path);
    } else {
      status = env.DeleteFile(path);
    }
  }
  return status;
}

rocksdb::Status CopyFile(rocksdb::Env& env, const std::string& from, const std::string& to) {
  std::string bytes;
  auto status = rocksdb::ReadFileToString(&env, from, &bytes);
  if (status.ok()) status = rocksdb::WriteStringToFile(&env, bytes, to);
  return status;
}

// Tables and write-ahead logs hold all records; how they belong together RocksDB finds out anew.
rocksdb::Status Gather(rocksdb::Env& env, const std::string& directory,
                       const std::string& salvage_directory) {
  auto status = env.CreateDirIfMissing(salvage_directory);
  if (status.ok()) status = RemoveAllIn(env, salvage_directory);
  std::vector<std::string> names;
  if (status.ok()) status = env.GetChildren(directory, &names);
  for (const auto& name : names) {
    if (!status.ok()) return status;
    const std::string from = absl::StrCat(directory, "/", name);
    const std::string to = absl::StrCat(salvage_directory, "/", name);
    if (absl::EndsWith(name, ".sst")) status = env.LinkFile(from, to);
    if (absl::EndsWith(name, ".log")) status = CopyFile(env, from, to);
  }
  return status;
}

absl::Status SurveyCities(rocksdb::DB& db, const absl::Status& cause,
                          std::map<std::string, SalvagedCity>& cities) {
  std::string behind;
  while (true) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto next, FindCityBehind(db, behind));
    if (!next.has_value()) return absl::OkStatus();
    behind = next->city;
    cities[behind] = SurveyCity(db, behind, cause);
  }
}

absl::Status CheckFormat(rocksdb::DB& db) {
  std::string value;
  const auto status = db.Get(rocksdb::ReadOptions(), ToSlice(keys::kFormatKey), &value);
  const auto version = status.ok() ? keys::DecodeNumber(value) : std::nullopt;
  if (version.value_or(kFormatVersion) <= kFormatVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the log is in format ", *version, "; this program reads formats 1 to ", kFormatVersion));
}

// Reads what there is in a database that opens.
absl::StatusOr<SalvagedLog> Survey(rocksdb::Env& env, const std::string& directory,
                                   size_t block_cache_bytes, const absl::Status& cause) {
  SalvagedLog log;
  MOKUHYO_ASSIGN_OR_RETURN(log.db, OpenDatabaseForReading(env, directory, block_cache_bytes));
  MOKUHYO_RETURN_IF_ERROR(CheckFormat(*log.db));
  auto history = ReadHistory(*log.db);
  if (history.ok()) {
    log.history = *std::move(history);
  } else if (absl::IsDataLoss(history.status())) {
    log.history.epoch = NewEpoch();
  } else {
    return history.status();
  }
  MOKUHYO_RETURN_IF_ERROR(SurveyCities(*log.db, cause, log.cities));
  return log;
}

}  // namespace

absl::StatusOr<SalvagedLog> SalvageLog(rocksdb::Env& env, const std::string& directory,
                                       const std::string& salvage_directory,
                                       size_t block_cache_bytes, const absl::Status& cause) {
  auto in_place = Survey(env, directory, block_cache_bytes, cause);
  if (in_place.ok() || absl::IsFailedPrecondition(in_place.status())) return in_place;
  MOKUHYO_RETURN_IF_ERROR(FromRocksDb(Gather(env, directory, salvage_directory),
                                      absl::StrCat("gathering files in ", salvage_directory)));
  MOKUHYO_RETURN_IF_ERROR(
      FromRocksDb(rocksdb::RepairDB(salvage_directory, DatabaseOptions(env, block_cache_bytes)),
                  absl::StrCat("repairing ", salvage_directory)));
  return Survey(env, salvage_directory, block_cache_bytes, cause);
}

absl::Status RemoveSalvage(rocksdb::Env& env, const std::string& salvage_directory) {
  auto status = env.FileExists(salvage_directory);
  if (status.IsNotFound()) return absl::OkStatus();
  if (status.ok()) status = RemoveAllIn(env, salvage_directory);
  if (status.ok()) status = env.DeleteDir(salvage_directory);
  return FromRocksDb(status, absl::StrCat("removing ", salvage_directory));
}

}  // namespace mokuhyo::eventstore
