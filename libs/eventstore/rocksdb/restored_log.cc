#include "libs/eventstore/rocksdb/restored_log.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/lineage.h"
#include "libs/eventstore/redaction_records.h"
#include "libs/eventstore/rocksdb/history.h"
#include "libs/eventstore/rocksdb/log_contents.h"
#include "libs/eventstore/rocksdb/log_cut.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/log_tree.h"
#include "libs/eventstore/rocksdb/log_verifier.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/proof/paths.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/proof/v1/proof.pb.h"

namespace mokuhyo::eventstore {
namespace {

constexpr size_t kBlockCacheBytes = size_t{64} << 20;
constexpr char kLog[] = "log";
constexpr char kCutLog[] = "cut";

absl::Status Differs(const std::string& what) {
  return base::DataLoss("BACKUP_DAMAGED",
                        absl::StrCat(what, " is not what the manifest of the backup says"));
}

uint64_t RedactedBy(const store::v1::RecordedEvent& told) {
  events::v1::EventRedacted redacted;
  redacted.ParseFromString(told.payload());
  return redacted.position();
}

// Records a redaction a second time, in the words of the first, and makes it.
absl::Status Record(EventStore& store, const std::string& city,
                    const store::v1::RecordedEvent& told, const store::v1::Redaction& redaction) {
  store::v1::AppendRequest append;
  append.set_city(city);
  append.set_actor(told.actor());
  append.set_trace_context(told.trace_context());
  auto& stream = *append.add_streams();
  stream.set_stream(told.stream());
  stream.mutable_expected()->mutable_any();
  auto& event = *stream.add_events();
  event.set_type(told.type());
  event.set_schema_version(told.schema_version());
  event.set_effective_date(told.effective_date());
  event.set_reason(told.reason());
  event.set_origin(told.origin());
  event.set_payload(told.payload());
  *append.add_redactions() = redaction;
  MOKUHYO_ASSIGN_OR_RETURN(const auto appended, AppendNow(store, std::move(append)));
  if (appended.has_appended()) return absl::OkStatus();
  return base::Internal("STORE_DEFECT", "a redaction could not be recorded again");
}

}  // namespace

absl::StatusOr<OpenedDatabase> RestoredLog::Open(const std::string& name) const {
  rocksdb::Env& env = options_.env != nullptr ? *options_.env : *rocksdb::Env::Default();
  return OpenDatabase(env, absl::StrCat(directory_, "/", name), kBlockCacheBytes);
}

absl::Status RestoredLog::CutAndFork() {
  MOKUHYO_ASSIGN_OR_RETURN(OpenedDatabase database, Open(kLog));
  MOKUHYO_RETURN_IF_ERROR(CheckSameLog(database));
  for (const auto& backed_up : backup_.cities()) {
    MOKUHYO_ASSIGN_OR_RETURN(cities_[backed_up.city()], Plan(*database.db, backed_up));
  }
  const History parent = database.history;
  std::map<std::string, uint64_t> positions;
  for (const auto& [name, city] : cities_) positions[name] = city.position;
  if (std::any_of(cities_.begin(), cities_.end(),
                  [](const auto& entry) { return entry.second.position < entry.second.head; })) {
    MOKUHYO_RETURN_IF_ERROR(Cut(std::move(database)));
    MOKUHYO_ASSIGN_OR_RETURN(database, Open(kLog));
  }
  epoch_ = NewEpoch();
  MOKUHYO_RETURN_IF_ERROR(
      WriteHistory(*database.db, {epoch_, Fork(parent.lineage, parent.epoch, positions)}));
  return FromRocksDb(database.db->Flush(rocksdb::FlushOptions()), "writing the restored log");
}

// Deleting what is cut off would do as well, if it were not damaged: RocksDB would read it again
// when it compacts its tables, and stop there.
absl::Status RestoredLog::Cut(OpenedDatabase source) {
  {
    MOKUHYO_ASSIGN_OR_RETURN(const OpenedDatabase cut, Open(kCutLog));
    for (const auto& [name, city] : cities_) {
      MOKUHYO_RETURN_IF_ERROR(LogCut(*source.db, name, city.head).CopyUpTo(city.position, *cut.db));
    }
    MOKUHYO_RETURN_IF_ERROR(
        FromRocksDb(cut.db->Flush(rocksdb::FlushOptions()), "writing the restored log"));
  }
  source.db.reset();
  std::error_code error;
  std::filesystem::remove_all(absl::StrCat(directory_, "/", kLog), error);
  if (!error) {
    std::filesystem::rename(absl::StrCat(directory_, "/", kCutLog),
                            absl::StrCat(directory_, "/", kLog), error);
  }
  if (!error) return absl::OkStatus();
  return base::Unavailable("DISK_FAILED",
                           absl::StrCat("cannot put the restored log in place: ", error.message()));
}

absl::Status RestoredLog::CheckSameLog(const OpenedDatabase& database) const {
  if (database.history.epoch != backup_.epoch()) return Differs("the history of the log");
  MOKUHYO_ASSIGN_OR_RETURN(const auto cities, ReadCities(*database.db));
  if (cities.size() != static_cast<size_t>(backup_.cities_size())) {
    return Differs("the number of cities");
  }
  for (size_t i = 0; i < cities.size(); ++i) {
    const auto& expected = backup_.cities(static_cast<int>(i));
    if (cities[i].SerializeAsString() != expected.SerializeAsString()) {
      return Differs(absl::StrCat("city ", expected.city()));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<RestoredLog::City> RestoredLog::Plan(rocksdb::DB& db,
                                                    const admin::v1::BackupCity& backed_up) const {
  const std::string& name = backed_up.city();
  City city;
  city.head = backed_up.position();
  city.position = city.head;
  const LogCut cut(db, name, city.head);
  if (options_.as_of.has_value()) {
    MOKUHYO_ASSIGN_OR_RETURN(city.position, cut.LastRecordedBy(*options_.as_of));
  } else if (const auto wanted = options_.positions.find(name);
             wanted != options_.positions.end()) {
    city.position = wanted->second;
  }
  MOKUHYO_RETURN_IF_ERROR(cut.CheckWhole(city.position));
  if (city.position == 0) return city;
  MOKUHYO_ASSIGN_OR_RETURN(auto redactions, cut.RedactionsUpTo(city.position));
  for (auto& told : redactions) {
    const uint64_t redacted = RedactedBy(told);
    city.redactions[redacted] = std::move(told);
  }
  MOKUHYO_RETURN_IF_ERROR(ProveBeginning(db, backed_up, city));
  return city;
}

absl::Status RestoredLog::ProveBeginning(rocksdb::DB& db, const admin::v1::BackupCity& backed_up,
                                         City& city) const {
  LogTree tree(db, backed_up.city());
  const auto kept = proof::RootOf(tree, city.position);
  const auto path = proof::ConsistencyPath(tree, city.position, city.head);
  // Part of it is what comes behind, which may be damaged. That the files are those of the backup
  // is known, and that what is kept is whole will be proved.
  if (absl::IsDataLoss(kept.status()) || absl::IsDataLoss(path.status())) return absl::OkStatus();
  if (!kept.ok()) return kept.status();
  if (!path.ok()) return path.status();
  const auto root = proof::ToHash(absl::HexStringToBytes(backed_up.root_hash()));
  if (!root.has_value() ||
      !proof::VerifyConsistency(city.position, city.head, *path, *kept, *root)) {
    return Differs(absl::StrCat("the tree of city ", backed_up.city()));
  }
  city.root = *kept;
  return absl::OkStatus();
}

absl::Status RestoredLog::RepeatRedactions(const base::Clock& clock) {
  MOKUHYO_ASSIGN_OR_RETURN(const auto records, ReadRedactionRecords(options_.backup_directory));
  RocksDbEventStore::Options options;
  options.directory = directory_;
  options.env = options_.env;
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, RocksDbEventStore::Open(options, clock));
  for (const auto& record : records) {
    const auto city = cities_.find(record.city());
    if (city == cities_.end()) continue;
    MOKUHYO_RETURN_IF_ERROR(Redact(*store, record, city->second));
  }
  for (auto& [name, city] : cities_) {
    MOKUHYO_RETURN_IF_ERROR(RepeatRedactions(*store, name, city));
  }
  return absl::OkStatus();
}

absl::Status RestoredLog::Redact(RocksDbEventStore& store, const admin::v1::RedactionRecord& record,
                                 City& city) const {
  const uint64_t position = record.redaction().position();
  if (position > city.position) return absl::OkStatus();
  const auto known = city.redactions.find(position);
  if (known != city.redactions.end() && !IsLater(record.told(), known->second)) {
    return absl::OkStatus();
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, FindEvent(store, record.city(), position));
  // Another history may have had another event there.
  if (event.content_hash() != record.content_hash()) return absl::OkStatus();
  MOKUHYO_RETURN_IF_ERROR(Record(store, record.city(), record.told(), record.redaction()));
  MOKUHYO_RETURN_IF_ERROR(store.operations().EraseReplaced(record.city(), position));
  city.redactions.erase(position);
  ++city.later_redactions;
  return absl::OkStatus();
}

absl::Status RestoredLog::RepeatRedactions(EventStore& store, const std::string& name,
                                           City& city) const {
  for (const auto& [position, told] : city.redactions) {
    if (told.position() <= city.position) continue;
    MOKUHYO_ASSIGN_OR_RETURN(const auto event, FindEvent(store, name, position));
    store::v1::Redaction redaction;
    redaction.set_position(position);
    redaction.set_reason(event.reason());
    redaction.set_payload(event.payload());
    MOKUHYO_RETURN_IF_ERROR(Record(store, name, told, redaction));
    ++city.repeated_redactions;
  }
  return absl::OkStatus();
}

absl::Status RestoredLog::Verify(const StoreOperations::OnProgress& on_progress) {
  MOKUHYO_ASSIGN_OR_RETURN(const OpenedDatabase database, Open(kLog));
  for (const auto& [name, city] : cities_) {
    if (city.position == 0) continue;
    MOKUHYO_RETURN_IF_ERROR(VerifyCity(*database.db, name, on_progress));
  }
  return absl::OkStatus();
}

absl::Status RestoredLog::VerifyCity(rocksdb::DB& db, const std::string& name,
                                     const StoreOperations::OnProgress& on_progress) const {
  const City& city = cities_.at(name);
  CityHeads heads;
  MOKUHYO_RETURN_IF_ERROR(LogReader::LoadHeads(db, &heads));
  const auto limits = DefaultLimits();
  const LogReader reader(db, heads, limits);
  std::vector<proof::v1::Checkpoint> checkpoints;
  if (city.root.has_value()) {
    // What was kept, as the backup proves it.
    auto& kept = checkpoints.emplace_back();
    kept.set_city(name);
    kept.set_size(city.position);
    kept.set_root_hash(city.root->data(), city.root->size());
    kept.set_time(backup_.time());
  }
  LogVerifier verifier(db, reader, name, heads.Find(name).position, checkpoints);
  MOKUHYO_ASSIGN_OR_RETURN(const auto found, verifier.Run(on_progress));
  if (found.damage_count() == 0) return absl::OkStatus();
  return base::DataLoss(
      "LOG_DAMAGED",
      absl::StrCat("the log in the backup is damaged: event ", found.first_damaged_position(),
                   " of city ", name, ": ", found.damages(0).description(),
                   "; restore to a position before it, or an earlier backup"));
}

admin::v1::RestoredStore RestoredLog::Describe() const {
  admin::v1::RestoredStore restored;
  *restored.mutable_backup() = backup_;
  restored.set_epoch(epoch_);
  for (const auto& [name, city] : cities_) {
    auto& described = *restored.add_cities();
    described.set_city(name);
    described.set_position(city.position);
    described.set_dropped_event_count(city.head - city.position);
    described.set_repeated_redaction_count(city.repeated_redactions);
    described.set_later_redaction_count(city.later_redactions);
  }
  return restored;
}

}  // namespace mokuhyo::eventstore
