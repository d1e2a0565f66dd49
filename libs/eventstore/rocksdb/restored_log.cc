#include "libs/eventstore/rocksdb/restored_log.h"

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/epoch.h"
#include "libs/eventstore/lineage.h"
#include "libs/eventstore/rocksdb/history.h"
#include "libs/eventstore/rocksdb/log_contents.h"
#include "libs/eventstore/rocksdb/log_cut.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/log_tree.h"
#include "libs/eventstore/rocksdb/log_verifier.h"
#include "libs/eventstore/rocksdb/rocksdb_event_store.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/proof/paths.h"
#include "mokuhyo/proof/v1/proof.pb.h"

namespace mokuhyo::eventstore {
namespace {

constexpr size_t kBlockCacheBytes = size_t{64} << 20;

absl::Status Differs(const std::string& what) {
  return base::DataLoss("BACKUP_DAMAGED",
                        absl::StrCat(what, " is not what the manifest of the backup says"));
}

// The append that records a redaction a second time, in the words of the first.
store::v1::AppendRequest AppendOf(const std::string& city,
                                  const store::v1::RecordedEvent& redaction) {
  store::v1::AppendRequest append;
  append.set_city(city);
  append.set_actor(redaction.actor());
  append.set_trace_context(redaction.trace_context());
  auto& stream = *append.add_streams();
  stream.set_stream(redaction.stream());
  stream.mutable_expected()->mutable_any();
  auto& event = *stream.add_events();
  event.set_type(redaction.type());
  event.set_schema_version(redaction.schema_version());
  event.set_effective_date(redaction.effective_date());
  event.set_reason(redaction.reason());
  event.set_origin(redaction.origin());
  event.set_payload(redaction.payload());
  return append;
}

}  // namespace

absl::StatusOr<OpenedDatabase> RestoredLog::Open() const {
  rocksdb::Env& env = options_.env != nullptr ? *options_.env : *rocksdb::Env::Default();
  return OpenDatabase(env, absl::StrCat(directory_, "/log"), kBlockCacheBytes);
}

absl::Status RestoredLog::CutAndFork() {
  MOKUHYO_ASSIGN_OR_RETURN(const OpenedDatabase database, Open());
  rocksdb::DB& db = *database.db;
  MOKUHYO_RETURN_IF_ERROR(CheckSameLog(database));
  for (const auto& backed_up : backup_.cities()) {
    MOKUHYO_ASSIGN_OR_RETURN(cities_[backed_up.city()], Plan(db, backed_up));
  }
  std::map<std::string, uint64_t> positions;
  for (auto& [name, city] : cities_) {
    positions[name] = city.position;
    if (city.position == city.head) continue;
    LogCut cut(db, name, city.head);
    MOKUHYO_ASSIGN_OR_RETURN(city.redactions, cut.CutBehind(city.position));
  }
  epoch_ = NewEpoch();
  MOKUHYO_RETURN_IF_ERROR(WriteHistory(
      db, {epoch_, Fork(database.history.lineage, database.history.epoch, positions)}));
  return FromRocksDb(db.Flush(rocksdb::FlushOptions()), "writing the restored log");
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
  // What is kept must be the beginning of what was backed up.
  LogTree tree(db, name);
  MOKUHYO_ASSIGN_OR_RETURN(city.root, proof::RootOf(tree, city.position));
  MOKUHYO_ASSIGN_OR_RETURN(const auto path, proof::ConsistencyPath(tree, city.position, city.head));
  const auto root = proof::ToHash(absl::HexStringToBytes(backed_up.root_hash()));
  if (!root.has_value() ||
      !proof::VerifyConsistency(city.position, city.head, path, city.root, *root)) {
    return Differs(absl::StrCat("the tree of city ", name));
  }
  return city;
}

absl::Status RestoredLog::RepeatRedactions(const base::Clock& clock) {
  std::vector<store::v1::AppendRequest> appends;
  for (const auto& [name, city] : cities_) {
    for (const auto& redaction : city.redactions) appends.push_back(AppendOf(name, redaction));
  }
  if (appends.empty()) return absl::OkStatus();
  RocksDbEventStore::Options options;
  options.directory = directory_;
  options.env = options_.env;
  MOKUHYO_ASSIGN_OR_RETURN(const auto store, RocksDbEventStore::Open(options, clock));
  for (auto& append : appends) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto appended, AppendNow(*store, std::move(append)));
    if (!appended.has_appended()) {
      return base::Internal("STORE_DEFECT", "a redaction could not be recorded again");
    }
  }
  return absl::OkStatus();
}

absl::Status RestoredLog::Verify(const StoreOperations::OnProgress& on_progress) {
  MOKUHYO_ASSIGN_OR_RETURN(const OpenedDatabase database, Open());
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
  // What was kept, as the backup proves it.
  proof::v1::Checkpoint kept;
  kept.set_city(name);
  kept.set_size(city.position);
  kept.set_root_hash(city.root.data(), city.root.size());
  kept.set_time(backup_.time());
  const std::vector<proof::v1::Checkpoint> checkpoints = {kept};
  LogVerifier verifier(db, reader, name, heads.Find(name).position, checkpoints);
  MOKUHYO_ASSIGN_OR_RETURN(const auto found, verifier.Run(on_progress));
  if (found.damage_count() == 0) return absl::OkStatus();
  return base::DataLoss("LOG_DAMAGED", absl::StrCat("the log in the backup is damaged: event ",
                                                    found.first_damaged_position(), " of city ",
                                                    name, ": ", found.damages(0).description()));
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
    described.set_repeated_redaction_count(city.redactions.size());
  }
  return restored;
}

}  // namespace mokuhyo::eventstore
