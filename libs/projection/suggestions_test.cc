#include "libs/projection/suggestions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/parse.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;

// A goal with an indicator that missed its target.
sheets::v1::Goal Goal(const std::string& text) {
  auto goal = Proto<sheets::v1::Goal>(text);
  sheets::v1::Indicator& indicator = *goal.add_indicators();
  indicator.set_id("i");
  *indicator.mutable_target() = values::Parse("90");
  *indicator.mutable_result() = values::Parse("10");
  return goal;
}

TEST(SuggestionsTest, OneForEachGoalThatMayBeRated) {
  sheets::v1::Sheet sheet;
  *sheet.add_goals() = Goal("id: 'h1' level: 'heading' label: 'I'");
  *sheet.mutable_goals(0)->add_goals() =
      Goal("id: 'g1' level: 'goal' label: '2' evaluation { rating: '達成' }");
  *sheet.add_goals() = Goal("id: 'g2' level: 'goal' withdrawn: true");
  *sheet.mutable_goals(1)->add_goals() = Goal("id: 'r1' level: 'item'");
  *sheet.add_goals() = Goal("id: 'g3' level: 'goal'");
  *sheet.mutable_goals(2)->add_goals() = Goal("id: 'r2' level: 'item' label: '①'");
  const forms::v1::Form form = domain::testing::TestForm();

  const auto response = SuggestionsFor({&sheet, &form});
  EXPECT_EQ(response.rule(), form.suggestion_rule().id());
  std::vector<std::string> lines;
  for (const auto& goal : response.goals()) {
    lines.push_back(goal.goal() + " " + goal.label() + " " + goal.suggestion().rating() +
                    (goal.departs() ? " departs" : ""));
  }
  EXPECT_THAT(lines, ElementsAre("g1 I/2 未達成 departs", "g3  未達成", "r2 ① 未達成"));
}

TEST(SuggestionsTest, ShowEveryStepInTheYearOfTheSheet) {
  sheets::v1::Sheet sheet;
  sheet.set_fiscal_year(2022);
  *sheet.add_goals() = Goal("id: 'g1' level: 'goal'");
  forms::v1::Form form = domain::testing::TestForm();
  *form.mutable_suggestion_rule() = Proto<forms::v1::SuggestionRule>(R"pb(
    id: "letters"
    met_rating: "達成"
    not_met_rating: "未達成"
    threshold_sets {
      fiscal_years: 2022
      thresholds { at_least_percent: "11.1" rating: "一部未達成" }
    }
  )pb");
  const auto response = SuggestionsFor({&sheet, &form});
  ASSERT_EQ(response.goals_size(), 1);
  const sheets::v1::Suggestion& suggestion = response.goals(0).suggestion();
  EXPECT_EQ(suggestion.rating(), "一部未達成");
  EXPECT_EQ(suggestion.inputs(0).steps_size(), 3);
  EXPECT_EQ(suggestion.inputs(0).steps(2).value(), "11.11");
  ASSERT_EQ(suggestion.steps_size(), 1);
  EXPECT_EQ(suggestion.steps(0).value(), "i");
  sheet.set_fiscal_year(2023);
  EXPECT_EQ(SuggestionsFor({&sheet, &form}).goals(0).suggestion().rating(), "未達成");
}

TEST(SuggestionsTest, NothingWithoutARule) {
  sheets::v1::Sheet sheet;
  *sheet.add_goals() = Goal("id: 'g1' level: 'goal'");
  forms::v1::Form form = domain::testing::TestForm();
  form.clear_suggestion_rule();
  EXPECT_EQ(SuggestionsFor({&sheet, &form}).ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace mokuhyo::projection
