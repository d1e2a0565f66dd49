// The year of an operating policy whose indicators bear letters, from the registration of its form
// to the summary: everything by the commands and questions of the services.
#include "libs/domain/testing/letter_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/forms/decide_form.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/results/decide_results.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/counted_goals.h"
#include "libs/projection/departures.h"
#include "libs/projection/suggestions.h"
#include "libs/projection/yearly_summary_test_util.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;

constexpr char kSheet[] = "cities/test/sheets/policy";

// The form as the city has it, once it is registered.
forms::v1::Form Registered(const forms::v1::Form& form) {
  organization::v1::RegisterFormRequest request;
  request.set_parent("cities/test");
  *request.mutable_form() = form;
  domain::FormsState forms;
  const auto events = domain::Decide(forms, request);
  EXPECT_TRUE(events.ok()) << events.status();
  for (const auto& event : *events) forms.Evolve(event, 0);
  return *forms.Find("osaka-policy-2023", 0);
}

class LetterFormTest : public ::testing::Test {
 protected:
  LetterFormTest() : form_(Registered(domain::testing::LetterForm())) { scenario_.WithForm(form_); }

  template <class Request>
  void Do(const std::string& text) {
    scenario_.GivenCommand(Proto<Request>(text));
  }

  void SetGoals() {
    scenario_.On("2023-04-03");
    Do<goals::v1::CreateSheetRequest>(R"pb(
      parent: "cities/test"
      sheet_id: "policy"
      sheet {
        form: "osaka-policy-2023"
        fiscal_year: 2023
        org_unit: "nishi"
        title: "令和5年度 運営方針"
        texts { key: "basicGoal" value: "水辺と歩くまち" }
      }
    )pb");
    const auto goal = [this](const std::string& fields, const std::string& parent) {
      Do<goals::v1::CreateGoalRequest>("parent: 'cities/test/sheets/policy' " + fields +
                                       " parent_goal: '" + parent + "'");
    };
    goal(
        "goal_id: 'flood' goal { level: 'issue' label: '1' title: '水害への備え' texts { key: "
        "'analysis' value: '海抜が低い' } }",
        "");
    goal("goal_id: 'drill' goal { level: 'strategy' label: '1-1' title: '訓練' }", "flood");
    goal("goal_id: 'visit' goal { level: 'strategy' label: '1-2' title: '出前講座' }", "flood");
    goal("goal_id: 'care' goal { level: 'issue' label: '2' title: '見守り' }", "");
    goal("goal_id: 'watch' goal { level: 'strategy' label: '2-1' title: '拠点' }", "care");
    const auto indicator = [this](const std::string& id, const std::string& parent,
                                  const std::string& target, const std::string& fields = "") {
      Do<goals::v1::CreateIndicatorRequest>(
          "parent: 'cities/test/sheets/policy/goals/" + parent + "' indicator_id: '" + id +
          "' indicator { target { text: '" + target + "' } " + fields + "}");
    };
    indicator("people", "drill", "10,000",
              "name: '訓練の参加者' accumulation { kind: MULTI_YEAR first_fiscal_year: 2021 "
              "last_fiscal_year: 2023 }");
    indicator("drills", "drill", "19回");
    indicator("visits", "visit", "56回");
    indicator("places", "watch", "14か所");
    indicator("calls", "watch", "734件");
    Do<goals::v1::PublishGoalsRequest>("name: 'cities/test/sheets/policy'");
  }

  void ReportResults() {
    scenario_.On("2024-04-10");
    Do<indicators::v1::ReportResultsRequest>(R"pb(
      parent: "cities/test/sheets/policy"
      results { indicator: "people" value: "4,722 (累計10,488)" }
      results { indicator: "drills" value: "15回" }
      results { indicator: "visits" value: "56回" }
      results { indicator: "places" value: "感染拡大のため中止" }
      results { indicator: "calls" value: "評価不能" }
    )pb");
    Do<evaluations::v1::RecordNarrativeRequest>(R"pb(
      parent: "cities/test/sheets/policy"
      goals {
        goal: "flood"
        texts { key: "review" value: "訓練は地域に根づいた" }
      }
    )pb");
  }

  void Assess() {
    // Issues carry texts, indicators letters; one letter departs from the rule.
    Do<evaluations::v1::AssessGoalsRequest>(R"pb(
      parent: "cities/test/sheets/policy"
      assessments { goal: "flood" comment: "参加者が増えた" issues: "若い世代に広げる" }
      assessments { goal: "drill" indicator: "people" rating: "A" }
      assessments { goal: "drill" indicator: "drills" rating: "B" comment: "質を高めた" }
      assessments { goal: "visit" indicator: "visits" rating: "B" }
      assessments { goal: "watch" indicator: "places" rating: "D" }
    )pb");
    Do<evaluations::v1::AssessGoalsRequest>(R"pb(
      parent: "cities/test/sheets/policy"
      stage: "citizens"
      assessments { goal: "drill" indicator: "people" rating: "B" }
    )pb");
  }

