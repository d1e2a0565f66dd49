#include "libs/projection/expected_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using forms::v1::Deadline;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(DueOn, FallsIntoTheYearsOfTheFiscalYearAndOnDaysThatThereAre) {
  struct Case {
    int32_t fiscal_year, month, day, years_after;
    const char* due_on;
  };
  const Case cases[] = {
      {2022, 10, 31, 0, "2022-10-31"},  // within the year
      {2022, 4, 30, 1, "2023-04-30"},   // after its end
      {2022, 4, 30, 2, "2024-04-30"},   //
      {2022, 9, 31, 0, "2022-09-30"},   // a month of 30 days
      {2022, 2, 31, 1, "2023-02-28"},   // February
      {2023, 2, 31, 1, "2024-02-29"},   // of a leap year
      {2023, 2, 29, 1, "2024-02-29"},   //
      {2022, 2, 29, 1, "2023-02-28"},   // none on which it could fall
      {1899, 2, 29, 1, "1900-02-28"},   // no leap year
      {2022, 12, 31, 0, "2022-12-31"},  // the next month is in another year
  };
  for (const Case& one : cases) {
    Deadline deadline;
    deadline.set_due_month(one.month);
    deadline.set_due_day(one.day);
    deadline.set_years_after(one.years_after);
    EXPECT_EQ(DueOn(deadline, one.fiscal_year), one.due_on);
  }
}

// Goals by 15 May, interim results by 31 October, those of the year by 30 April, the evaluation by
// 31 May, the edition by 30 June.
forms::v1::Form FormWithDeadlines() {
  forms::v1::Form form = domain::testing::TestForm();
  for (const char* const deadline :
       {"key: 'plan' subject: SUBJECT_GOALS due_month: 5 due_day: 15",
        "key: 'interim' subject: SUBJECT_RESULTS period: 'interim' due_month: 10 due_day: 31",
        "key: 'final' subject: SUBJECT_RESULTS due_month: 4 due_day: 30 years_after: 1",
        "key: 'rating' subject: SUBJECT_EVALUATION due_month: 5 due_day: 31 years_after: 1",
        "key: 'print' subject: SUBJECT_EDITION due_month: 6 due_day: 30 years_after: 1"}) {
    *form.add_deadlines() = Proto<Deadline>(deadline);
  }
  return form;
}

const char* Name(Punctuality punctuality) {
  switch (punctuality) {
    case Punctuality::kOnTime:
      return "on time";
    case Punctuality::kLate:
      return "late";
    case Punctuality::kUndated:
      return "undated";
    case Punctuality::kPending:
      return "pending";
    case Punctuality::kMissing:
      return "missing";
    case Punctuality::kBlank:
      return "blank";
  }
  return "";
}

sheets::v1::Sheet Sheet(const std::string& text) {
  auto sheet = Proto<sheets::v1::Sheet>(text);
  sheet.set_fiscal_year(2022);
  if (sheet.org_unit().empty()) sheet.set_org_unit("kensetsu");
  return sheet;
}

// "deadline indicator: how it stands" of each expected result on the day.
std::vector<std::string> Results(const sheets::v1::Sheet& sheet, const std::string& day) {
  const forms::v1::Form form = FormWithDeadlines();
  std::vector<std::string> lines;
  for (const ExpectedResult& result : ExpectedResults({&sheet, &form}, day)) {
    lines.push_back(absl::StrCat(result.deadline->key(), " ", result.indicator->id(), ": ",
                                 Name(result.punctuality)));
  }
  return lines;
}

std::vector<std::string> Steps(const sheets::v1::Sheet& sheet, const std::string& day) {
  const forms::v1::Form form = FormWithDeadlines();
  std::vector<std::string> lines;
  for (const ExpectedStep& step : ExpectedSteps({&sheet, &form}, day)) {
    lines.push_back(absl::StrCat(step.deadline->key(), " ", step.due_on, " ", step.done_on, ": ",
                                 Name(step.punctuality)));
  }
  return lines;
}

// One indicator with what the text says of it.
sheets::v1::Sheet OneIndicator(const std::string& indicator, const std::string& goal = "") {
  return Sheet(absl::StrCat("goals { id: 'g' level: 'goal' ", goal, " indicators { id: 'i' ",
                            indicator, " } }"));
}

