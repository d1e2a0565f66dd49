#include "libs/eventstore/rocksdb/open_store.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/rocksdb/directory_lock.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "rocksdb/env.h"

namespace mokuhyo::eventstore {
namespace {

rocksdb::Env& EnvOf(const RocksDbEventStore::Options& options) {
  return options.env != nullptr ? *options.env : *rocksdb::Env::Default();
}

std::string LogOf(const RocksDbEventStore::Options& options) {
  return absl::StrCat(options.directory, "/log");
}

}  // namespace

absl::StatusOr<std::unique_ptr<OpenStore>> OpenStore::Open(const Surroundings& around) {
  const auto& options = around.options;
  MOKUHYO_ASSIGN_OR_RETURN(
      auto database, OpenDatabase(EnvOf(options), LogOf(options), options.block_cache_bytes,
                                  [on_failed = around.on_failed](const rocksdb::Status& error) {
                                    on_failed(FromRocksDb(error, "writing the files of the log"));
                                  }));
  auto store = std::make_unique<OpenStore>(std::move(database), around.heads, options.limits);
  // The names of what was just made must survive a power cut as their contents do.
  MOKUHYO_RETURN_IF_ERROR(SyncDirectory(options.directory));
  CityHeads found;
  MOKUHYO_RETURN_IF_ERROR(LogReader::LoadHeads(*store->database.db, &found));
  MOKUHYO_RETURN_IF_ERROR(around.heads.Replace(found));
  store->committer.emplace(*store->database.db, store->reader, around.heads, around.doorbells,
                           around.clock,
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

}  // namespace mokuhyo::eventstore
