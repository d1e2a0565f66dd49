// What the rule of a form suggests, and what people make of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/domain/testing/letter_form.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kRoads = SheetNamed("doboku-2022");
const std::string kPolicy = SheetNamed("policy");

// `goal suggested` of each goal.
std::vector<std::string> Suggested(City& city, const std::string& sheet) {
  std::vector<std::string> suggested;
  const auto answer = city.Sees(StepOn<evaluations::v1::SuggestRatingsRequest>(sheet));
  for (const auto& one : answer.goals())
    suggested.push_back(one.goal() + " " + one.suggestion().rating());
  return suggested;
}

evaluations::v1::ListDeparturesResponse Departures(City& city) {
  return city.Sees(About<evaluations::v1::ListDeparturesRequest>("kita", 2022));
}

TEST(Suggestions, ARuleWithAuthorityWantsAReasonForEachDeparture) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022);
  city.On("2023-04-10")
      .As("tanaka")
      .Does(ReportResults(kRoads, {{"fence", "78"}, {"early", "86"}, {"tendays", "98"}}));
  // 78 of 90 falls short; a range is a floor; 98 of 100 misses by little.
  EXPECT_THAT(Suggested(city, kRoads),
              ElementsAre("sand 未達成", "orders 達成", "answers 一部未達成"));
  const auto answer = city.Sees(StepOn<evaluations::v1::SuggestRatingsRequest>(kRoads));
  EXPECT_EQ(answer.rule(), "attainment-2");
  EXPECT_EQ(answer.authority(), "目標管理要綱第7条");
  const auto& input = answer.goals(2).suggestion().inputs(0);
  EXPECT_EQ(input.target(), "100");
  EXPECT_EQ(input.result(), "98");
  EXPECT_EQ(input.threshold(), "95");
  EXPECT_FALSE(input.steps().empty());

  city.Does(Rate(kRoads, {{"sand", "達成"}}))
      .IsForbidden("DEPARTURE_NEEDS_REASON", {"sand", "未達成", "departure_reason"});
  city.Does(RateWithReason(kRoads, "sand", "達成", "通行止めが一度もなかった"));
  city.Does(Rate(kRoads, {{"orders", "達成"}, {"answers", "一部未達成"}}));
  const auto rated = city.Sheet(kRoads).goals(0).evaluation();
  EXPECT_EQ(rated.rating(), "達成");
  EXPECT_EQ(rated.suggestion().rating(), "未達成");
  EXPECT_EQ(rated.departure_reason(), "通行止めが一度もなかった");

  const auto listed = Departures(city);
  EXPECT_EQ(listed.compared_count(), 3);
  EXPECT_EQ(listed.agreeing_count(), 2);
  ASSERT_EQ(listed.departures_size(), 1);
  EXPECT_EQ(listed.departures(0).reason(), "通行止めが一度もなかった");
  EXPECT_EQ(listed.departures(0).input().result(), "78");

  // A correction that makes an agreeing rating a departure is found at confirmation.
  city.Does(CorrectResults(kRoads, {{"early", "60"}}, "下半期の分が入っていた"));
  city.Does(SubmitEvaluation(kRoads));
  city.As("yamada")
      .Does(ConfirmEvaluation(city.Review(kRoads)))
      .IsForbidden("DEPARTURE_NEEDS_REASON", {"orders"});
  city.Does(ReturnEvaluation(kRoads, "目標2の評価を見直すこと"));
  city.As("tanaka").Does(Rate(kRoads, {{"orders", "未達成"}}));
  city.Does(SubmitEvaluation(kRoads));
  city.As("yamada").Does(ConfirmEvaluation(city.Review(kRoads)));
}

TEST(Suggestions, ARuleForReferenceAsksNobodyWhy) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022, "section-plain");
  city.On("2023-04-10")
      .As("tanaka")
      .Does(ReportResults(kRoads, {{"fence", "78"}, {"early", "評価不能"}, {"tendays", "100"}}));
  EXPECT_THAT(Suggested(city, kRoads), ElementsAre("sand 未達成", "orders ", "answers 達成"));
  city.Does(Rate(kRoads, {{"sand", "達成"}, {"orders", "未達成"}, {"answers", "達成"}}));
  const auto listed = Departures(city);
  ASSERT_EQ(listed.departures_size(), 2);
  EXPECT_TRUE(listed.departures(0).goal_departs());
  EXPECT_TRUE(listed.departures(1).undecided());
  city.As("yamada").Does(ConfirmEvaluation(city.Review(kRoads)));
}

TEST(Suggestions, ValuesAsPeoplePrintThem) {
  City city;
  city.On("2022-04-12").As("tanaka").Does(CreateSheet(kRoads, "kenko", 2022, "section-plain"));
  struct Row {
    const char *id, *fields, *target, *result, *suggested;
  };
  const std::vector<Row> rows = {
      {"floor", "", "85.0以上", "86.1", "達成"},
      {"waste", "direction: LOWER_IS_BETTER", "429g以下", "431g", "一部未達成"},
      {"families", "", "参加者180組", "参加者120組", "未達成"},
      {"parts", "", "事業の支援 13件 講座の開催等 6回", "事業の支援 13件 講座の開催等 5回",
       "未達成"},
      {"words", "", "実施", "実施", "達成"},
      {"everyone", "", "対象者の全て(56)", "対象者の全て(56)", "達成"},
      {"near", "", "4.50", "4.47", "一部未達成"},
      {"absent", "", "20回以上実施", "感染拡大のため中止", "未達成"},
      {"unclear", "", "60以上", "評価不能", ""},
      {"partly", "", "実施", "補助金交付実施 研修会未実施", "未達成"},
      {"bigger", "", "4,600", "17,756", "達成"},
  };
  std::vector<std::string> expected;
  Pairs results;
  for (const Row& row : rows) {
    city.Does(CreateGoal(kRoads, row.id, absl::StrCat("title: '", row.id, "'")));
    city.Does(CreateIndicator(kRoads, row.id, absl::StrCat("i-", row.id),
                              absl::StrCat("target { text: '", row.target, "' } ", row.fields)));
    results.emplace_back(absl::StrCat("i-", row.id), row.result);
    expected.push_back(absl::StrCat(row.id, " ", row.suggested));
  }
  city.Does(PublishGoals(kRoads));
  city.Does(ReportResults(kRoads, results));
  EXPECT_EQ(Suggested(city, kRoads), expected);
}

