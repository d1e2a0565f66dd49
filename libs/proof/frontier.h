#ifndef MOKUHYO_LIBS_PROOF_FRONTIER_H_
#define MOKUHYO_LIBS_PROOF_FRONTIER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/proof/hash.h"
#include "libs/proof/tree_nodes.h"

namespace mokuhyo::proof {

// The right edge of a growing tree: what is needed to add leaves and to know the root, one hash for
// each bit that is set in the size. Adding costs one node a leaf on average. Not thread-safe.
class Frontier {
 public:
  // A tree without leaves.
  Frontier() = default;

  // The tree over the first `size` leaves that `nodes` has.
  static absl::StatusOr<Frontier> Load(TreeNodes& nodes, uint64_t size);

  // Adds a leaf and calls `on_node(level, index, hash)` for every subtree that it completes, from
  // the leaf itself (level 0) upwards.
  template <typename OnNode>
  void Add(const Hash& leaf, const OnNode& on_node) {
    Hash hash = leaf;
    uint64_t index = size_++;
    uint32_t level = 0;
    on_node(level, index, hash);
    for (; (index & 1) == 1; index >>= 1) {
      hash = NodeHash(peaks_.back(), hash);
      peaks_.pop_back();
      on_node(++level, index >> 1, hash);
    }
    peaks_.push_back(hash);
  }

  // Number of leaves.
  uint64_t size() const { return size_; }

  Hash Root() const;

 private:
  uint64_t size_ = 0;
  // Roots of the complete subtrees that the leaves divide into, the largest first.
  std::vector<Hash> peaks_;
};

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_FRONTIER_H_