  evaluations::v1::ConfirmEvaluationRequest Confirm() const {
    evaluations::v1::ConfirmEvaluationRequest request;
    request.set_name(kSheet);
    request.set_etag(sheet().etag());
    return request;
  }

  const sheets::v1::Sheet& sheet() const { return scenario_.state().sheet(); }
  SheetWithForm WithForm() const { return {&sheet(), &form_}; }

  forms::v1::Form form_;
  domain::testing::Scenario scenario_;
};

TEST_F(LetterFormTest, GoesFromDraftToSummary) {
  SetGoals();
  ReportResults();

  std::vector<std::string> suggested;
  const auto suggestions = SuggestionsFor(WithForm());
  for (const auto& goal : suggestions.goals()) {
    for (const auto& input : goal.suggestion().inputs())
      suggested.push_back(goal.label() + " " + input.indicator() + " " + input.rating());
  }
  EXPECT_THAT(suggested, ElementsAre("1/1-1 people A", "1/1-1 drills C", "1/1-2 visits B",
                                     "2/2-1 places D", "2/2-1 calls "));

  Assess();
  scenario_.When(Confirm()).ThenRefused(absl::StatusCode::kFailedPrecondition, "RATINGS_MISSING");
  Do<evaluations::v1::AssessGoalsRequest>(
      "parent: 'cities/test/sheets/policy' "
      "assessments { goal: 'watch' indicator: 'calls' rating: 'C' }");
  scenario_.GivenCommand(Confirm());
  EXPECT_EQ(sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED);

  const SummaryQuestion question{"test", "nishi", 2023, "2024-06-01"};
  const auto summary = SummarizeYear(question, {WithForm()}, domain::testing::TestOrganization());
  ASSERT_EQ(summary.tables_size(), 1);
  const sheets::v1::FormTotals& totals = summary.tables(0);
  EXPECT_TRUE(totals.counts_indicators());
  EXPECT_EQ(totals.overall().row_count(), 5);
  EXPECT_EQ(Brief(totals.overall()), "A 1, B 2, C 1, D 1");
  EXPECT_EQ(totals.overall().unrated_count(), 0);
  std::vector<std::string> issues;
  for (const auto& group : totals.groups())
    issues.push_back(group.title() + ": " + Brief(group.tally()));
  EXPECT_THAT(issues, ElementsAre("水害への備え: A 1, B 2", "見守り: C 1, D 1"));

  std::vector<std::string> rows;
  for (const auto& row : ListCountedGoals({}, {WithForm()}))
    rows.push_back(row.goal() + "/" + row.indicator() + " " + row.rating());
  EXPECT_THAT(rows, ElementsAre("drill/people A", "drill/drills B", "visit/visits B",
                                "watch/places D", "watch/calls C"));
}

TEST_F(LetterFormTest, ListsDeparturesByIndicator) {
  SetGoals();
  ReportResults();
  Assess();
  const auto found = FindDepartures({WithForm()});
  // The indicator without a letter is not compared, although its issue is commented on.
  EXPECT_EQ(found.compared_count(), 4);
  EXPECT_EQ(found.agreeing_count(), 3);
  ASSERT_EQ(found.departures_size(), 1);
  const evaluations::v1::Departure& departure = found.departures(0);
  EXPECT_EQ(departure.goal(), "drill");
  EXPECT_EQ(departure.input().indicator(), "drills");
  EXPECT_EQ(departure.rating(), "B");
  EXPECT_EQ(departure.input().rating(), "C");
  EXPECT_EQ(departure.comment(), "質を高めた");
  EXPECT_TRUE(departure.goal_departs());
}

TEST_F(LetterFormTest, KeepsTheWayToEachLetter) {
  SetGoals();
  ReportResults();
  Assess();
  const sheets::v1::Evaluation& people = scenario_.state().FindIndicator("people")->evaluation();
  EXPECT_EQ(people.suggestion().rule(), "letters-2023");
  EXPECT_EQ(people.suggestion().inputs(0).threshold(), "100");
  EXPECT_EQ(people.assessments(0).rating(), "B");
  const sheets::v1::Evaluation& issue = scenario_.state().FindGoal("flood")->evaluation();
  EXPECT_FALSE(issue.has_rating());
  EXPECT_FALSE(issue.has_suggestion());
  EXPECT_EQ(issue.issues(), "若い世代に広げる");
}

}  // namespace
}  // namespace mokuhyo::projection
