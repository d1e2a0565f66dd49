// Observations: each appears with its cause, is answered by the section, and goes away with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kRoads = SheetNamed("doboku-2022");
const std::string kHealth = SheetNamed("kenko-2022");

class Observations : public ::testing::Test {
 protected:
  // Kinds and places of all observations of the ward: `OVERSHOOT fence`.
  std::vector<std::string> Seen(const std::string& fields = "") {
    std::vector<std::string> seen;
    const auto answer = city.Sees(About<sheets::v1::ListObservationsRequest>("kita", 2022, fields));
    for (const auto& one : answer.observations()) {
      seen.push_back(absl::StrCat(
          sheets::v1::ObservationKind_Name(one.kind()).substr(sizeof("OBSERVATION_KIND_") - 1), " ",
          one.indicator().empty() ? one.goal() : one.indicator()));
    }
    return seen;
  }

  // The only observation there is, with its evidence as `ROLE value`.
  sheets::v1::Observation Only() {
    const auto answer = city.Sees(About<sheets::v1::ListObservationsRequest>("kita", 2022));
    EXPECT_EQ(answer.observations_size(), 1) << answer.DebugString();
    return answer.observations().empty() ? sheets::v1::Observation() : answer.observations(0);
  }
  std::vector<std::string> Evidence() {
    std::vector<std::string> said;
    const auto only = Only();
    for (const auto& one : only.evidence()) {
      said.push_back(
          absl::StrCat(sheets::v1::Evidence::Role_Name(one.role()).substr(5), " ", one.value()));
    }
    return said;
  }

  // The health sheet of the story with one indicator.
  void WriteHealth(const std::string& indicator_fields) {
    city.As("suzuki").Does(CreateSheet(kHealth, "kenko", 2022, "section-plain"));
    city.Does(CreateGoal(kHealth, "classes", "label: '1' title: '講座を開く'"));
    city.Does(CreateIndicator(kHealth, "classes", "times", indicator_fields));
  }

  City city;
};

TEST_F(Observations, ATargetBelowTheLastResult) {
  city.On("2022-04-12");
  WriteRoads(city, kRoads, 2022, "section-plain");
  const auto past = [](const std::string& value) {
    return StepOn<goals::v1::SetPastValuesRequest>(
        IndicatorOf(kRoads, "fence"), "past { fiscal_year: 2021 value: '" + value + "' }");
  };
  city.Does(past("102"));
  EXPECT_THAT(Seen(), ElementsAre("TARGET_BELOW_LAST_RESULT fence"));
  EXPECT_THAT(Evidence(), ElementsAre("TARGET 90", "TYPED_IN_VALUE 102"));
  EXPECT_EQ(Only().label(), "1");
  city.Does(SetTargets(kRoads, {{"fence", "110"}}));
  EXPECT_THAT(Seen(), IsEmpty());
  // By the direction of the indicator: fewer sweeps are better.
  city.Does(CreateIndicator(kRoads, "sand", "sweeps",
                            "name: '除砂' direction: LOWER_IS_BETTER target { text: '20回以下' } "
                            "past { fiscal_year: 2021 value { text: '13回' } }"));
  EXPECT_THAT(Seen(), ElementsAre("TARGET_BELOW_LAST_RESULT sweeps"));
}

TEST_F(Observations, AChangedTargetAnOvershootAndTheSectionsAnswer) {
  city.On("2022-04-12");
  WriteHealth("name: '閲覧' target { text: '4,600' }");
  city.Does(PublishGoals(kHealth));
  city.On("2023-04-03").Does(ReportResults(kHealth, {{"times", "17,756"}}));
  EXPECT_THAT(Evidence(), ElementsAre("TARGET 4,600", "RESULT 17,756", "ATTAINMENT 386"));
  const auto overshoot = Only();

  const auto answer = [&](const std::string& id, const std::string& text) {
    auto request = StepOn<evaluations::v1::AnswerObservationRequest>(kHealth);
    request.set_observation(id);
    request.set_text(text);
    return request;
  };
  city.Does(answer("OVERSHOOT/nowhere", "何のこと"))
      .IsRefused(absl::StatusCode::kNotFound, "NOT_FOUND");
  city.Does(answer(overshoot.id(), "動画が広まったため"));
  EXPECT_EQ(Only().answer().text(), "動画が広まったため");
  EXPECT_EQ(Only().answer().actor(), "suzuki");
  EXPECT_THAT(Seen("unanswered_only: true"), IsEmpty());
  city.Does(answer(overshoot.id(), ""));
  EXPECT_THAT(Seen("unanswered_only: true"), ElementsAre("OVERSHOOT times"));

  // It goes away with its cause; a target that is changed for that is an observation of its own.
  city.Does(SetTargets(kHealth, {{"times", "15,000"}}, "実績に合わせる"));
  EXPECT_THAT(Evidence(), ElementsAre("PREVIOUS_TARGET 4,600", "TARGET 15,000",
                                      "DONE_DATE 2023-04-03", "REASON 実績に合わせる"));
  EXPECT_THAT(Seen(), ElementsAre("TARGET_CHANGED times"));
  EXPECT_THAT(Seen("kinds: OBSERVATION_KIND_OVERSHOOT"), IsEmpty());
  const auto read = city.Sees(GetSheet(kHealth, "include_observations: true"));
  EXPECT_EQ(read.observations_size(), 1);
}

