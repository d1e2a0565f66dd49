#include "libs/base/sha256_stream.h"

#include <string>

#include "gtest/gtest.h"

namespace mokuhyo::base {
namespace {

TEST(Sha256StreamTest, IsTheDigestOfThePiecesTogether) {
  Sha256Stream stream;
  stream.Add("ab");
  stream.Add("");
  stream.Add("c");
  EXPECT_EQ(stream.Finish(), Sha256Of({"abc"}));
  EXPECT_EQ(Sha256Stream().Finish(), Sha256Of({}));
}

}  // namespace
}  // namespace mokuhyo::base
