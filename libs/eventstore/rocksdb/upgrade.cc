#include "libs/eventstore/rocksdb/upgrade.h"

#include <string>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/city_heads.h"
#include "libs/eventstore/rocksdb/event_cursor.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/log_reader.h"
#include "libs/eventstore/rocksdb/open_database.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"
#include "libs/proof/frontier.h"
#include "rocksdb/write_batch.h"

namespace mokuhyo::eventstore {
namespace {

// Above it a batch is written and the next one begun.
constexpr size_t kBatchBytes = 4 << 20;

absl::Status WriteSynced(rocksdb::DB& db, rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  const auto status = db.Write(options, &batch);
  batch.Clear();
  return FromRocksDb(status, "upgrading the log");
}

// Adds the records of one event in format 2.
absl::Status AddUpgraded(const std::string& city, uint64_t position, std::string_view record,
                         proof::Frontier& tree, rocksdb::WriteBatch& batch) {
  MOKUHYO_ASSIGN_OR_RETURN(auto event, DecodeEvent(record, city, position));
  if (event.content_hash().empty()) SealContents(event);
  const proof::Hash leaf = proof::LeafHash(EncodeLeaf(event));
  batch.Put(keys::EventKey(city, position), EncodeEvent(event));
  batch.Put(keys::StreamKey(city, event.stream(), event.revision()),
            keys::EncodeStreamEntry(position, leaf));
  tree.Add(leaf, [&](uint32_t level, uint64_t index, const proof::Hash& hash) {
    if (!keys::IsKeptLevel(level)) return;
    batch.Put(keys::NodeKey(city, level, index), ToSlice(proof::View(hash)));
  });
  return absl::OkStatus();
}

absl::Status UpgradeCity(rocksdb::DB& db, const std::string& city, uint64_t head) {
  EventCursor events(db, city);
  proof::Frontier tree;
  rocksdb::WriteBatch batch;
  for (uint64_t position = 1; position <= head; ++position) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto record, events.Fetch(position));
    MOKUHYO_RETURN_IF_ERROR(AddUpgraded(city, position, record, tree, batch));
    if (batch.GetDataSize() >= kBatchBytes) MOKUHYO_RETURN_IF_ERROR(WriteSynced(db, batch));
  }
  return WriteSynced(db, batch);
}

}  // namespace

absl::Status UpgradeFromFormat1(rocksdb::DB& db) {
  CityHeads heads;
  MOKUHYO_RETURN_IF_ERROR(LogReader::LoadHeads(db, &heads));
  for (const auto& city : heads.Cities()) {
    MOKUHYO_RETURN_IF_ERROR(UpgradeCity(db, city, heads.Find(city).position));
  }
  rocksdb::WriteBatch batch;
  batch.Put(ToSlice(keys::kFormatKey), keys::EncodeNumber(kFormatVersion));
  return WriteSynced(db, batch);
}

}  // namespace mokuhyo::eventstore
