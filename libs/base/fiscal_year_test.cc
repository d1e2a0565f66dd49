#include "libs/base/fiscal_year.h"

#include <gtest/gtest.h>

namespace mokuhyo::base {
namespace {

TEST(FiscalYearTest, ReadsEveryNotation) {
  const struct {
    std::string_view text;
    int year;
  } kCases[] = {
      {"2022", 2022},       {"FY2022", 2022},     {"2022年度", 2022},   {"令和4年度", 2022},
      {"令和４年度", 2022}, {"R4", 2022},         {"Ｒ４年度", 2022},   {"R元", 2019},
      {"令和元年度", 2019}, {"R1", 2019},         {"H31", 2019},        {"平成31年度", 2019},
      {"平成32年度", 2020}, {"平成元年度", 1989}, {"昭和63年度", 1988}, {"令和 4 年度", 2022},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<int> year = ParseFiscalYear(c.text);
    ASSERT_TRUE(year.ok()) << c.text;
    EXPECT_EQ(*year, c.year) << c.text;
  }
}

TEST(FiscalYearTest, RefusesEverythingElse) {
  for (std::string_view text : {"", "4", "R", "R0", "R04", "令和", "令和100年度", "FY", "20222",
                                "2022年", "-2022", "1925", "2200", "FYR4", "大正10年度", "\xFF"}) {
    EXPECT_EQ(ParseFiscalYear(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(FiscalYearTest, FormatsInTheNewestEra) {
  EXPECT_EQ(FormatFiscalYearJa(2022), "令和4年度");
  EXPECT_EQ(FormatFiscalYearJa(2019), "令和元年度");
  EXPECT_EQ(FormatFiscalYearJa(2018), "平成30年度");
  EXPECT_EQ(FormatFiscalYearJa(1989), "平成元年度");
  EXPECT_EQ(FormatFiscalYearJa(1988), "昭和63年度");
}

TEST(FiscalYearTest, ReadsBackWhatItFormats) {
  for (int year = kMinFiscalYear; year <= 2100; ++year) {
    const absl::StatusOr<int> read = ParseFiscalYear(FormatFiscalYearJa(year));
    ASSERT_TRUE(read.ok()) << year;
    EXPECT_EQ(*read, year);
  }
}

TEST(FiscalYearTest, BeginsOnTheFirstOfApril) {
  EXPECT_EQ(FiscalYearOf(absl::CivilDay(2022, 4, 1)), 2022);
  EXPECT_EQ(FiscalYearOf(absl::CivilDay(2023, 3, 31)), 2022);
  EXPECT_EQ(FiscalYearOf(absl::CivilDay(2023, 1, 1)), 2022);
  EXPECT_EQ(FiscalYearOf(absl::CivilDay(2022, 3, 31)), 2021);
}

}  // namespace
}  // namespace mokuhyo::base
