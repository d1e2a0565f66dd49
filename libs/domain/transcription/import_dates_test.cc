#include "libs/domain/transcription/import_dates.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain {
namespace {

using testing::Proto;

constexpr char kToday[] = "2026-10-01";

SheetState Sheet(const events::v1::SheetEvent& created) {
  SheetState state;
  testing::Fold({created}, state);
  return state;
}

// `goals results`, then the fields that are violated.
std::string Dates(const std::string& request, const std::string& document,
                  const SheetState& current = {}) {
  base::Violations violations;
  const ImportDates dates =
      DatesOfImport(Proto<imports::v1::ImportSheetRequest>(request),
                    Proto<documents::v1::SheetDocument>(document), current, kToday, violations);
  std::string text = absl::StrCat(dates.goals, " ", dates.results);
  for (const auto& violation : violations.list()) absl::StrAppend(&text, " ", violation.field);
  return text;
}

constexpr char kPrinted[] = R"pb(created_on: "2022-04-01" evaluated_on: "2023-03-31")pb";

TEST(ImportDatesTest, WhatIsSaidPrecedesWhatIsPrinted) {
  EXPECT_EQ(Dates("", ""), "2026-10-01 2026-10-01");
  EXPECT_EQ(Dates("", kPrinted), "2022-04-01 2023-03-31");
  EXPECT_EQ(Dates("", R"pb(created_on: "2022-04-01")pb"), "2022-04-01 2022-04-01");
  EXPECT_EQ(Dates("", R"pb(evaluated_on: "2023-03-31")pb"), "2023-03-31 2023-03-31");
  EXPECT_EQ(Dates("effective_date: '2022-06-01'", kPrinted), "2022-06-01 2022-06-01");
  EXPECT_EQ(Dates("goals_effective_date: '2022-05-10'", kPrinted), "2022-05-10 2023-03-31");
  EXPECT_EQ(Dates("results_effective_date: '2023-05-10'", kPrinted), "2022-04-01 2023-05-10");
  EXPECT_EQ(Dates("goals_effective_date: '2022-05-10' results_effective_date: '2022-05-10' "
                  "effective_date: '2020-01-01'",
                  kPrinted),
            "2022-05-10 2022-05-10");
}

TEST(ImportDatesTest, ASheetThatIsThereChangesTodayWhereNothingIsSaid) {
  const SheetState transcribed = Sheet(testing::TranscribedSheetCreatedEvent());
  EXPECT_EQ(Dates("", R"pb(created_on: "2022-04-01")pb", transcribed), "2022-04-01 2026-10-01");
  EXPECT_EQ(Dates("", kPrinted, transcribed), "2022-04-01 2023-03-31");
  // What was operated here has dates of its own; printed ones do not count.
  EXPECT_EQ(Dates("", kPrinted, Sheet(testing::SheetCreatedEvent())), "2026-10-01 2026-10-01");
}

TEST(ImportDatesTest, ResultsAreNotBeforeTheGoals) {
  EXPECT_EQ(Dates("results_effective_date: '2022-03-31'", kPrinted),
            "2022-04-01 2022-04-01 results_effective_date");
  EXPECT_EQ(Dates("goals_effective_date: '2022-05-10' results_effective_date: '2022-05-09'", ""),
            "2022-05-10 2022-05-10 results_effective_date");
  // Printed days are often nominal.
  EXPECT_EQ(Dates("", R"pb(created_on: "2022-04-01" evaluated_on: "2022-03-31")pb"),
            "2022-04-01 2022-04-01");
  EXPECT_EQ(Dates("goals_effective_date: '2023-04-30'", kPrinted), "2023-04-30 2023-04-30");
}

TEST(ImportDatesTest, ReportsWhatIsNoDay) {
  EXPECT_EQ(Dates("goals_effective_date: '4月' results_effective_date: '2023-02-30'", kPrinted),
            "2022-04-01 2023-03-31 goals_effective_date results_effective_date");
  // CheckDocument tells of what is printed.
  EXPECT_EQ(Dates("", R"pb(created_on: "R4.4.1")pb"), "2026-10-01 2026-10-01");
}

}  // namespace
}  // namespace mokuhyo::domain
