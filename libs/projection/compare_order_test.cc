#include "libs/projection/compare_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(CompareOrderTest, OnlyWhatJumpedMoved) {
  EXPECT_THAT(FindMoved({}), IsEmpty());
  EXPECT_THAT(FindMoved({0, 1, 2}), ElementsAre(false, false, false));
  // The last became the first, and the first the last.
  EXPECT_THAT(FindMoved({3, 0, 1, 2}), ElementsAre(true, false, false, false));
  EXPECT_THAT(FindMoved({1, 2, 3, 0}), ElementsAre(false, false, false, true));
  // Gaps, from what is gone, are no moves.
  EXPECT_THAT(FindMoved({2, 5, 9}), ElementsAre(false, false, false));
}

TEST(CompareOrderTest, WhatStayedIsInOrderAndAsMuchAsCanBe) {
  // Every order of six: what did not move ascends, and no longer ascending part exists.
  std::vector<size_t> order(6);
  std::iota(order.begin(), order.end(), 0);
  do {
    const std::vector<bool> moved = FindMoved(order);
    std::vector<size_t> stayed;
    for (size_t i = 0; i < order.size(); ++i) {
      if (!moved[i]) stayed.push_back(order[i]);
    }
    ASSERT_TRUE(std::is_sorted(stayed.begin(), stayed.end()));
    size_t longest = 0;
    for (unsigned subset = 0; subset < 64; ++subset) {
      std::vector<size_t> part;
      for (size_t i = 0; i < 6; ++i) {
        if ((subset >> i & 1u) != 0) part.push_back(order[i]);
      }
      if (std::is_sorted(part.begin(), part.end())) longest = std::max(longest, part.size());
    }
    ASSERT_EQ(stayed.size(), longest);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(CompareOrderTest, CommonElementsOfLists) {
  EXPECT_THAT(FindCommon({"a", "b", "c"}, {"a", "x", "c"}), ElementsAre(Pair(0, 0), Pair(2, 2)));
  EXPECT_THAT(FindCommon({"x", "a", "b"}, {"a", "y", "b", "z"}),
              ElementsAre(Pair(1, 0), Pair(2, 2)));
  EXPECT_THAT(FindCommon({}, {"a"}), IsEmpty());
  EXPECT_THAT(FindCommon({"a", "a"}, {"a"}), ElementsAre(Pair(0, 0)));
}

TEST(CompareOrderTest, WhatIsGoneStandsWhereItStood) {
  // Before: gone, A, gone, B; now: B, new, A.
  EXPECT_THAT(
      MergeOrders({kNone, 2, kNone, 0}, 3),
      ElementsAre(Pair(false, 0), Pair(true, 0), Pair(true, 1), Pair(true, 2), Pair(false, 2)));
  EXPECT_THAT(MergeOrders({kNone, kNone}, 0), ElementsAre(Pair(false, 0), Pair(false, 1)));
}

}  // namespace
}  // namespace mokuhyo::projection
