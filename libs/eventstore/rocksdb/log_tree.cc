#include "libs/eventstore/rocksdb/log_tree.h"

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/eventstore/event_record.h"
#include "libs/eventstore/rocksdb/keys.h"
#include "libs/eventstore/rocksdb/rocksdb_status.h"

namespace mokuhyo::eventstore {
namespace {

absl::StatusOr<std::string> Get(rocksdb::DB& db, const std::string& key, const std::string& what) {
  std::string value;
  const auto status = db.Get(rocksdb::ReadOptions(), key, &value);
  if (status.IsNotFound()) return base::DataLoss("LOG_DAMAGED", absl::StrCat(what, " is missing"));
  if (!status.ok()) return FromRocksDb(status, absl::StrCat("reading ", what));
  return value;
}

}  // namespace

absl::StatusOr<proof::Hash> LogTree::Node(uint32_t level, uint64_t index) {
  if (level == 0) return Leaf(index);
  if (!keys::IsKeptLevel(level)) {
    MOKUHYO_ASSIGN_OR_RETURN(const proof::Hash left, Node(level - 1, 2 * index));
    MOKUHYO_ASSIGN_OR_RETURN(const proof::Hash right, Node(level - 1, 2 * index + 1));
    return proof::NodeHash(left, right);
  }
  const std::string what =
      absl::StrCat("node ", index, " of level ", level, " of the tree of city ", city_);
  MOKUHYO_ASSIGN_OR_RETURN(const std::string value,
                           Get(db_, keys::NodeKey(city_, level, index), what));
  const auto hash = proof::ToHash(value);
  if (!hash.has_value()) return base::DataLoss("LOG_DAMAGED", absl::StrCat(what, " is damaged"));
  return *hash;
}

absl::StatusOr<proof::Hash> LogTree::Leaf(uint64_t index) {
  const uint64_t position = index + 1;
  MOKUHYO_ASSIGN_OR_RETURN(const std::string record,
                           Get(db_, keys::EventKey(city_, position),
                               absl::StrCat("event ", position, " of city ", city_)));
  MOKUHYO_ASSIGN_OR_RETURN(const auto event, DecodeEvent(record, city_, position));
  return proof::LeafHash(EncodeLeaf(event));
}

}  // namespace mokuhyo::eventstore
