#include "libs/proof/frontier.h"

namespace mokuhyo::proof {

absl::StatusOr<Frontier> Frontier::Load(TreeNodes& nodes, uint64_t size) {
  Frontier frontier;
  frontier.size_ = size;
  uint64_t first = 0;  // The first leaf of the next subtree.
  for (uint32_t level = 64; level-- > 0;) {
    if (((size >> level) & 1) == 0) continue;
    auto peak = nodes.Node(level, first >> level);
    if (!peak.ok()) return peak.status();
    frontier.peaks_.push_back(*peak);
    first += uint64_t{1} << level;
  }
  return frontier;
}

Hash Frontier::Root() const {
  if (peaks_.empty()) return EmptyRoot();
  Hash root = peaks_.back();
  for (size_t i = peaks_.size() - 1; i-- > 0;) root = NodeHash(peaks_[i], root);
  return root;
}

}  // namespace mokuhyo::proof
