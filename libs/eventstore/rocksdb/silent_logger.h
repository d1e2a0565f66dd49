#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SILENT_LOGGER_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SILENT_LOGGER_H_

#include <cstdarg>

#include "rocksdb/env.h"

namespace mokuhyo::eventstore {

// Where RocksDB says what it does: nowhere. Its own log of its doings would be one more file to
// fill the disk, and failing to write it when the disk is full ends the process (an assertion of
// 7.8). What concerns an operator is in the statuses.
class SilentLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_SILENT_LOGGER_H_
