#ifndef MOKUHYO_LIBS_PROOF_TREE_NODES_H_
#define MOKUHYO_LIBS_PROOF_TREE_NODES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "libs/proof/hash.h"

namespace mokuhyo::proof {

// Where the nodes of a tree come from: a store, or a test's vector.
class TreeNodes {
 public:
  virtual ~TreeNodes() = default;

  // The root of the complete subtree over the 2^level leaves from index * 2^level on; level 0 is a
  // leaf. Only asked for subtrees whose leaves are all there. Errors are those of the store.
  virtual absl::StatusOr<Hash> Node(uint32_t level, uint64_t index) = 0;
};

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_TREE_NODES_H_
