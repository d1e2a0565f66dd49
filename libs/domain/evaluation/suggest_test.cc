#include "libs/domain/evaluation/suggest.h"

#include <string>

#include "gtest/gtest.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain {
namespace {

using forms::v1::Form;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using testing::Proto;
using testing::TestForm;

constexpr int kYear = 2022;

Indicator Measured(const std::string& target, const std::string& result) {
  Indicator indicator;
  indicator.set_id("i1");
  *indicator.mutable_target() = values::Parse(target);
  *indicator.mutable_result() = values::Parse(result);
  return indicator;
}

std::string Rating(const Form& form, const std::string& target, const std::string& result) {
  return SuggestForIndicator(form, Measured(target, result), kYear).rating();
}

TEST(SuggestForIndicator, FollowsTheRuleOfTheForm) {
  const Form form = TestForm();
  EXPECT_EQ(Rating(form, "100", "100"), "達成");
  EXPECT_EQ(Rating(form, "4.50", "4.47"), "一部未達成");
  EXPECT_EQ(Rating(form, "100", "95"), "一部未達成");
  EXPECT_EQ(Rating(form, "100", "94.9"), "未達成");
  EXPECT_EQ(Rating(form, "70~80", "86"), "達成");
  EXPECT_EQ(Rating(form, "100", "評価不能"), "");
  EXPECT_EQ(Rating(form, "100", "-"), "");
}

TEST(SuggestForIndicator, KeepsWhatWentIntoIt) {
  const auto input = SuggestForIndicator(TestForm(), Measured("100", "96"), kYear);
  EXPECT_EQ(input.indicator(), "i1");
  EXPECT_EQ(input.target(), "100");
  EXPECT_EQ(input.result(), "96");
  EXPECT_EQ(input.threshold(), "95");
  EXPECT_EQ(input.comparison().outcome(), values::v1::OUTCOME_NOT_MET);
  EXPECT_EQ(input.comparison().parts_size(), 1);
}

TEST(SuggestForIndicator, SaysNothingWithoutTargetResultOrRule) {
  Form form = TestForm();
  Indicator indicator = Measured("1", "1");
  indicator.clear_result();
  EXPECT_EQ(SuggestForIndicator(form, indicator, kYear).rating(), "");
  EXPECT_FALSE(SuggestForIndicator(form, indicator, kYear).has_comparison());
  form.clear_suggestion_rule();
  EXPECT_EQ(Rating(form, "1", "1"), "");
}

TEST(SuggestForIndicator, KnowsDirections) {
  Form form = TestForm();
  Indicator indicator = Measured("100", "90");
  EXPECT_EQ(SuggestForIndicator(form, indicator, kYear).rating(), "未達成");
  form.mutable_suggestion_rule()->set_default_direction(
      forms::v1::DEFAULT_DIRECTION_LOWER_IS_BETTER);
  EXPECT_EQ(SuggestForIndicator(form, indicator, kYear).rating(), "達成");
  indicator.set_direction(documents::v1::HIGHER_IS_BETTER);
  EXPECT_EQ(SuggestForIndicator(form, indicator, kYear).rating(), "未達成");
}

TEST(SuggestForIndicator, GradesByThresholdsAloneWhereTheRuleSaysSo) {
  Form form = TestForm();
  *form.mutable_suggestion_rule() = Proto<forms::v1::SuggestionRule>(R"pb(
    id: "scale"
    met_rating: "達成"
    not_met_rating: "評価不能"
    thresholds_only: true
    thresholds { at_least_percent: "110" rating: "達成" }
    thresholds { at_least_percent: "100" rating: "一部未達成" }
    thresholds { at_least_percent: "80" rating: "未達成" }
  )pb");
  EXPECT_EQ(Rating(form, "100", "110"), "達成");
  EXPECT_EQ(Rating(form, "100", "109"), "一部未達成");
  EXPECT_EQ(Rating(form, "100", "80"), "未達成");
  EXPECT_EQ(Rating(form, "100", "79"), "評価不能");
}

Goal GoalWith(const std::string& target, const std::string& result) {
  Goal goal;
  goal.set_level("goal");
  *goal.add_indicators() = Measured(target, result);
  return goal;
}

TEST(SuggestForGoal, IsTheWorstOfItsIndicators) {
  Goal goal = GoalWith("100", "100");
  *goal.add_indicators() = Measured("100", "50");
  *goal.add_indicators() = Measured("100", "97");
  const auto suggestion = SuggestForGoal(TestForm(), goal, kYear);
  ASSERT_TRUE(suggestion.has_value());
  EXPECT_EQ(suggestion->rating(), "未達成");
  EXPECT_EQ(suggestion->rule(), "attainment-1");
  EXPECT_EQ(suggestion->inputs_size(), 3);

  *goal.add_indicators() = Measured("100", "-");
  EXPECT_EQ(SuggestForGoal(TestForm(), goal, kYear)->rating(), "");
}

TEST(SuggestForGoal, TakesInRowsWithoutARatingOfTheirOwn) {
  Goal goal = GoalWith("100", "100");
  Goal& row = *goal.add_goals();
  row = GoalWith("100", "50");
  row.set_level("item");
  EXPECT_EQ(SuggestForGoal(TestForm(), goal, kYear)->rating(), "未達成");
  row.mutable_evaluation()->set_rating("未達成");
  EXPECT_EQ(SuggestForGoal(TestForm(), goal, kYear)->rating(), "達成");
}

TEST(SuggestForGoal, IsAbsentWithoutIndicatorsOrRule) {
  EXPECT_FALSE(SuggestForGoal(TestForm(), Goal(), kYear).has_value());
  Form form = TestForm();
  form.clear_suggestion_rule();
  EXPECT_FALSE(SuggestForGoal(form, GoalWith("1", "1"), kYear).has_value());
}

TEST(Departs, ComparesClassesNotLabels) {
  Form form = TestForm();
  auto& second = *form.add_ratings();
  second.set_label("大きく達成");
  second.set_rating_class(forms::v1::RATING_CLASS_ACHIEVED);
  EXPECT_TRUE(Departs(form, "達成", "未達成"));
  EXPECT_FALSE(Departs(form, "達成", "大きく達成"));
  EXPECT_FALSE(Departs(form, "達成", ""));
  EXPECT_FALSE(Departs(form, "", "達成"));
  EXPECT_EQ(ClassOf(form, "A"), forms::v1::RATING_CLASS_UNSPECIFIED);
}

}  // namespace
}  // namespace mokuhyo::domain
