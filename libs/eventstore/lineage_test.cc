#include "libs/eventstore/lineage.h"

#include "gtest/gtest.h"

namespace mokuhyo::eventstore {
namespace {

uint64_t Common(const store::v1::Lineage& lineage, std::string_view city, int ancestor) {
  store::v1::GetHeadResponse head;
  AddAncestors(lineage, city, head);
  return head.ancestors(ancestor).position();
}

TEST(LineageTest, AFirstForkHasWhatWasKept) {
  const auto lineage = Fork({}, "a1", {{"niigata", 7}, {"osaka", 0}});
  ASSERT_EQ(lineage.forks_size(), 1);
  EXPECT_EQ(lineage.forks(0).cities_size(), 1);
  EXPECT_EQ(Common(lineage, "niigata", 0), 7U);
  EXPECT_EQ(Common(lineage, "osaka", 0), 0U);
  EXPECT_EQ(Common(lineage, "sapporo", 0), 0U);
  EXPECT_TRUE(DescendsFrom(lineage, "a1"));
  EXPECT_FALSE(DescendsFrom(lineage, "b2"));
}

TEST(LineageTest, ASecondForkNeverHasMoreInCommonThanItKept) {
  const auto first = Fork({}, "a1", {{"niigata", 7}, {"osaka", 3}});
  const auto second = Fork(first, "b2", {{"niigata", 5}, {"osaka", 9}, {"sapporo", 2}});
  ASSERT_EQ(second.forks_size(), 2);
  EXPECT_EQ(second.forks(0).epoch(), "b2");
  EXPECT_EQ(Common(second, "niigata", 0), 5U);
  EXPECT_EQ(Common(second, "niigata", 1), 5U);
  EXPECT_EQ(Common(second, "osaka", 0), 9U);
  EXPECT_EQ(Common(second, "osaka", 1), 3U);
  EXPECT_EQ(Common(second, "sapporo", 1), 0U);
}

}  // namespace
}  // namespace mokuhyo::eventstore