TEST_F(Observations, AComment) {
  city.On("2022-04-12");
  WriteHealth("name: '講座の開催' unit: '回' target { text: '9回' }");
  city.Does(PublishGoals(kHealth));
  city.On("2023-04-03").Does(ReportResults(kHealth, {{"times", "9回"}}));
  const auto comment = [](const std::string& text) {
    auto request = Rate(kHealth, {{"classes", "達成"}});
    request.mutable_assessments(0)->set_comment(text);
    return request;
  };
  city.Does(comment("講座は、計9回(料理3回、体操5回)開いた。"));
  EXPECT_THAT(Seen(), ElementsAre("COMMENT_DIFFERS times"));
  EXPECT_THAT(Evidence(), Contains("SUM 8"));
  city.Does(comment("講座は、計9回(料理4回、体操5回)開いた。"));
  EXPECT_THAT(Seen(), IsEmpty());
}

TEST_F(Observations, ResultsThatAreMissingOrLate) {
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022);
  city.Does(ReportResults(kRoads, {{"fence", "41"}, {"early", "70"}}, "interim"));
  EXPECT_THAT(Seen(), IsEmpty());
  city.On("2022-11-04");
  EXPECT_THAT(Seen(), ElementsAre("RESULT_MISSING tendays"));
  EXPECT_THAT(Evidence(), ElementsAre("DUE_DATE 2022-10-31"));
  city.Does(ReportResults(kRoads, {{"tendays", "97"}}, "interim"));
  EXPECT_THAT(Seen(), ElementsAre("RESULT_LATE tendays"));
  EXPECT_THAT(Evidence(), ElementsAre("DUE_DATE 2022-10-31", "DONE_DATE 2022-11-04"));
  // On the day on which it was due nobody had missed anything.
  EXPECT_THAT(Seen("effective_date: '2022-10-31'"), IsEmpty());
}

TEST_F(Observations, ALinkToAGoalThatDoesNotExist) {
  const std::string ward = SheetNamed("kita-2022");
  city.On("2022-04-12");
  WriteRoads(city, kRoads, 2022, "section-plain");
  city.Does(LinkGoals(kRoads, "sand", ward, "1"));
  EXPECT_THAT(Seen(), ElementsAre("LINK_TARGET_MISSING sand"));
  EXPECT_THAT(Evidence(), ElementsAre(absl::StrCat("LINK ", ward, "/goals/1"), "FIELD sheet"));
  city.As("yamada").Does(CreateSheet(ward, "kita", 2022, "niigata-ward-goals"));
  EXPECT_THAT(Evidence(), Contains("FIELD goal"));
  city.Does(CreateGoal(ward, "safety", "level: 'priority-goal' label: '1' title: '災害に強く'"));
  EXPECT_THAT(Seen(), IsEmpty());
  // A second link leads nowhere until it is taken away.
  city.As("tanaka").Does(LinkGoals(kRoads, "orders", ward, "7"));
  EXPECT_THAT(Seen(), ElementsAre("LINK_TARGET_MISSING orders"));
  city.Does(StepOn<goals::v1::UnlinkGoalsRequest>(
      GoalOf(kRoads, "orders"), absl::StrCat("links { sheet: '", ward, "' goal: '7' }")));
  EXPECT_THAT(Seen(), IsEmpty());
}

