// What is expected by the deadlines of the form, and what came of it: on time, late, missing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::ElementsAre;

const std::string kRoads = SheetNamed("doboku-2022");

// `key: expected 3, reported 1, on time 1 …` of the totals, without zeros.
std::vector<std::string> Totals(City& city, const std::string& fields = "") {
  const auto answer =
      city.Sees(About<indicators::v1::GetCompletenessRequest>("kita", 2022, fields));
  std::vector<std::string> said;
  for (const auto& row : answer.totals()) {
    std::string line = absl::StrCat(row.deadline(), ": ", row.expected_count());
    for (const auto& [word, count] :
         {std::pair{"on time", row.on_time_count()}, std::pair{"late", row.late_count()},
          std::pair{"missing", row.missing_count()}, std::pair{"pending", row.pending_count()},
          std::pair{"blank", row.blank_count()}}) {
      if (count > 0) absl::StrAppend(&line, ", ", count, " ", word);
    }
    said.push_back(line);
  }
  return said;
}

TEST(Completeness, OnTimeLateAndMissingByDeadline) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022);
  EXPECT_THAT(Totals(city),
              ElementsAre("goals: 1, 1 on time", "interim: 3, 3 pending", "results: 3, 3 pending",
                          "evaluation: 1, 1 pending", "edition: 1, 1 pending"));
  // A section without a sheet is named; the ward has none of its sections' kind, and misses none.
  const auto answer = city.Sees(About<indicators::v1::GetCompletenessRequest>("kita", 2022));
  EXPECT_THAT(answer.units_without_sheet(), ElementsAre("kenko", "nosho", "somu"));
  ASSERT_EQ(answer.rows_size(), 5);
  EXPECT_EQ(answer.rows(1).org_unit_display_name(), "土木課");
  EXPECT_EQ(answer.rows(1).due_on(), "2022-10-31");

  city.On("2022-10-31").As("tanaka").Does(ReportResults(kRoads, {{"fence", "41"}}, "interim"));
  city.On("2022-11-07").Does(ReportResults(kRoads, {{"early", "70"}}, "interim"));
  EXPECT_EQ(Totals(city)[1], "interim: 3, 1 on time, 1 late, 1 missing");
  // On the last day nobody was late yet.
  EXPECT_EQ(Totals(city, "effective_date: '2022-10-31'")[1], "interim: 3, 1 on time, 2 pending");
  // A correction is no late report, and what is taken back is not there.
  city.Does(CorrectResults(kRoads, {{"fence", "42"}}, "測り直し", "interim"));
  EXPECT_EQ(Totals(city)[1], "interim: 3, 1 on time, 1 late, 1 missing");
  city.Does(MarkBlank(kRoads, "answers", {"indicators[0].results[interim]"}));
  EXPECT_EQ(Totals(city)[1], "interim: 2, 1 on time, 1 late, 1 blank");
  city.Does(WithdrawGoal(kRoads, "answers", "窓口が移った"));
  EXPECT_EQ(Totals(city)[2], "results: 2, 2 pending");

  city.On("2023-05-02").Does(ReportResults(kRoads, {{"fence", "91"}}));
  const auto missing =
      city.Sees(About<indicators::v1::ListMissingResultsRequest>("kita", 2022, "period: ''"));
  ASSERT_EQ(missing.missing_size(), 1);
  EXPECT_EQ(missing.missing(0).indicator(), IndicatorOf(kRoads, "early"));
  EXPECT_EQ(missing.missing(0).days_late(), 2);
  EXPECT_EQ(missing.missing(0).org_unit_display_name(), "土木課");
  EXPECT_EQ(missing.missing(0).label(), "2");
  city.Does(ReportResults(kRoads, {{"early", "75"}}));
  city.Does(Rate(kRoads, {{"sand", "達成"}, {"orders", "達成"}}));
  city.On("2023-06-02");
  PublishRoadsEdition(city, kRoads);
  EXPECT_THAT(Totals(city),
              ElementsAre("goals: 1, 1 on time", "interim: 2, 1 on time, 1 late",
                          "results: 2, 2 late", "evaluation: 1, 1 late", "edition: 1, 1 on time"));
}

}  // namespace
}  // namespace mokuhyo::scenarios
