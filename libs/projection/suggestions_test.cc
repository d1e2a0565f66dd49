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

TEST(SuggestionsTest, NothingWithoutARule) {
  sheets::v1::Sheet sheet;
  *sheet.add_goals() = Goal("id: 'g1' level: 'goal'");
  forms::v1::Form form = domain::testing::TestForm();
  form.clear_suggestion_rule();
  EXPECT_EQ(SuggestionsFor({&sheet, &form}).ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace mokuhyo::projection
