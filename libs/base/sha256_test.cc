#include "libs/base/sha256.h"

#include <gtest/gtest.h>

namespace mokuhyo::base {
namespace {

// The examples of FIPS 180-4.
TEST(Sha256Test, AgreesWithTheStandard) {
  EXPECT_EQ(HexEncode(Sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexEncode(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("abc").size(), 32u);
}

TEST(Sha256Test, HexIsLowerCaseAndKeepsZeros) {
  EXPECT_EQ(HexEncode(std::string_view("\x00\x0f\xff", 3)), "000fff");
  EXPECT_EQ(HexEncode(""), "");
}

}  // namespace
}  // namespace mokuhyo::base
