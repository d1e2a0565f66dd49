#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_CONTENTS_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_CONTENTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "mokuhyo/admin/v1/admin_service.pb.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// The cities of a log, in byte order: where each ends, when that was recorded, and the root of its
// tree as the kept nodes have it. Takes a few look-ups a city, however long the log is. Errors:
// DATA_LOSS, UNAVAILABLE.
absl::StatusOr<std::vector<admin::v1::BackupCity>> ReadCities(rocksdb::DB& db);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_CONTENTS_H_
