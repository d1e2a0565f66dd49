#include "libs/projection/tally_counter.h"

#include <gtest/gtest.h>

#include <limits>

namespace mokuhyo::projection {
namespace {

TEST(PercentOf, RoundsHalfUpToOneDecimal) {
  struct Case {
    int32_t part, whole;
    const char* percent;
  };
  constexpr int32_t kMany = std::numeric_limits<int32_t>::max();
  const Case cases[] = {
      {0, 0, ""},        {0, 7, "0.0"},     {7, 7, "100.0"},         {2, 3, "66.7"},
      {1, 3, "33.3"},    {75, 103, "72.8"}, {1, 16, "6.3"},          {3, 16, "18.8"},
      {1, 2000, "0.1"},  {1, 2001, "0.0"},  {999, 1000, "99.9"},     {1999, 2000, "100.0"},
      {9, 10000, "0.1"}, {4, 10000, "0.0"}, {kMany, kMany, "100.0"}, {1, kMany, "0.0"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(PercentOf(one.part, one.whole), one.percent) << one.part << " of " << one.whole;
  }
}

}  // namespace
}  // namespace mokuhyo::projection
