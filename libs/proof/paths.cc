#include "libs/proof/paths.h"

#include <bit>

#include "libs/base/status_macros.h"

namespace mokuhyo::proof {
namespace {

// The largest power of two below `count`, which is at least 2: where RFC 6962 splits a tree.
uint64_t SplitPoint(uint64_t count) { return std::bit_floor(count - 1); }

// MTH(D[begin:end]) of RFC 6962. Every range that its splits produce begins at a multiple of the
// power of two it is no longer than, so that a complete one is a node.
absl::StatusOr<Hash> RangeHash(TreeNodes& nodes, uint64_t begin, uint64_t end) {
  const uint64_t count = end - begin;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<uint32_t>(std::countr_zero(count));
    return nodes.Node(level, begin >> level);
  }
  const uint64_t middle = begin + SplitPoint(count);
  MOKUHYO_ASSIGN_OR_RETURN(const Hash left, RangeHash(nodes, begin, middle));
  MOKUHYO_ASSIGN_OR_RETURN(const Hash right, RangeHash(nodes, middle, end));
  return NodeHash(left, right);
}

absl::Status AddRange(TreeNodes& nodes, uint64_t begin, uint64_t end, std::vector<Hash>& path) {
  MOKUHYO_ASSIGN_OR_RETURN(const Hash hash, RangeHash(nodes, begin, end));
  path.push_back(hash);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Hash> RootOf(TreeNodes& nodes, uint64_t size) {
  if (size == 0) return EmptyRoot();
  return RangeHash(nodes, 0, size);
}

absl::StatusOr<std::vector<Hash>> InclusionPath(TreeNodes& nodes, uint64_t index, uint64_t size) {
  // From the root down, as PATH(m, D[n]) recurs; the path runs from the leaf up.
  std::vector<Hash> downwards;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {
    const uint64_t middle = begin + SplitPoint(end - begin);
    if (index < middle) {
      MOKUHYO_RETURN_IF_ERROR(AddRange(nodes, middle, end, downwards));
      end = middle;
    } else {
      MOKUHYO_RETURN_IF_ERROR(AddRange(nodes, begin, middle, downwards));
      begin = middle;
    }
  }
  return std::vector<Hash>(downwards.rbegin(), downwards.rend());
}

absl::StatusOr<std::vector<Hash>> ConsistencyPath(TreeNodes& nodes, uint64_t first,
                                                  uint64_t second) {
  if (first == 0 || first == second) return std::vector<Hash>();
  // SUBPROOF(m, D[n], b): `whole` is b, that is, whether what is left is still the first tree as
  // it was, whose root the verifier has.
  std::vector<Hash> downwards;
  bool whole = true;
  uint64_t begin = 0;
  uint64_t end = second;
  while (first != end) {
    const uint64_t middle = begin + SplitPoint(end - begin);
    if (first <= middle) {
      MOKUHYO_RETURN_IF_ERROR(AddRange(nodes, middle, end, downwards));
      end = middle;
    } else {
      MOKUHYO_RETURN_IF_ERROR(AddRange(nodes, begin, middle, downwards));
      begin = middle;
      whole = false;
    }
  }
  if (!whole) MOKUHYO_RETURN_IF_ERROR(AddRange(nodes, begin, end, downwards));
  return std::vector<Hash>(downwards.rbegin(), downwards.rend());
}

bool VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size, const std::vector<Hash>& path,
                     const Hash& root) {
  // RFC 9162, section 2.1.3.2.
  if (index >= size) return false;
  uint64_t node = index;
  uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : path) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      hash = NodeHash(sibling, hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(uint64_t first, uint64_t second, const std::vector<Hash>& path,
                       const Hash& first_root, const Hash& second_root) {
  // RFC 9162, section 2.1.4.2; a tree without leaves begins every tree.
  if (first > second) return false;
  if (first == second) return path.empty() && first_root == second_root;
  if (first == 0) return path.empty() && first_root == EmptyRoot();
  auto next = path.begin();
  Hash first_hash = first_root;
  if (!std::has_single_bit(first)) {
    if (next == path.end()) return false;
    first_hash = *next++;
  }
  Hash second_hash = first_hash;
  uint64_t node = first - 1;
  uint64_t last = second - 1;
  for (; (node & 1) == 1; node >>= 1) last >>= 1;
  for (; next != path.end(); ++next) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      first_hash = NodeHash(*next, first_hash);
      second_hash = NodeHash(*next, second_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      second_hash = NodeHash(second_hash, *next);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && first_hash == first_root && second_hash == second_root;
}

}  // namespace mokuhyo::proof
