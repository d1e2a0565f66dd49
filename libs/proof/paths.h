#ifndef MOKUHYO_LIBS_PROOF_PATHS_H_
#define MOKUHYO_LIBS_PROOF_PATHS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/proof/hash.h"
#include "libs/proof/tree_nodes.h"

// Proofs about a tree, made and checked as RFC 6962, section 2.1, and RFC 9162, section 2.1, lay
// down. Leaves count from 0. All functions are thread-safe as far as `nodes` is.
namespace mokuhyo::proof {

// The root of the tree over the first `size` leaves.
absl::StatusOr<Hash> RootOf(TreeNodes& nodes, uint64_t size);

// The path that proves leaf `index` in the tree over the first `size` leaves; index < size.
absl::StatusOr<std::vector<Hash>> InclusionPath(TreeNodes& nodes, uint64_t index, uint64_t size);

// The path that proves that the tree over the first `first` leaves begins the one over the first
// `second`; first <= second. Empty if they are equal or the first one has no leaves.
absl::StatusOr<std::vector<Hash>> ConsistencyPath(TreeNodes& nodes, uint64_t first,
                                                  uint64_t second);

// Whether `path` proves that `leaf` stands at `index` of the tree with `size` leaves and `root`.
bool VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size, const std::vector<Hash>& path,
                     const Hash& root);

// Whether `path` proves that the tree with `first` leaves and `first_root` begins the one with
// `second` leaves and `second_root`.
bool VerifyConsistency(uint64_t first, uint64_t second, const std::vector<Hash>& path,
                       const Hash& first_root, const Hash& second_root);

}  // namespace mokuhyo::proof

#endif  // MOKUHYO_LIBS_PROOF_PATHS_H_
