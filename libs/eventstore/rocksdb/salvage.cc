#include "libs/eventstore/rocksdb/salvage.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/timestamps.h"

namespace mokuhyo::eventstore {
namespace {

using store::v1::RecordedEvent;

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

// Reads one city's part of a salvaged database.
class CitySurvey {
 public:
  CitySurvey(rocksdb::DB& db, std::string city) : db_(db), city_(std::move(city)) {}

  SalvagedCity Run() {
    SalvagedCity result;
    const std::unique_ptr<rocksdb::Iterator> events(db_.NewIterator(rocksdb::ReadOptions()));
    events->Seek(keys::EventKey(city_, 1));
    for (uint64_t due = 1; IsOfCity(*events) && PositionOf(*events) == due; ++due) {
      const auto event = Decode(*events);
      if (!event.has_value() || !IsIndexed(*event)) break;
      result.whole = HeadOf(*event);
      events->Next();
    }
    result.last = result.whole;
    events->SeekForPrev(keys::BehindCity(city_));
    for (; IsOfCity(*events) && PositionOf(*events) > result.whole.position; events->Prev()) {
      if (const auto event = Decode(*events)) {
        result.last = HeadOf(*event);
        break;
      }
    }
    return result;
  }

 private:
  static CityHead HeadOf(const RecordedEvent& event) {
    return {event.position(), FromTimestamp(event.recorded_time())};
  }
  static uint64_t PositionOf(const rocksdb::Iterator& events) {
    return keys::GetNumber(ToView(events.key()));
  }
  bool IsOfCity(const rocksdb::Iterator& events) const {
    return events.Valid() && events.key().starts_with(ToSlice(keys::EventPrefix(city_)));
  }
  std::optional<RecordedEvent> Decode(const rocksdb::Iterator& events) const {
    auto event = DecodeEvent(ToView(events.value()), city_, PositionOf(events));
    if (!event.ok()) return std::nullopt;
    return *std::move(event);
  }
  bool IsIndexed(const RecordedEvent& event) const {
    rocksdb::PinnableSlice value;
    const auto status = db_.Get(rocksdb::ReadOptions(), db_.DefaultColumnFamily(),
                                keys::StreamKey(city_, event.stream(), event.revision()), &value);
    if (!status.ok()) return false;
    const auto entry = keys::DecodeStreamEntry(ToView(value));
    return entry.has_value() && entry->position == event.position();
  }

  rocksdb::DB& db_;
  const std::string city_;
};

absl::Status SurveyCities(rocksdb::DB& db, std::map<std::string, SalvagedCity>& cities) {
  const std::unique_ptr<rocksdb::Iterator> keys_found(db.NewIterator(rocksdb::ReadOptions()));
  keys_found->Seek(ToSlice(keys::kEventPrefix));
  while (keys_found->Valid() && keys_found->key().starts_with(ToSlice(keys::kEventPrefix))) {
    const auto found = keys::EventCity(ToView(keys_found->key()));
    if (!found.has_value()) {
      keys_found->Next();
      continue;
    }
    const std::string city(*found);
    cities[city] = CitySurvey(db, city).Run();
    keys_found->Seek(keys::BehindCity(city));
  }
  return FromRocksDb(keys_found->status(), "looking for cities");
}

absl::Status CheckFormat(rocksdb::DB& db) {
  std::string value;
  const auto status = db.Get(rocksdb::ReadOptions(), ToSlice(keys::kFormatKey), &value);
  const auto version = status.ok() ? keys::DecodeNumber(value) : std::nullopt;
  if (version.value_or(kFormatVersion) <= kFormatVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the log is in format ", *version, "; this program reads formats 1 to ", kFormatVersion));
}

}  // namespace

absl::StatusOr<SalvagedLog> SalvageLog(rocksdb::Env& env, const std::string& directory,
                                       const std::string& salvage_directory,
                                       size_t block_cache_bytes) {
  MOKUHYO_RETURN_IF_ERROR(FromRocksDb(Gather(env, directory, salvage_directory),
                                      absl::StrCat("gathering files in ", salvage_directory)));
  MOKUHYO_RETURN_IF_ERROR(
      FromRocksDb(rocksdb::RepairDB(salvage_directory, DatabaseOptions(env, block_cache_bytes)),
                  absl::StrCat("repairing ", salvage_directory)));
  SalvagedLog log;
  MOKUHYO_ASSIGN_OR_RETURN(log.db,
                           OpenDatabaseForReading(env, salvage_directory, block_cache_bytes));
  MOKUHYO_RETURN_IF_ERROR(CheckFormat(*log.db));
  auto history = ReadHistory(*log.db);
  if (history.ok()) {
    log.history = *std::move(history);
  } else if (absl::IsDataLoss(history.status())) {
    log.history.epoch = NewEpoch();
  } else {
    return history.status();
  }
  MOKUHYO_RETURN_IF_ERROR(SurveyCities(*log.db, log.cities));
  return log;
}

}  // namespace mokuhyo::eventstore