// A goal with several indicators is what the worst of them is.
TEST(Suggestions, TheWorstIndicatorDecides) {
  City city;
  city.On("2022-04-12");
  WriteRoads(city, kRoads, 2022, "section-plain");
  city.Does(
      CreateIndicator(kRoads, "sand", "sweeps",
                      "name: '除砂の回数' direction: LOWER_IS_BETTER target { text: '20回以下' }"));
  city.Does(PublishGoals(kRoads));
  city.Does(ReportResults(kRoads, {{"fence", "90"}, {"sweeps", "31回"}}));
  const auto answer = city.Sees(StepOn<evaluations::v1::SuggestRatingsRequest>(kRoads));
  EXPECT_EQ(answer.goals(0).suggestion().rating(), "未達成");
  const auto& step = *answer.goals(0).suggestion().steps().rbegin();
  EXPECT_EQ(step.kind(), sheets::v1::SuggestionStep::KIND_WORST_OF_INDICATORS);
  EXPECT_EQ(step.value(), "sweeps");
}

// Letters of an operating policy: A from 110 %, but from 100 % in the last year of a plan; citizens
// give theirs beside.
class Letters : public ::testing::Test {
 protected:
  void SetUp() override {
    auto form = domain::testing::LetterForm();
    form.set_name(absl::StrCat(kCity, "/forms/letters"));
    city.On("2022-04-01").Does(RegisterForm(form));
    city.As("tanaka").Does(CreateSheet(kPolicy, "kita", 2022, "letters"));
    city.Does(CreateGoal(kPolicy, "flood", "level: 'issue' label: '1' title: '水害に備える'"));
    city.Does(CreateGoal(kPolicy, "drill", "level: 'strategy' label: '1-1' title: '訓練'",
                         "parent_goal: 'flood'"));
  }

  // The letter for a result of an indicator over the years.
  std::string Letter(int first_year, int last_year, const std::string& result) {
    const std::string id = absl::StrCat("people-", ++count_);
    city.Does(CreateIndicator(
        kPolicy, "drill", id,
        absl::StrCat("name: '参加者' target { text: '10,000' } accumulation { kind: MULTI_YEAR "
                     "first_fiscal_year: ",
                     first_year, " last_fiscal_year: ", last_year, " }"),
        count_ == 1 ? "" : "reason: '追加'"));
    if (count_ == 1) city.Does(PublishGoals(kPolicy));
    city.Does(ReportResults(kPolicy, {{id, result}}));
    const auto answer = city.Sees(StepOn<evaluations::v1::SuggestRatingsRequest>(kPolicy));
    const auto& inputs = answer.goals(0).suggestion().inputs();
    return inputs.Get(inputs.size() - 1).rating();
  }

  City city;
  int count_ = 0;
};

TEST_F(Letters, TheLastYearOfAPlanHasThresholdsOfItsOwn) {
  EXPECT_EQ(Letter(2020, 2022, "4,722 (累計10,488)"), "A");  // 104.9 % in the last year.
  EXPECT_EQ(Letter(2020, 2022, "4,722 (累計9,900)"), "B");
  // In the middle of the plan two thirds are due, and A begins at 110 %.
  EXPECT_EQ(Letter(2021, 2023, "3,000 (累計7,000)"), "B");  // 105 %.
  EXPECT_EQ(Letter(2021, 2023, "3,000 (累計7,400)"), "A");  // 111 %.
  EXPECT_EQ(Letter(2021, 2023, "900 (累計3,000)"), "D");    // 45 %.
}

TEST_F(Letters, CitizensStandBeside) {
  EXPECT_EQ(Letter(2020, 2022, "4,722 (累計10,488)"), "A");
  auto letter = Rate(kPolicy, {{"drill", "A"}});
  letter.mutable_assessments(0)->set_indicator("people-1");
  city.Does(letter);
  letter.set_stage("citizens");
  letter.mutable_assessments(0)->set_rating("C");
  letter.mutable_assessments(0)->set_comment("若い人が少ない");
  city.As("citizens").Does(letter);
  const auto evaluation = city.Sheet(kPolicy).goals(0).goals(0).indicators(0).evaluation();
  EXPECT_EQ(evaluation.rating(), "A");
  EXPECT_EQ(evaluation.assessments(0).stage(), "citizens");
  EXPECT_EQ(evaluation.assessments(0).rating(), "C");
  EXPECT_EQ(evaluation.assessments(0).comment(), "若い人が少ない");
  // Theirs is no departure of the section.
  EXPECT_THAT(Departures(city).departures(), IsEmpty());
  letter.set_stage("mayor");
  city.Does(letter).IsMalformed({"stage"});
}

}  // namespace
}  // namespace mokuhyo::scenarios
