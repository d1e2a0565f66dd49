#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_BACKUP_ENGINE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_BACKUP_ENGINE_H_

#include <cstdint>
#include <string>

#include "rocksdb/env.h"
#include "rocksdb/utilities/backup_engine.h"

namespace mokuhyo::eventstore {

// How often copying tells of its progress.
inline constexpr uint64_t kBytesBetweenProgress = uint64_t{4} << 20;

// How RocksDB keeps our backups in `directory`: tables are shared between backups under names that
// no other table has, everything is synced, and no write-ahead log is copied, because it could be
// torn. `logger` must outlive the engine.
inline rocksdb::BackupEngineOptions EngineOptions(const std::string& directory, rocksdb::Env& env,
                                                  rocksdb::Logger& logger) {
  rocksdb::BackupEngineOptions options(directory, &env);
  options.share_table_files = true;
  options.share_files_with_checksum = true;
  options.sync = true;
  options.backup_log_files = false;
  options.callback_trigger_interval_size = kBytesBetweenProgress;
  options.info_log = &logger;
  return options;
}

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_BACKUP_ENGINE_H_