TEST(ExpectedResults, StandByTheDayOfTheFirstReportAndTheDayOfTheQuestion) {
  const char* const none = "";
  const auto year = [](const std::string& reported_on) {
    return absl::StrCat("result { text: '7' } result_detail { reported_on: '", reported_on, "' }");
  };
  const auto interim = [](const std::string& reported_on) {
    return absl::StrCat("results { period: 'interim' value { text: '3' } reported_on: '",
                        reported_on, "' }");
  };
  struct Case {
    std::string indicator;
    const char* day;
    const char* interim;
    const char* year;
  };
  const Case cases[] = {
      {none, "2022-10-30", "pending", "pending"},
      {none, "2022-10-31", "pending", "pending"},  // the due day is not over
      {none, "2022-11-01", "missing", "pending"},
      {none, "2023-04-30", "missing", "pending"},
      {none, "2023-05-01", "missing", "missing"},
      {interim("2022-10-31"), "2022-12-01", "on time", "pending"},
      {interim("2022-11-01"), "2022-12-01", "late", "pending"},
      {interim(""), "2022-12-01", "undated", "pending"},
      {interim("2022-10-01"), "2022-10-15", "on time", "pending"},
      {year("2023-04-30"), "2023-07-01", "missing", "on time"},
      {year("2023-05-01"), "2023-07-01", "missing", "late"},
      {year(""), "2023-07-01", "missing", "undated"},
      {"result { text: '7' }", "2023-07-01", "missing", "undated"},
      // An empty cell says nothing; a dash says that there is no value.
      {"result { text: '' } result_detail { reported_on: '2023-04-01' }", "2023-07-01", "missing",
       "missing"},
      {"result { text: '-' } result_detail { reported_on: '2023-04-01' }", "2023-07-01", "missing",
       "on time"},
      {"results { period: 'interim' value { text: '' } }", "2022-11-01", "missing", "pending"},
      // A ratio without its quotient is a result.
      {"results { period: 'interim' numerator: '1' denominator: '3' reported_on: '2022-10-01' }",
       "2022-11-01", "on time", "pending"},
      // Another period is another result.
      {"results { period: '2022-12-31' value { text: '3' } }", "2022-11-01", "missing", "pending"},
  };
  for (const Case& one : cases) {
    EXPECT_THAT(
        Results(OneIndicator(one.indicator), one.day),
        ElementsAre(absl::StrCat("interim i: ", one.interim), absl::StrCat("final i: ", one.year)))
        << one.indicator << " on " << one.day;
  }
}

TEST(ExpectedResults, TellBlanksOnPurposeFromMissingOnes) {
  struct Case {
    const char* blank;
    const char* interim;
    const char* year;
  };
  const Case cases[] = {
      {"indicators[0].result", "missing", "blank"},
      {"indicators[0].results", "blank", "missing"},
      {"indicators[0].results[interim]", "blank", "missing"},
      {"indicators[0].results[2022-12-31]", "missing", "missing"},
      {"indicators[1].result", "missing", "missing"},
      {"indicators[0].target", "missing", "missing"},
      {"evaluation.rating", "missing", "missing"},
  };
  for (const Case& one : cases) {
    const auto sheet = OneIndicator("", absl::StrCat("intentionally_blank: '", one.blank, "'"));
    EXPECT_THAT(Results(sheet, "2023-07-01"), ElementsAre(absl::StrCat("interim i: ", one.interim),
                                                          absl::StrCat("final i: ", one.year)))
        << one.blank;
  }
}