TEST_F(Observations, ABreakAndATypedInValueThatDiffers) {
  const std::string last_year = SheetNamed("doboku-2021");
  city.On("2021-04-12");
  PublishRoads(city, last_year, 2021, "section-plain");
  city.On("2022-04-04").Does(ReportResults(last_year, {{"fence", "81"}}));
  city.Does(CarryForward(last_year, "sheet_id: 'doboku-2022' keep_targets: true"));
  EXPECT_THAT(Seen(), IsEmpty());
  city.Does(StepOn<goals::v1::SetPastValuesRequest>(IndicatorOf(kRoads, "fence"),
                                                    "past { fiscal_year: 2021 value: '80' }"));
  EXPECT_THAT(Seen(), ElementsAre("PAST_VALUE_DIFFERS fence"));
  EXPECT_THAT(Evidence(), ElementsAre("TYPED_IN_VALUE 80", "PAST_RESULT 81"));
  const auto differing = Only();
  ASSERT_EQ(differing.evidence_size(), 2);
  EXPECT_EQ(differing.evidence(1).source(), IndicatorOf(last_year, "fence"));
  // What is measured is no longer the same: there is nothing to differ from.
  city.Does(StepOn<goals::v1::BreakSeriesRequest>(IndicatorOf(kRoads, "fence"),
                                                  "reason: '改良と新設を合わせて数える'"));
  EXPECT_THAT(Seen(), ElementsAre("SERIES_BREAK fence"));
  EXPECT_THAT(Evidence(), Contains("REASON 改良と新設を合わせて数える"));
}

TEST_F(Observations, WhatADocumentOfThePastDoesNotSay) {
  city.On("2022-09-01");
  auto request = Step<imports::v1::ImportSheetRequest>(R"pb(
    goals_effective_date: "2022-04-01"
    document {
      name: "cities/minato/sheets/kenko-2022"
      form: "section-plain"
      fiscal_year: 2022
      org_unit: "kenko"
      state: EVALUATED
      evaluated_on: "2023-03-31"
      goals {
        level: "goal"
        label: "1"
        title: "講座"
        evaluation { rating: "達成" }
      }
      declared_totals { total: 2 }
    }
  )pb");
  city.Does(request);
  EXPECT_THAT(Seen(), ElementsAre("FACT_MISSING ", "DECLARED_TOTAL_DIFFERS "));
  request.mutable_document()->set_created_on("2022-04-01");
  request.mutable_document()->mutable_declared_totals(0)->set_total(1);
  request.set_revise(true);
  city.Does(request);
  EXPECT_THAT(Seen(), IsEmpty());
}

// 14 training courses here, 13 there. Only once staff have said that it is one series.
TEST_F(Observations, DocumentsThatDisagree) {
  const std::string plan = SheetNamed("plan-2022");
  city.On("2022-04-12");
  WriteHealth("name: '養成講座の開催回数' unit: '回' target { text: '14回' }");
  city.Does(PublishGoals(kHealth));
  city.As("yamada").Does(CreateSheet(plan, "kenko", 2022, "niigata-section-goals"));
  city.Does(CreateGoal(plan, "training", "label: '1' title: '担い手を育てる'"));
  city.Does(CreateIndicator(plan, "training", "courses",
                            "name: '養成講座の開催回数' unit: '回' target { text: '12回' }"));
  city.Does(PublishGoals(plan));
  city.On("2023-04-03");
  city.Does(ReportResults(plan, {{"courses", "13回"}}));
  city.Does(ReportResults(kHealth, {{"times", "14回"}}));
  EXPECT_THAT(Seen(), IsEmpty());

  const auto candidates = [&] {
    return city.Sees(About<indicators::v1::ListSeriesCandidatesRequest>("kita", 2022)).candidates();
  };
  ASSERT_EQ(candidates().size(), 1);
  const auto offered = candidates()[0];
  EXPECT_THAT(offered.signs(), ::testing::IsSupersetOf({"SAME_NAME", "SAME_UNIT"}));
  EXPECT_EQ(offered.first().org_unit(), "kenko");

  const auto declare = [&](const std::string& sheet, const std::string& indicator) {
    return UpdateIndicator(sheet, indicator, "series",
                           "indicator { series: 'training' } reason: '同じものを数えている'");
  };
  city.Does(declare(kHealth, "times"));
  EXPECT_THAT(Seen(), IsEmpty());
  city.Does(declare(plan, "courses"));
  EXPECT_THAT(Seen(), ElementsAre("DOCUMENTS_DISAGREE times", "DOCUMENTS_DISAGREE courses"));
  EXPECT_THAT(candidates(), IsEmpty());
  city.Does(CorrectResults(plan, {{"courses", "14回"}}, "一回を数え落としていた"));
  EXPECT_THAT(Seen(), IsEmpty());
}

}  // namespace
}  // namespace mokuhyo::scenarios
