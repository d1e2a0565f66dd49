#include "libs/values/quotient.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace mokuhyo::values {
namespace {

std::string Divide(const std::string& numerator, const std::string& denominator, int places) {
  return RoundedQuotient(Decimal::Parse(numerator).value(), Decimal::Parse(denominator).value(),
                         places)
      .ToString();
}

TEST(RoundedQuotientTest, RoundsHalfUp) {
  EXPECT_EQ(Divide("447", "4.5", 2), "99.33");
  EXPECT_EQ(Divide("6000", "63", 2), "95.24");
  EXPECT_EQ(Divide("30800", "750", 2), "41.07");
  EXPECT_EQ(Divide("1048800", "10000", 2), "104.88");
  EXPECT_EQ(Divide("1", "200", 2), "0.01");
  EXPECT_EQ(Divide("1", "201", 2), "0");
  EXPECT_EQ(Divide("2", "3", 0), "1");
  EXPECT_EQ(Divide("1", "2", 0), "1");
  EXPECT_EQ(Divide("1", "3", 0), "0");
  EXPECT_EQ(Divide("0", "7", 2), "0");
  EXPECT_EQ(Divide("100", "100", 2), "1");
  EXPECT_EQ(Divide("0.001", "0.0000001", 1), "10000");
}

TEST(RoundedQuotientTest, HoldsNumbersOfAnySize) {
  const std::string nines(64, '9');
  EXPECT_EQ(Divide(nines, "1", 0), nines);
  EXPECT_EQ(Divide(nines, nines, 2), "1");
  EXPECT_EQ(Divide("1", nines, 2), "0");
}

// Against the integers of the machine.
TEST(RoundedQuotientTest, AgreesWithIntegers) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int64_t> numbers(0, 1'000'000);
  for (int i = 0; i < 2'000; ++i) {
    const int64_t numerator = numbers(random);
    const int64_t denominator = numbers(random) + 1;
    const int64_t hundredths = (2 * 100 * numerator + denominator) / (2 * denominator);
    const Decimal expected = Decimal::FromInt(hundredths) * Decimal::Parse("0.01").value();
    ASSERT_EQ(Divide(std::to_string(numerator), std::to_string(denominator), 2),
              expected.ToString())
        << numerator << " / " << denominator;
  }
}

}  // namespace
}  // namespace mokuhyo::values