TEST(ExpectedResults, AreOfEveryIndicatorButThoseOfWithdrawnGoals) {
  const sheets::v1::Sheet sheet = Sheet(R"pb(
    goals {
      id: "h"
      level: "heading"
      label: "I"
      responsible_unit: "somu"
      indicators { id: "i1" }
      goals {
        id: "g1"
        level: "item"
        label: "2"
        indicators { id: "i2" }
        indicators { id: "i3" }
      }
      goals {
        id: "g2"
        level: "item"
        withdrawn: true
        indicators { id: "i4" }
      }
    }
    goals {
      id: "w"
      level: "goal"
      withdrawn: true
      goals {
        id: "g3"
        level: "item"
        indicators { id: "i5" }
      }
    }
    goals {
      id: "g4"
      level: "goal"
      indicators { id: "i6" }
    }
  )pb");
  EXPECT_THAT(Results(sheet, "2022-11-01"),
              ElementsAre("interim i1: missing", "interim i2: missing", "interim i3: missing",
                          "interim i6: missing", "final i1: pending", "final i2: pending",
                          "final i3: pending", "final i6: pending"));
  const forms::v1::Form form = FormWithDeadlines();
  const auto results = ExpectedResults({&sheet, &form}, "2022-11-01");
  EXPECT_THAT(results[1].path, ElementsAre("I", "2"));
  EXPECT_EQ(results[1].goal->id(), "g1");
  EXPECT_EQ(results[1].responsible_unit, "somu");
  EXPECT_EQ(results[3].responsible_unit, "kensetsu");
  EXPECT_EQ(results[1].due_on, "2022-10-31");
}

TEST(ExpectedResults, AreNoneWithoutDeadlines) {
  const forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet sheet = OneIndicator("");
  EXPECT_THAT(ExpectedResults({&sheet, &form}, "2023-07-01"), IsEmpty());
  EXPECT_THAT(ExpectedSteps({&sheet, &form}, "2023-07-01"), IsEmpty());
}

TEST(ExpectedSteps, AreNotDoneInADraft) {
  EXPECT_THAT(Steps(Sheet("state: SHEET_STATE_DRAFT"), "2022-05-16"),
              ElementsAre("plan 2022-05-15 : missing", "rating 2023-05-31 : pending",
                          "print 2023-06-30 : pending"));
}

TEST(ExpectedSteps, AreDoneOnTheDayOfThePublication) {
  const auto plan = [](const std::string& published_on) {
    return Steps(Sheet(absl::StrCat("state: SHEET_STATE_RESULTS_REPORTED goals_published_on: '",
                                    published_on, "'")),
                 "2022-12-01")[0];
  };
  EXPECT_EQ(plan("2022-05-15"), "plan 2022-05-15 2022-05-15: on time");
  EXPECT_EQ(plan("2022-05-16"), "plan 2022-05-15 2022-05-16: late");
  EXPECT_EQ(plan(""), "plan 2022-05-15 : undated");
}

TEST(ExpectedSteps, OfAnEvaluationAreToldByItsFirstConfirmationUnlessItIsOpenAgain) {
  const char* const history = R"pb(
    goals_published_on: "2022-05-01"
    transitions { kind: KIND_EVALUATION_CONFIRMED effective_date: "2023-05-31" }
    transitions { kind: KIND_EVALUATION_REOPENED effective_date: "2023-06-10" }
  )pb";
  EXPECT_EQ(Steps(Sheet(absl::StrCat(history, "state: SHEET_STATE_ASSESSED")), "2023-06-11")[1],
            "rating 2023-05-31 : missing");
  EXPECT_EQ(Steps(Sheet(absl::StrCat(history, R"pb(
                    state: SHEET_STATE_CONFIRMED
                    confirmed_on: "2023-06-20"
                    transitions { kind: KIND_EVALUATION_CONFIRMED effective_date: "2023-06-20" }
                  )pb")),
                  "2023-06-21")[1],
            "rating 2023-05-31 2023-05-31: on time");
}

TEST(ExpectedSteps, OfADocumentOfThePastHaveNoDay) {
  EXPECT_EQ(Steps(Sheet(R"pb(
                    transcribed: true
                    state: SHEET_STATE_CONFIRMED
                    transitions { kind: KIND_EVALUATION_CONFIRMED effective_date: "2025-01-01" }
                  )pb"),
                  "2025-01-02")[1],
            "rating 2023-05-31 : undated");
}

TEST(ExpectedSteps, OfTheEditionAreToldByTheFirst) {
  EXPECT_EQ(Steps(Sheet(R"pb(
                    state: SHEET_STATE_EDITION_PUBLISHED
                    confirmed_on: "2023-05-01"
                    editions { number: 1 published_on: "2023-06-30" replaced_by: 2 }
                    editions { number: 2 published_on: "2023-08-01" replaces: 1 }
                  )pb"),
                  "2023-09-01")[2],
            "print 2023-06-30 2023-06-30: on time");
}

}  // namespace
}  // namespace mokuhyo::projection
