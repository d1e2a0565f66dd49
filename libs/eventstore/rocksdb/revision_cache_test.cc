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
  EXPECT_EQ(cache.LookFor("a").known, std::nullopt);
  cache.AddCommitted({{"a", 3}});
  EXPECT_THAT(cache.LookFor("a").known, Optional(Revision(3)));
  cache.AddFound("b", 7, cache.LookFor("b").commits);
  EXPECT_THAT(cache.LookFor("b").known, Optional(Revision(7)));
  cache.AddFound("none", std::nullopt, cache.LookFor("b").commits);
  EXPECT_THAT(cache.LookFor("none").known, Optional(Eq(Revision())));
  cache.AddCommitted({{"a", 4}, {"none", 0}});
  EXPECT_THAT(cache.LookFor("a").known, Optional(Revision(4)));
  EXPECT_THAT(cache.LookFor("none").known, Optional(Revision(0)));
}

TEST(RevisionCacheTest, WhatWasFoundBeforeACommitDoesNotCount) {
  RevisionCache cache(10);
  const uint64_t before = cache.LookFor("a").commits;
  cache.AddCommitted({{"a", 4}});
  cache.AddFound("a", 3, before);
  EXPECT_THAT(cache.LookFor("a").known, Optional(Revision(4)));
  cache.AddFound("b", 1, before);
  EXPECT_EQ(cache.LookFor("b").known, std::nullopt);
}

TEST(RevisionCacheTest, ForgetsWhatWasNotUsedForLong) {
  RevisionCache cache(2);
  cache.AddCommitted({{"used", 1}});
  cache.AddCommitted({{"unused", 1}});
  for (int i = 0; i < 4; ++i) {
    EXPECT_THAT(cache.LookFor("used").known, Optional(Revision(1))) << i;
    cache.AddCommitted({{absl::StrCat("other", i), 1}});
  }
  EXPECT_EQ(cache.LookFor("unused").known, std::nullopt);
}

}  // namespace
}  // namespace mokuhyo::eventstore
