// What holds of every suggestion, on rules, targets and results drawn at random.
#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/decimal.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain {
namespace {

using forms::v1::Form;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using values::Decimal;

constexpr int kYear = 2022;

class Draw {
 public:
  explicit Draw(uint32_t seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % static_cast<uint32_t>(limit)); }
  std::mt19937& random() { return random_; }

  std::string Number() {
    std::string number = Below(8) == 0 ? "△" : "";
    absl::StrAppend(&number, Below(200));
    if (Below(3) == 0) absl::StrAppend(&number, ".", 1 + Below(99));
    return number;
  }

  std::string Value() {
    static constexpr const char* kValues[] = {"実施", "未実施", "評価不能",     "-",
                                              "",     "70~80",  "対象者の全て", "1,00"};
    return Below(3) == 0 ? kValues[Below(std::size(kValues))] : Number();
  }

  Indicator NewIndicator(const std::string& id) {
    Indicator indicator;
    indicator.set_id(id);
    if (Below(10) != 0) *indicator.mutable_target() = values::Parse(Value());
    if (Below(10) != 0) *indicator.mutable_result() = values::Parse(Value());
    indicator.set_direction(static_cast<documents::v1::Direction>(Below(3)));
    return indicator;
  }

  // A scale S to D whose upper labels are given by thresholds alone, from the best down.
  Form LetterScale() {
    Form form;
    for (const char* label : {"S", "A", "B", "C", "D"}) form.add_ratings()->set_label(label);
    forms::v1::SuggestionRule& rule = *form.mutable_suggestion_rule();
    rule.set_thresholds_only(true);
    const int count = 1 + Below(3);
    int percent = 60 + Below(100);
    for (int i = 0; i < count; ++i) {
      forms::v1::Threshold& threshold = *rule.add_thresholds();
      threshold.set_at_least_percent(absl::StrCat(percent));
      threshold.set_rating(form.ratings(i).label());
      percent -= 1 + Below(19);
    }
    rule.set_met_rating(form.ratings(count).label());
    rule.set_not_met_rating("D");
    return form;
  }

 private:
  std::mt19937 random_;
};

Decimal Read(std::string number) {
  if (number.starts_with("△")) number.replace(0, std::string("△").size(), "-");
  return Decimal::Parse(number).value();
}

TEST(SuggestProperty, NeverDependsOnTheOrderOfIndicators) {
  Draw draw(1);
  for (int round = 0; round < 2'000; ++round) {
    Goal goal;
    goal.set_level("goal");
    const int count = 1 + draw.Below(5);
    for (int i = 0; i < count; ++i)
      *goal.add_indicators() = draw.NewIndicator(absl::StrCat("i", i));
    const auto before = SuggestForGoal(testing::TestForm(), goal, kYear);
    std::shuffle(goal.mutable_indicators()->pointer_begin(),
                 goal.mutable_indicators()->pointer_end(), draw.random());
    const auto after = SuggestForGoal(testing::TestForm(), goal, kYear);
    ASSERT_TRUE(before.has_value() && after.has_value());
    ASSERT_EQ(before->rating(), after->rating()) << goal.DebugString();
    ASSERT_EQ(before->steps_size(), 1);
    ASSERT_EQ(before->steps(0).DebugString(), after->steps(0).DebugString());
    for (const auto& input : before->inputs()) {
      const auto same = std::find_if(
          after->inputs().begin(), after->inputs().end(),
          [&input](const auto& other) { return other.indicator() == input.indicator(); });
      ASSERT_NE(same, after->inputs().end());
      ASSERT_TRUE(google::protobuf::util::MessageDifferencer::Equals(input, *same));
    }
  }
}

TEST(SuggestProperty, ABetterResultIsNeverRatedWorseByThresholdsAlone) {
  Draw draw(2);
  for (int round = 0; round < 2'000; ++round) {
    const Form form = draw.LetterScale();
    const bool lower_is_better = draw.Below(2) == 0;
    Indicator indicator;
    indicator.set_direction(lower_is_better ? documents::v1::LOWER_IS_BETTER
                                            : documents::v1::HIGHER_IS_BETTER);
    *indicator.mutable_target() = values::Parse(draw.Number());
    std::vector<std::string> results;
    for (int i = 0; i < 12; ++i) results.push_back(draw.Number());
    results.push_back("0");
    std::sort(results.begin(), results.end(), [&](const std::string& a, const std::string& b) {
      return lower_is_better ? Read(b) < Read(a) : Read(a) < Read(b);
    });
    std::string before = "D";
    for (const std::string& result : results) {
      *indicator.mutable_result() = values::Parse(result);
      const std::string rating = SuggestForIndicator(form, indicator, kYear).rating();
      const std::string scale = "SABCD";
      ASSERT_FALSE(rating.empty());
      ASSERT_LE(scale.find(rating), scale.find(before))
          << form.DebugString() << indicator.DebugString() << "after " << before;
      before = rating;
    }
  }
}

// Every rating says how it came about, and the last step is the one that gives it.
TEST(SuggestProperty, TheLastStepGivesTheRating) {
  Draw draw(3);
  for (int round = 0; round < 2'000; ++round) {
    const Form form = draw.Below(2) == 0 ? draw.LetterScale() : testing::TestForm();
    const auto input = SuggestForIndicator(form, draw.NewIndicator("i"), kYear);
    ASSERT_GT(input.steps_size(), 0);
    ASSERT_EQ(input.steps().rbegin()->rating(), input.rating()) << input.DebugString();
    ASSERT_EQ(input.steps().rbegin()->threshold(), input.threshold()) << input.DebugString();
  }
}

}  // namespace
}  // namespace mokuhyo::domain
