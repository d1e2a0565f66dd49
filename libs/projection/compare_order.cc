#include "libs/projection/compare_order.h"

#include <algorithm>
#include <cstdint>

namespace mokuhyo::projection {
namespace {

// Above so many pairs to look at, what is between equal beginnings and ends counts as replaced.
constexpr size_t kMaxPairs = 4'000'000;

}  // namespace

std::vector<bool> FindMoved(const std::vector<size_t>& places_before) {
  // A longest increasing subsequence, by patience: `ends[k]` is the element with which the
  // best subsequence of length k + 1 ends.
  std::vector<size_t> ends;
  std::vector<size_t> previous(places_before.size(), kNone);
  for (size_t i = 0; i < places_before.size(); ++i) {
    const auto pile = std::lower_bound(
        ends.begin(), ends.end(), places_before[i],
        [&](size_t element, size_t place) { return places_before[element] < place; });
    if (pile != ends.begin()) previous[i] = *std::prev(pile);
    if (pile == ends.end()) {
      ends.push_back(i);
    } else {
      *pile = i;
    }
  }
  std::vector<bool> moved(places_before.size(), true);
  for (size_t i = ends.empty() ? kNone : ends.back(); i != kNone; i = previous[i]) moved[i] = false;
  return moved;
}

std::vector<std::pair<size_t, size_t>> FindCommon(const std::vector<std::string>& before,
                                                  const std::vector<std::string>& after) {
  std::vector<std::pair<size_t, size_t>> common;
  size_t begin = 0;
  while (begin < std::min(before.size(), after.size()) && before[begin] == after[begin]) {
    common.emplace_back(begin, begin);
    ++begin;
  }
  size_t tail = 0;
  while (begin + tail < std::min(before.size(), after.size()) &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  const size_t rows = before.size() - begin - tail;
  const size_t columns = after.size() - begin - tail;
  if (rows * columns <= kMaxPairs) {
    // `length[i][j]`: of the longest one of what is behind i and j.
    std::vector<std::vector<uint32_t>> length(rows + 1, std::vector<uint32_t>(columns + 1, 0));
    for (size_t i = rows; i-- > 0;) {
      for (size_t j = columns; j-- > 0;) {
        length[i][j] = before[begin + i] == after[begin + j]
                           ? length[i + 1][j + 1] + 1
                           : std::max(length[i + 1][j], length[i][j + 1]);
      }
    }
    for (size_t i = 0, j = 0; i < rows && j < columns;) {
      if (before[begin + i] == after[begin + j]) {
        common.emplace_back(begin + i++, begin + j++);
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        ++i;
      } else {
        ++j;
      }
    }
  }
  for (size_t i = tail; i > 0; --i) common.emplace_back(before.size() - i, after.size() - i);
  return common;
}

std::vector<std::pair<bool, size_t>> MergeOrders(const std::vector<size_t>& partner_before,
                                                 size_t now) {
  // What was only before, by the place now of what it stood behind; the first ones come first.
  std::vector<std::vector<size_t>> behind(now + 1);
  size_t last = 0;
  for (size_t i = 0; i < partner_before.size(); ++i) {
    if (partner_before[i] == kNone) {
      behind[last].push_back(i);
    } else {
      last = partner_before[i] + 1;
    }
  }
  std::vector<std::pair<bool, size_t>> merged;
  for (size_t place = 0; place <= now; ++place) {
    if (place > 0) merged.emplace_back(true, place - 1);
    for (const size_t gone : behind[place]) merged.emplace_back(false, gone);
  }
  return merged;
}

}  // namespace mokuhyo::projection
