#include "libs/proof/content_hash.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "libs/base/sha256.h"

namespace mokuhyo::proof {
namespace {

TEST(ContentHashTest, HashesSaltLengthReasonAndPayload) {
  const std::string salt(16, 's');
  const std::string_view length("\0\0\0\0\0\0\0\x03", 8);
  EXPECT_EQ(ContentHash(salt, "why", "payload"), base::Sha256Of({salt, length, "why", "payload"}));
}

TEST(ContentHashTest, WritesTheLengthBigEndian) {
  const std::string reason(0x0102, 'r');
  const std::string_view length("\0\0\0\0\0\0\x01\x02", 8);
  EXPECT_EQ(ContentHash("", reason, ""), base::Sha256Of({length, reason}));
}

TEST(ContentHashTest, TellsReasonFromPayload) {
  EXPECT_NE(ContentHash("salt", "ab", "c"), ContentHash("salt", "a", "bc"));
}

}  // namespace
}  // namespace mokuhyo::proof
