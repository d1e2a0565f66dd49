#include "libs/render/printed_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/numbers.h"
#include "google/rpc/error_info.pb.h"
#include "libs/base/errors.h"
#include "libs/render/printed_goals.h"
#include "libs/render/printed_limits.h"
#include "libs/render/sheet_test_util.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::EXPORT_FORMAT_CSV;
using sheets::v1::EXPORT_FORMAT_HTML;
using sheets::v1::EXPORT_FORMAT_XLSX;
using sheets::v1::ExportFormat;
using sheets::v1::Sheet;
using ::testing::HasSubstr;

constexpr ExportFormat kFormats[] = {EXPORT_FORMAT_HTML, EXPORT_FORMAT_XLSX, EXPORT_FORMAT_CSV};

absl::StatusOr<std::string> Write(ExportFormat format, const Sheet& sheet) {
  const forms::v1::Form form = TestForm();
  return WritePrinted(format, sheet, {.form = &form});
}

// The figure of the sheet, of which one is above its limit; 0 if it was not refused for it.
size_t Refused(const absl::Status& status, const std::string& figure, size_t limit) {
  google::rpc::ErrorInfo info;
  size_t found = 0;
  if (!absl::IsResourceExhausted(status) || !base::ReadDetail(status, info)) {
    ADD_FAILURE() << status;
    return 0;
  }
  EXPECT_EQ(info.reason(), "EXPORT_TOO_LARGE");
  EXPECT_EQ(info.metadata().at("max_" + figure), std::to_string(limit));
  EXPECT_TRUE(absl::SimpleAtoi(info.metadata().at(figure), &found));
  for (const std::string& said : {info.metadata().at(figure), std::to_string(limit)})
    EXPECT_THAT(std::string(status.message()), HasSubstr(said));
  EXPECT_THAT(std::string(status.message()), HasSubstr("JSON"));
  return found;
}

// A sheet of `goals` goals with one indicator each, whose past columns are of `years` years.
Sheet Table(int goals, int years) {
  Sheet sheet;
  sheet.set_fiscal_year(2100);
  for (int i = 0; i < goals; ++i) {
    auto& indicator = *sheet.add_goals()->add_indicators();
    if (i > 0) continue;
    for (int year = 0; year < years; ++year) {
      auto& past = *indicator.add_past();
      past.set_fiscal_year(2000 + year);
      past.mutable_value()->set_text("1");
    }
  }
  return sheet;
}

TEST(PrintedFormatsTest, CountsCellsWithoutMakingThem) {
  const forms::v1::Form form = TestForm();
  for (const Sheet& sheet : {TestSheet(), Table(7, 3), Sheet()}) {
    for (const size_t past_years : {size_t{1}, size_t{100}}) {
      // Without words, which are no cells of the table.
      const PrintOptions options{.comments = false, .max_past_years = past_years, .form = &form};
      EXPECT_EQ(CountCells(sheet, options), SizeOf(PrintSheet(sheet, options)).cells);
    }
  }
}

TEST(PrintedFormatsTest, RefusesATableOfTooManyCells) {
  // One column more than the past years: the goals.
  static_assert(kMaxPrintedCells % 50 == 0);
  constexpr int kGoals = static_cast<int>(kMaxPrintedCells) / 50;
  EXPECT_TRUE(Write(EXPORT_FORMAT_CSV, Table(kGoals, 49)).ok());
  const Sheet sheet = Table(kGoals, 50);
  for (const ExportFormat format : kFormats) {
    EXPECT_EQ(Refused(Write(format, sheet).status(), "cells", kMaxPrintedCells),
              kMaxPrintedCells + kGoals);
  }
}

TEST(PrintedFormatsTest, TextsBelowGoalsAreCells) {
  Sheet sheet = Table(1, 1);
  for (size_t i = 0; i < kMaxPrintedCells; ++i) {
    auto& result = *sheet.mutable_goals(0)->mutable_indicators(0)->add_results();
    result.set_period("p");
    result.mutable_value()->set_text("1");
  }
  EXPECT_EQ(Refused(Write(EXPORT_FORMAT_HTML, sheet).status(), "cells", kMaxPrintedCells),
            kMaxPrintedCells + 2);
  EXPECT_TRUE(Write(EXPORT_FORMAT_CSV, sheet).ok());
}

TEST(PrintedFormatsTest, RefusesACsvThatRepeatsTooMuch) {
  Sheet sheet = Table(1, 1);
  auto& goal = *sheet.mutable_goals(0);
  goal.mutable_evaluation()->set_comment(std::string(kMaxPrintedBytes / 100, 'x'));
  for (int i = 1; i < 99; ++i) goal.add_indicators();
  const auto csv = Write(EXPORT_FORMAT_CSV, sheet);
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_LE(csv->size(), kMaxPrintedBytes);
  goal.add_indicators();
  EXPECT_GT(Refused(Write(EXPORT_FORMAT_CSV, sheet).status(), "bytes", kMaxPrintedBytes),
            csv->size() + kMaxPrintedBytes / 100);
  EXPECT_TRUE(Write(EXPORT_FORMAT_HTML, sheet).ok()) << "which says it once";
}

TEST(PrintedFormatsTest, RefusesAPageThatRepeatsTooMuch) {
  Sheet sheet = Table(1, 1);
  auto& indicator = *sheet.mutable_goals(0)->mutable_indicators(0);
  indicator.set_name(std::string(kMaxPrintedBytes / 100, 'x'));
  for (int i = 0; i < 100; ++i) indicator.add_results()->mutable_value()->set_text("1");
  for (const ExportFormat format : {EXPORT_FORMAT_HTML, EXPORT_FORMAT_XLSX})
    EXPECT_GT(Refused(Write(format, sheet).status(), "bytes", kMaxPrintedBytes), kMaxPrintedBytes);
  EXPECT_TRUE(Write(EXPORT_FORMAT_CSV, sheet).ok()) << "which has no interim results";
}

TEST(PrintedFormatsTest, TheLimitsThemselvesAreAllowed) {
  EXPECT_TRUE(RequirePrintable({kMaxPrintedCells, kMaxPrintedBytes}).ok());
  EXPECT_FALSE(RequirePrintable({kMaxPrintedCells + 1, 0}).ok());
  EXPECT_FALSE(RequirePrintable({0, kMaxPrintedBytes + 1}).ok());
}

}  // namespace
}  // namespace mokuhyo::render
