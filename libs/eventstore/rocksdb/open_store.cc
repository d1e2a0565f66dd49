#include "libs/eventstore/rocksdb/open_store.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/log_state.h"
#include "libs/eventstore/rocksdb/city_survey.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/eventstore/rocksdb/salvage.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {
namespace {

constexpr size_t kCachedStreams = 65'536;

rocksdb::Env& EnvOf(const RocksDbEventStore::Options& options) {
  return options.env != nullptr ? *options.env : *rocksdb::Env::Default();
}

std::string LogOf(const RocksDbEventStore::Options& options) {
  return absl::StrCat(options.directory, "/log");
}

absl::Status SyncNames(rocksdb::Env& env, const std::string& directory) {
  std::unique_ptr<rocksdb::Directory> opened;
  auto status = env.NewDirectory(directory, &opened);
  if (status.ok()) status = opened->Fsync();
  return FromRocksDb(status, absl::StrCat("syncing ", directory));
}

absl::Status TakeHeads(rocksdb::DB& db, CityHeads& heads) {
  CityHeads found;
  MOKUHYO_RETURN_IF_ERROR(FindHeads(db, found));
  return heads.Replace(found);
}

}  // namespace

absl::StatusOr<std::unique_ptr<OpenStore>> OpenStore::Open(const Surroundings& around) {
  const auto& options = around.options;
  MOKUHYO_ASSIGN_OR_RETURN(
      auto database, OpenDatabase(EnvOf(options), LogOf(options), options.block_cache_bytes,
                                  [on_failed = around.on_failed](const rocksdb::Status& error) {
                                    on_failed(FromRocksDb(error, "writing the files of the log"));
                                  }));
  MOKUHYO_RETURN_IF_ERROR(TakeHeads(*database.db, around.heads));
  MOKUHYO_RETURN_IF_ERROR(
      RemoveSalvage(EnvOf(options), absl::StrCat(options.directory, kSalvageDirectory)));
  // The names of what was just made must survive a power cut as their contents do.
  MOKUHYO_RETURN_IF_ERROR(SyncNames(EnvOf(options), options.directory));
  auto store = std::make_unique<OpenStore>(std::move(database), around.heads, options.limits);
  store->committer.emplace(*store->database.db, store->reader, store->revisions, around.heads,
                           around.doorbells, around.clock,
                           Committer::Options{options.sync, options.max_waiting_appends,
                                              options.max_waiting_bytes, around.on_failed});
  return store;
}

absl::StatusOr<std::unique_ptr<OpenStore>> OpenStore::OpenForReading(const Surroundings& around,
                                                                     History history) {
  const auto& options = around.options;
  MOKUHYO_ASSIGN_OR_RETURN(
      auto db, OpenDatabaseForReading(EnvOf(options), LogOf(options), options.block_cache_bytes));
  return std::make_unique<OpenStore>(OpenedDatabase{std::move(db), std::move(history)},
                                     around.heads, options.limits);
}

absl::StatusOr<std::unique_ptr<OpenStore>> OpenStore::OpenAsItIs(const Surroundings& around) {
  const auto& options = around.options;
  MOKUHYO_ASSIGN_OR_RETURN(
      auto database, OpenDatabaseAsItIs(EnvOf(options), LogOf(options), options.block_cache_bytes));
  MOKUHYO_RETURN_IF_ERROR(TakeHeads(*database.db, around.heads));
  return std::make_unique<OpenStore>(std::move(database), around.heads, options.limits);
}

OpenStore::OpenStore(OpenedDatabase opened, CityHeads& city_heads, const store::v1::Limits& limits)
    : database(std::move(opened)),
      heads(city_heads),
      reader(*database.db, city_heads, limits),
      salvaged(*database.db, city_heads.Damaged(), {}, limits),
      revisions(kCachedStreams) {}

absl::StatusOr<std::optional<uint64_t>> OpenStore::FindRevision(const std::string& city,
                                                                const std::string& stream) const {
  MOKUHYO_RETURN_IF_ERROR(heads.FindLoss(city));
  const std::string key = StreamKey(city, stream);
  const auto look = revisions.LookFor(key);
  if (look.known.has_value()) return *look.known;
  const auto revision = reader.FindRevision(city, stream);
  if (revision.ok()) revisions.AddFound(key, *revision, look.commits);
  return revision;
}

absl::StatusOr<std::optional<store::v1::Receipt>> OpenStore::FindReceipt(
    const std::string& city, const store::v1::RequestKey& key) const {
  if (!heads.FindLoss(city).ok()) return salvaged.FindReceipt(city, key);
  return reader.FindReceipt(city, key);
}

absl::StatusOr<store::v1::ReadStreamResponse> OpenStore::ReadStream(
    const store::v1::ReadStreamRequest& request) const {
  if (!heads.FindLoss(request.city()).ok()) return salvaged.ReadStream(request);
  // Before the revision: whoever is told of a position must not miss what led to it.
  const uint64_t until = reader.UntilOf(request);
  const auto last = revisions.LookFor(StreamKey(request.city(), request.stream())).known;
  const bool is_known = last.has_value() && last->has_value();
  return is_known ? reader.ReadStream(request, until, **last) : reader.ReadStream(request);
}

absl::StatusOr<store::v1::ReadCityResponse> OpenStore::ReadCity(
    const store::v1::ReadCityRequest& request) const {
  if (!heads.FindLoss(request.city()).ok()) return salvaged.ReadCity(request);
  return reader.ReadCity(request);
}

}  // namespace mokuhyo::eventstore
