#include "libs/eventstore/rocksdb/revision_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mokuhyo::eventstore {
namespace {

using ::testing::Eq;
using ::testing::Optional;
using Revision = RevisionCache::Revision;

TEST(RevisionCacheTest, KnowsWhatWasCommittedAndFound) {
  RevisionCache cache(10);
  EXPECT_EQ(cache.Find("a"), std::nullopt);
  cache.AddCommitted({{"a", 3}});
  EXPECT_THAT(cache.Find("a"), Optional(Revision(3)));
  cache.AddFound("b", 7, cache.Commits());
  EXPECT_THAT(cache.Find("b"), Optional(Revision(7)));
  cache.AddFound("none", std::nullopt, cache.Commits());
  EXPECT_THAT(cache.Find("none"), Optional(Eq(Revision())));
  cache.AddCommitted({{"a", 4}, {"none", 0}});
  EXPECT_THAT(cache.Find("a"), Optional(Revision(4)));
  EXPECT_THAT(cache.Find("none"), Optional(Revision(0)));
}

TEST(RevisionCacheTest, WhatWasFoundBeforeACommitDoesNotCount) {
  RevisionCache cache(10);
  const uint64_t before = cache.Commits();
  cache.AddCommitted({{"a", 4}});
  cache.AddFound("a", 3, before);
  EXPECT_THAT(cache.Find("a"), Optional(Revision(4)));
  cache.AddFound("b", 1, before);
  EXPECT_EQ(cache.Find("b"), std::nullopt);
}

TEST(RevisionCacheTest, ForgetsWhatWasNotUsedForLong) {
  RevisionCache cache(2);
  cache.AddCommitted({{"used", 1}});
  cache.AddCommitted({{"unused", 1}});
  for (int i = 0; i < 4; ++i) {
    EXPECT_THAT(cache.Find("used"), Optional(Revision(1))) << i;
    cache.AddCommitted({{absl::StrCat("other", i), 1}});
  }
  EXPECT_EQ(cache.Find("unused"), std::nullopt);
}

}  // namespace
}  // namespace mokuhyo::eventstore
