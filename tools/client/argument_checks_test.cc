#include "tools/client/argument_checks.h"

#include <gtest/gtest.h>

namespace mokuhyo::client {
namespace {

TEST(ArgumentChecksTest, EmptyIsSaid) {
  EXPECT_EQ(CheckNotEmpty("x"), "");
  EXPECT_EQ(CheckNotEmpty(""), "must not be empty");
}

TEST(ArgumentChecksTest, NumbersAreWholeAndFromOne) {
  for (const char* good : {"1", "10", "18446744073709551615"}) EXPECT_EQ(CheckFromOne(good), "");
  for (const char* bad : {"", "0", "-1", "+1", " 1", "1 ", "010", "0x10", "1.5", "1e3", "one",
                          "18446744073709551616"}) {
    EXPECT_NE(CheckFromOne(bad), "") << bad;
  }
  EXPECT_EQ(CheckFromOne("18446744073709551616"), "18446744073709551616 is too large");
  EXPECT_EQ(CheckFromOne("-1"), "\"-1\" is not a whole number from 1");
}

TEST(ArgumentChecksTest, WholeNumbersAreDigits) {
  EXPECT_EQ(ParseWholeNumber("0"), 0u);
  EXPECT_EQ(ParseWholeNumber("40"), 40u);
  for (const char* bad : {"", "-1", "+1", " 1", "1 ", "4x", "18446744073709551616"}) {
    EXPECT_EQ(ParseWholeNumber(bad), std::nullopt) << bad;
  }
}

TEST(ArgumentChecksTest, EditionsHaveANumber) {
  for (const char* good : {"2022-nishi@1", "niigata/2022-nishi@12", "cities/c/sheets/s@1",
                           "cities/c/sheets/s/editions/1"}) {
    EXPECT_EQ(CheckEdition(good), "") << good;
  }
  for (const char* bad : {"", "2022-nishi", "@1", "2022-nishi@", "2022-nishi@0", "2022-nishi@x",
                          "cities/c/sheets/s"}) {
    EXPECT_NE(CheckEdition(bad).find("SHEET@NUMBER"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace mokuhyo::client
