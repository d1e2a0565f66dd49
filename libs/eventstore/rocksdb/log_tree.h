#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_TREE_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_TREE_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "libs/proof/tree_nodes.h"
#include "rocksdb/db.h"

namespace mokuhyo::eventstore {

// The Merkle tree over the events of a city, as it lies in RocksDB: leaf p - 1 is the event at
// position p. A node that is not kept is computed from at most 16 that are; a leaf from its event.
//
// Thread-safe. Returns DATA_LOSS if an event or a node is missing or damaged, UNAVAILABLE if the
// disk fails. Whether the nodes agree with the events is for StoreOperations::Verify to say.
class LogTree final : public proof::TreeNodes {
 public:
  // `db` must outlive the tree.
  LogTree(rocksdb::DB& db, std::string city) : db_(db), city_(std::move(city)) {}

  absl::StatusOr<proof::Hash> Node(uint32_t level, uint64_t index) override;

 private:
  absl::StatusOr<proof::Hash> Leaf(uint64_t index);

  rocksdb::DB& db_;
  const std::string city_;
};

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_LOG_TREE_H_
