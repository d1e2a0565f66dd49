#include "libs/projection/series/comparable_name.h"

#include <algorithm>

#include "libs/base/text_folding.h"

namespace mokuhyo::projection {
namespace {

constexpr size_t kMaxCharacters = 200;
constexpr size_t kFewestPairs = 4;

}  // namespace

ComparableName::ComparableName(std::string_view text)
    : folded_(base::RemoveSpaces(base::FoldForParsing(text))) {
  folded_.resize(std::min(folded_.size(), kMaxCharacters));
  for (size_t i = 0; i + 1 < folded_.size(); ++i)
    pairs_.push_back(uint64_t{folded_[i]} << 32 | uint64_t{folded_[i + 1]});
  if (folded_.size() == 1) pairs_.push_back(uint64_t{folded_[0]});
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
}

size_t ComparableName::Common(const ComparableName& a, const ComparableName& b) {
  size_t common = 0;
  for (auto left = a.pairs_.begin(), right = b.pairs_.begin();
       left != a.pairs_.end() && right != b.pairs_.end();) {
    if (*left == *right) {
      ++common;
      ++left;
      ++right;
    } else if (*left < *right) {
      ++left;
    } else {
      ++right;
    }
  }
  return common;
}

int LikenessOf(const ComparableName& a, const ComparableName& b) {
  if (a.pairs_.empty() || b.pairs_.empty()) return 0;
  const size_t both = a.pairs_.size() + b.pairs_.size();
  return static_cast<int>(200 * ComparableName::Common(a, b) / both);
}

int InclusionOf(const ComparableName& a, const ComparableName& b) {
  if (a.pairs_.empty() || b.pairs_.empty()) return 0;
  const size_t fewer = std::max(std::min(a.pairs_.size(), b.pairs_.size()), kFewestPairs);
  return static_cast<int>(100 * ComparableName::Common(a, b) / fewer);
}

}  // namespace mokuhyo::projection
