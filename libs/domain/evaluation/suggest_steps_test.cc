// The way from target and result to a suggestion: targets of several years, thresholds of certain
// years, absences, and the steps that say so.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/testing/letter_form.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain {
namespace {

using forms::v1::Form;
using sheets::v1::Indicator;
using sheets::v1::SuggestionInput;
using sheets::v1::SuggestionStep;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::LetterForm;
using testing::Proto;
using testing::TestForm;

constexpr int kYear = 2022;

Indicator Measured(const std::string& target, const std::string& result,
                   const std::string& fields = "") {
  auto indicator = Proto<Indicator>("id: 'i1' " + fields);
  *indicator.mutable_target() = values::Parse(target);
  *indicator.mutable_result() = values::Parse(result);
  return indicator;
}

// Of the years 2021 to 2023.
constexpr char kPlan[] =
    "accumulation { kind: MULTI_YEAR first_fiscal_year: 2021 last_fiscal_year: 2023 }";

// "COMPARED OUTCOME_MET", "THRESHOLD_REACHED 104.88 (100) -> A".
template <class Suggested>
std::vector<std::string> Steps(const Suggested& suggested) {
  std::vector<std::string> steps;
  for (const SuggestionStep& step : suggested.steps()) {
    std::string text = SuggestionStep::Kind_Name(step.kind()).substr(sizeof("KIND_") - 1);
    if (!step.value().empty()) text += " " + step.value();
    if (!step.threshold().empty()) text += " (" + step.threshold() + ")";
    if (!step.rating().empty()) text += " -> " + step.rating();
    steps.push_back(text);
  }
  return steps;
}

Form With(const std::string& rule, Form form = TestForm()) {
  form.mutable_suggestion_rule()->MergeFrom(Proto<forms::v1::SuggestionRule>(rule));
  return form;
}

// The real case: 10,000 over three years, 4,722 this year, 10,488 so far, rated A.
TEST(SuggestOverSeveralYears, TakesTheRunningTotal) {
  const Indicator indicator = Measured("10,000", "4,722 (累計10,488)", kPlan);
  SuggestionInput input = SuggestForIndicator(LetterForm(), indicator, 2023);
  EXPECT_EQ(input.rating(), "A");
  EXPECT_EQ(input.threshold(), "100");
  EXPECT_EQ(input.target(), "10,000");
  EXPECT_EQ(input.result(), "4,722 (累計10,488)");
  EXPECT_THAT(Steps(input),
              ElementsAre("PRO_RATA_TARGET 3/3", "RUNNING_TOTAL 10488", "COMPARED OUTCOME_MET",
                          "THRESHOLDS_OF_YEAR 2023", "THRESHOLD_REACHED 104.88 (100) -> A"));

  input = SuggestForIndicator(LetterForm(), indicator, 2022);
  EXPECT_EQ(input.rating(), "A");
  EXPECT_EQ(input.threshold(), "110");
  EXPECT_THAT(Steps(input),
              ElementsAre("PRO_RATA_TARGET 2/3", "RUNNING_TOTAL 10488", "COMPARED OUTCOME_MET",
                          "THRESHOLD_REACHED 157.32 (110) -> A"));
}

TEST(SuggestOverSeveralYears, ReadsTheTargetAsTheRuleSays) {
  const Indicator indicator = Measured("10,000", "4,722 (累計10,488)", kPlan);
  const auto suggest = [&](const std::string& reading, int year) {
    return SuggestForIndicator(With("multi_year: " + reading), indicator, year);
  };
  EXPECT_THAT(Steps(suggest("MULTI_YEAR_READING_WHOLE_TARGET", 2022)),
              ElementsAre("WHOLE_PLAN_TARGET 10,000", "RUNNING_TOTAL 10488", "COMPARED OUTCOME_MET",
                          "MET -> 達成"));
  EXPECT_THAT(Steps(suggest("MULTI_YEAR_READING_LAST_YEAR", 2022)),
              ElementsAre("NOT_LAST_YEAR 2023"));
  EXPECT_EQ(suggest("MULTI_YEAR_READING_LAST_YEAR", 2022).rating(), "");
  EXPECT_EQ(suggest("MULTI_YEAR_READING_LAST_YEAR", 2023).rating(), "達成");
  EXPECT_THAT(Steps(suggest("MULTI_YEAR_READING_PRO_RATA", 2020)),
              ElementsAre("UNDECIDED REASON_TARGET_NOT_COMPARABLE"));
  // A rule that says nothing leaves it to people.
  const SuggestionInput silent = SuggestForIndicator(TestForm(), indicator, 2023);
  EXPECT_EQ(silent.rating(), "");
  EXPECT_FALSE(silent.has_comparison());
  EXPECT_THAT(Steps(silent), ElementsAre("UNDECIDED MULTI_YEAR_READING_UNSPECIFIED"));
}

TEST(SuggestOverSeveralYears, JudgesCeilingsInProportionToo) {
  const Indicator indicator = Measured("300件以下", "累計190件", kPlan);
  EXPECT_EQ(SuggestForIndicator(LetterForm(), indicator, 2021).rating(), "C");
  EXPECT_EQ(SuggestForIndicator(LetterForm(), indicator, 2022).rating(), "B");
  EXPECT_EQ(SuggestForIndicator(LetterForm(), indicator, 2023).rating(), "A");
}

TEST(SuggestSinceTheBeginning, TakesTheRunningTotal) {
  const std::string cumulative = "accumulation { kind: CUMULATIVE }";
  const SuggestionInput input =
      SuggestForIndicator(TestForm(), Measured("63", "12 (累計60)", cumulative), kYear);
  EXPECT_THAT(Steps(input), ElementsAre("RUNNING_TOTAL 60", "COMPARED OUTCOME_NOT_MET",
                                        "THRESHOLD_REACHED 95.24 (95) -> 一部未達成"));
  // Of a single year only the first figure is compared.
  EXPECT_EQ(SuggestForIndicator(TestForm(), Measured("63", "12 (累計60)"), kYear).rating(),
            "未達成");
}

TEST(SuggestByThresholds, TakesTheFirstSetThatApplies) {
  const Form form = With(R"pb(
    threshold_sets {
      fiscal_years: 2021
      fiscal_years: 2022
      last_year_of_plan: true
      thresholds { at_least_percent: "90" rating: "一部未達成" }
    }
    threshold_sets {
      fiscal_years: 2022
      thresholds { at_least_percent: "70" rating: "一部未達成" }
    }
    multi_year: MULTI_YEAR_READING_WHOLE_TARGET
  )pb");
  const auto rating = [&](int year, const std::string& fields) {
    return SuggestForIndicator(form, Measured("100", "80", fields), year).rating();
  };
  EXPECT_EQ(rating(2021, ""), "未達成");
  EXPECT_EQ(rating(2022, ""), "一部未達成");
  const std::string plan =
      "accumulation { kind: MULTI_YEAR first_fiscal_year: 2020 last_fiscal_year: 2022 }";
  EXPECT_EQ(rating(2022, plan), "未達成");
  EXPECT_EQ(rating(2021, plan), "未達成");
  EXPECT_THAT(Steps(SuggestForIndicator(form, Measured("100", "80"), 2022)),
              ElementsAre("COMPARED OUTCOME_NOT_MET", "THRESHOLDS_OF_YEAR 2022",
                          "THRESHOLD_REACHED 80 (70) -> 一部未達成"));
  EXPECT_THAT(
      Steps(SuggestForIndicator(form, Measured("100", "80"), 2021)),
      ElementsAre("COMPARED OUTCOME_NOT_MET", "NO_THRESHOLD_REACHED 80", "NOT_MET -> 未達成"));
}

TEST(SuggestByThresholds, TellsNearMisses) {
  const auto steps = [](const char* target, const char* result) {
    return Steps(SuggestForIndicator(TestForm(), Measured(target, result), kYear)).back();
  };
  EXPECT_EQ(steps("4.50", "4.47"), "THRESHOLD_REACHED 99.33 (95) -> 一部未達成");
  EXPECT_EQ(steps("63", "60"), "THRESHOLD_REACHED 95.24 (95) -> 一部未達成");
  EXPECT_EQ(steps("750", "308"), "NOT_MET -> 未達成");
  EXPECT_EQ(steps("429g以下", "435g"), "THRESHOLD_REACHED 98.62 (95) -> 一部未達成");
  EXPECT_EQ(steps("70~80", "86"), "MET -> 達成");
}

TEST(SuggestForAbsences, FollowsTheRuleWhereItNamesThem) {
  const Form form = With(R"pb(
    absences { kind: ABSENCE_KIND_NOT_EVALUABLE rating: "未達成" }
    absences { kind: ABSENCE_KIND_CANCELLED rating: "評価不能" }
  )pb");
  const auto suggest = [&](const char* target, const char* result) {
    return SuggestForIndicator(form, Measured(target, result), kYear);
  };
  EXPECT_THAT(Steps(suggest("87.6", "評価不能")),
              ElementsAre("ABSENCE ABSENCE_KIND_NOT_EVALUABLE -> 未達成"));
  EXPECT_EQ(suggest("87.6", "評価不能").rating(), "未達成");
  EXPECT_EQ(suggest("20回", "感染拡大のため中止").rating(), "評価不能");
  // Kinds that it does not name are compared as ever.
  EXPECT_THAT(Steps(suggest("20回", "未実施")),
              ElementsAre("COMPARED OUTCOME_NOT_MET", "NO_THRESHOLD_REACHED", "NOT_MET -> 未達成"));
  EXPECT_THAT(Steps(suggest("20回", "-")),
              ElementsAre("COMPARED OUTCOME_UNDECIDED", "UNDECIDED REASON_RESULT_NO_VALUE"));
  // Without a target that can be compared there is nothing to fall short of.
  EXPECT_THAT(Steps(suggest("-", "中止")),
              ElementsAre("COMPARED OUTCOME_UNDECIDED", "UNDECIDED REASON_TARGET_NOT_COMPARABLE"));
}

TEST(SuggestSteps, SayWhyNothingFollows) {
  const auto steps = [](const Indicator& indicator) {
    return Steps(SuggestForIndicator(TestForm(), indicator, kYear));
  };
  Indicator indicator = Measured("1", "1");
  indicator.clear_result();
  EXPECT_THAT(steps(indicator), ElementsAre("UNDECIDED REASON_RESULT_NO_VALUE"));
  indicator.clear_target();
  EXPECT_THAT(steps(indicator), ElementsAre("UNDECIDED REASON_TARGET_NOT_COMPARABLE"));
  EXPECT_THAT(steps(Measured("5回", "実施")),
              ElementsAre("COMPARED OUTCOME_UNDECIDED", "UNDECIDED REASON_DIFFERENT_KINDS"));
  EXPECT_THAT(steps(Measured("30人", "30組")),
              ElementsAre("COMPARED OUTCOME_UNDECIDED", "UNDECIDED REASON_PARTS"));
  Form form = TestForm();
  form.clear_suggestion_rule();
  EXPECT_THAT(Steps(SuggestForIndicator(form, Measured("1", "1"), kYear)), IsEmpty());
}

TEST(SuggestSteps, SayWhichIndicatorDecidesForTheGoal) {
  sheets::v1::Goal goal;
  goal.set_level("goal");
  *goal.add_indicators() = Measured("100", "100");
  *goal.add_indicators() = Measured("100", "97");
  goal.mutable_indicators(1)->set_id("i2");
  EXPECT_THAT(Steps(*SuggestForGoal(TestForm(), goal, kYear)),
              ElementsAre("WORST_OF_INDICATORS i2 -> 一部未達成"));
  *goal.add_indicators() = Measured("100", "-");
  goal.mutable_indicators(2)->set_id("i3");
  EXPECT_THAT(Steps(*SuggestForGoal(TestForm(), goal, kYear)),
              ElementsAre("INDICATOR_UNDECIDED i3"));
}

TEST(SuggestForRatedIndicator, IsASuggestionOfItsOwn) {
  const auto suggestion = SuggestForRatedIndicator(LetterForm(), Measured("100", "79"), kYear);
  ASSERT_TRUE(suggestion.has_value());
  EXPECT_EQ(suggestion->rule(), "letters-2023");
  EXPECT_EQ(suggestion->rating(), "C");
  ASSERT_EQ(suggestion->inputs_size(), 1);
  EXPECT_THAT(Steps(suggestion->inputs(0)),
              ElementsAre("COMPARED OUTCOME_NOT_MET", "THRESHOLD_REACHED 79 (50) -> C"));
  Form form = LetterForm();
  form.clear_suggestion_rule();
  EXPECT_FALSE(SuggestForRatedIndicator(form, Measured("100", "79"), kYear).has_value());
}

}  // namespace
}  // namespace mokuhyo::domain
