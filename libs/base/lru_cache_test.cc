#include "libs/base/lru_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace mokuhyo::base {
namespace {

using ::testing::IsNull;
using ::testing::Pointee;

TEST(LruCacheTest, FindsWhatWasPut) {
  LruCache<std::string, int> cache(10);
  EXPECT_THAT(cache.Find("a"), IsNull());
  cache.Put("a", 1, 4);
  cache.Put("b", 2, 4);
  EXPECT_THAT(cache.Find("a"), Pointee(1));
  EXPECT_THAT(cache.Find("b"), Pointee(2));
}

TEST(LruCacheTest, DropsWhatWasUsedLongestAgo) {
  LruCache<std::string, int> cache(10);
  cache.Put("a", 1, 4);
  cache.Put("b", 2, 4);
  cache.Find("a");
  cache.Put("c", 3, 4);
  EXPECT_THAT(cache.Find("a"), Pointee(1));
  EXPECT_THAT(cache.Find("b"), IsNull());
  EXPECT_THAT(cache.Find("c"), Pointee(3));
}

TEST(LruCacheTest, WeighsWhatIsReplacedAnew) {
  LruCache<std::string, int> cache(10);
  cache.Put("a", 1, 8);
  cache.Put("a", 2, 4);
  cache.Put("b", 3, 6);
  EXPECT_THAT(cache.Find("a"), Pointee(2));
  EXPECT_THAT(cache.Find("b"), Pointee(3));
  cache.Put("b", 4, 7);
  EXPECT_THAT(cache.Find("a"), IsNull());
  EXPECT_THAT(cache.Find("b"), Pointee(4));
}

TEST(LruCacheTest, DoesNotKeepWhatIsTooHeavy) {
  LruCache<std::string, int> cache(10);
  cache.Put("a", 1, 4);
  cache.Put("b", 2, 11);
  EXPECT_THAT(cache.Find("b"), IsNull());
  cache.Put("c", 3, 10);
  EXPECT_THAT(cache.Find("c"), Pointee(3));
}

TEST(LruCacheTest, ErasesWhatIsThere) {
  LruCache<std::string, int> cache(10);
  cache.Put("a", 1, 6);
  cache.Put("b", 2, 4);
  cache.Erase("a");
  cache.Erase("none");
  EXPECT_THAT(cache.Find("a"), IsNull());
  cache.Put("c", 3, 6);
  EXPECT_THAT(cache.Find("b"), Pointee(2));
}

TEST(LruCacheTest, ForgetsEverything) {
  LruCache<std::string, int> cache(10);
  cache.Put("a", 1, 10);
  cache.Clear();
  EXPECT_THAT(cache.Find("a"), IsNull());
  cache.Put("b", 2, 10);
  EXPECT_THAT(cache.Find("b"), Pointee(2));
}

}  // namespace
}  // namespace mokuhyo::base
