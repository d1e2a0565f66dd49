#include "libs/eventstore/rocksdb/history.h"

#include "libs/base/errors.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {

absl::StatusOr<History> ReadHistory(rocksdb::DB& db) {
  History history;
  auto status = db.Get(rocksdb::ReadOptions(), ToSlice(keys::kEpochKey), &history.epoch);
  if (status.IsNotFound()) {
    return base::DataLoss("LOG_DAMAGED", "the record of the epoch is missing");
  }
  if (!status.ok()) return FromRocksDb(status, "reading the epoch");
  std::string lineage;
  status = db.Get(rocksdb::ReadOptions(), ToSlice(keys::kLineageKey), &lineage);
  if (status.IsNotFound()) return history;
  if (!status.ok()) return FromRocksDb(status, "reading the lineage");
  if (!history.lineage.ParseFromString(lineage)) {
    return base::DataLoss("LOG_DAMAGED", "the record of the lineage is damaged");
  }
  return history;
}

absl::Status WriteHistory(rocksdb::DB& db, const History& history) {
  rocksdb::WriteBatch batch;
  batch.Put(ToSlice(keys::kEpochKey), history.epoch);
  batch.Put(ToSlice(keys::kLineageKey), history.lineage.SerializeAsString());
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocksDb(db.Write(options, &batch), "writing the epoch");
}

}  // namespace mokuhyo::eventstore
