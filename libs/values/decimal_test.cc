#include "libs/values/decimal.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace mokuhyo::values {
namespace {

Decimal D(std::string_view text) {
  const absl::StatusOr<Decimal> number = Decimal::Parse(text);
  EXPECT_TRUE(number.ok()) << text;
  return number.value_or(Decimal());
}

TEST(DecimalTest, PrintsCanonically) {
  const struct {
    std::string_view text;
    std::string_view canonical;
  } kCases[] = {
      {"0", "0"},      {"-0", "0"},         {"0.00", "0"},    {"007", "7"},
      {"4.70", "4.7"}, {"100", "100"},      {"0.05", "0.05"}, {"-0.5", "-0.5"},
      {"1.0", "1"},    {"120.10", "120.1"}, {"0.10", "0.1"},  {"-100.0", "-100"},
  };
  for (const auto& c : kCases) EXPECT_EQ(D(c.text).ToString(), c.canonical) << c.text;
}

TEST(DecimalTest, RefusesOtherNotations) {
  for (std::string_view text :
       {"", "-", ".", "1.", ".5", "+1", "1,000", "1e3", " 1", "1 ", "--1", "1.2.3", "１", "0x1"}) {
    EXPECT_EQ(Decimal::Parse(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(DecimalTest, LimitsDigitsFromOutside) {
  EXPECT_TRUE(Decimal::Parse(std::string(Decimal::kMaxDigits, '9')).ok());
  EXPECT_EQ(Decimal::Parse(std::string(Decimal::kMaxDigits + 1, '9')).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST(DecimalTest, OrdersNumbersNotTexts) {
  const Decimal ordered[] = {D("-100"), D("-9.5"), D("-9.45"), D("-0.1"), D("0"),    D("0.09"),
                             D("0.1"),  D("4.47"), D("4.5"),   D("9"),    D("10.0"), D("10.01")};
  for (size_t i = 0; i < std::size(ordered); ++i) {
    for (size_t j = 0; j < std::size(ordered); ++j) {
      EXPECT_EQ(ordered[i] <=> ordered[j], i <=> j)
          << ordered[i].ToString() << " and " << ordered[j].ToString();
      EXPECT_EQ(ordered[i] == ordered[j], i == j);
    }
  }
}

TEST(DecimalTest, IsExactWhereBinaryFractionsAreNot) {
  EXPECT_EQ(D("0.1") + D("0.2"), D("0.3"));
  EXPECT_EQ(D("4.50") * D("95"), D("427.5"));
  EXPECT_EQ((D("1") - D("0.9")).ToString(), "0.1");
}

TEST(DecimalTest, CarriesAndBorrows) {
  EXPECT_EQ((D("999") + D("0.001") + D("0.999")).ToString(), "1000");
  EXPECT_EQ((D("1000") - D("0.001")).ToString(), "999.999");
  EXPECT_EQ((D("-5") + D("5")).ToString(), "0");
  EXPECT_EQ((D("99999999999999999999") * D("99999999999999999999")).ToString(),
            "9999999999999999999800000000000000000001");
}

TEST(DecimalTest, TakesEveryInt64) {
  EXPECT_EQ(Decimal::FromInt(std::numeric_limits<int64_t>::min()).ToString(),
            "-9223372036854775808");
  EXPECT_EQ(Decimal::FromInt(0), Decimal());
}

TEST(DecimalTest, AgreesWithIntegerArithmetic) {
  std::mt19937 random(20220401);
  std::uniform_int_distribution<int64_t> numbers(-2'000'000'000, 2'000'000'000);
  for (int i = 0; i < 2000; ++i) {
    const int64_t a = numbers(random);
    const int64_t b = numbers(random);
    const Decimal x = Decimal::FromInt(a);
    const Decimal y = Decimal::FromInt(b);
    EXPECT_EQ(x + y, Decimal::FromInt(a + b));
    EXPECT_EQ(x - y, Decimal::FromInt(a - b));
    EXPECT_EQ(x * y, Decimal::FromInt(a * b));
    EXPECT_EQ(x <=> y, a <=> b);
    EXPECT_EQ(D(x.ToString()), x);
  }
}

}  // namespace
}  // namespace mokuhyo::values
