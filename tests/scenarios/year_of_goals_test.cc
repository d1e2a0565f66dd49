// The year of a sheet, from the draft to revised goals: two people, and every step that the state
// of the sheet forbids.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::ElementsAre;

const std::string kRoads = SheetNamed("doboku-2022");

// `kind actor day: reason` of each step.
std::vector<std::string> Steps(const sheets::v1::Sheet& sheet) {
  std::vector<std::string> steps;
  for (const auto& step : sheet.transitions()) {
    const std::string kind = sheets::v1::Transition::Kind_Name(step.kind()).substr(5);
    steps.push_back(kind + " " + step.actor() + " " + step.effective_date() +
                    (step.reason().empty() ? "" : ": " + step.reason()));
  }
  return steps;
}

TEST(YearOfGoals, GoalsGoThroughTwoHands) {
  City city;
  city.On("2022-04-04").As("tanaka").Does(CreateSheet(kRoads, "doboku", 2022, "section-year"));
  city.Does(SubmitGoals(kRoads)).IsForbidden("NO_GOALS", {"CreateGoal"});
  city.Does(CreateSheet(SheetNamed("second"), "doboku", 2022, "section-year"))
      .IsRefused(absl::StatusCode::kAlreadyExists, "UNIT_YEAR_FORM_TAKEN", {kRoads});
  city.Does(StepOn<goals::v1::DeleteDraftSheetRequest>(kRoads));
  WriteRoads(city, kRoads, 2022);

  // Not published past the division.
  city.Does(PublishGoals(kRoads)).IsForbidden("GOALS_NOT_APPROVED", {"draft", "SubmitGoals"});
  city.As("yamada")
      .Does(ApproveGoals(city.Review(kRoads)))
      .IsForbidden("GOALS_NOT_SUBMITTED", {"draft", "SubmitGoals"});
  city.Does(ReturnGoals(kRoads, "早すぎる")).IsForbidden("GOALS_NOT_SUBMITTED", {"draft"});

  city.On("2022-04-08").As("tanaka").Does(SubmitGoals(kRoads, "reason: '内容をご確認ください'"));
  EXPECT_EQ(city.Sheet(kRoads).state(), sheets::v1::SHEET_STATE_GOALS_SUBMITTED);
  // What waits for approval is what the division reads.
  city.Does(SetTargets(kRoads, {{"fence", "100"}})).IsForbidden("GOALS_SUBMITTED", {"ReturnGoals"});
  city.Does(SubmitGoals(kRoads)).IsForbidden("GOALS_SUBMITTED", {"ReturnGoals"});
  city.Does(PublishGoals(kRoads)).IsForbidden("GOALS_NOT_APPROVED", {"ApproveGoals"});

  const Reviewed first_draft = city.Review(kRoads);
  city.On("2022-04-11").As("yamada");
  city.Does(ReturnGoals(kRoads, "")).IsMalformed({"reason"});
  city.Does(ReturnGoals(kRoads, "柵の延長の根拠を書くこと"));
  EXPECT_EQ(city.Sheet(kRoads).state(), sheets::v1::SHEET_STATE_DRAFT);

  city.On("2022-04-13").As("tanaka").Does(SetTargets(kRoads, {{"fence", "95"}}));
  city.Does(SubmitGoals(kRoads));
  // Nobody approves what is their own, nor what they have not read.
  city.Does(ApproveGoals(city.Review(kRoads)))
      .IsForbidden("TWO_PERSON_RULE", {"tanaka", "2022-04-13", "ApproveGoals"});
  city.As("yamada")
      .Does(ApproveGoals(first_draft))
      .IsRefused(absl::StatusCode::kAborted, "STALE_ETAG", {"TargetsSet", "tanaka"});
  city.Does(ApproveGoals({kRoads, ""})).IsMalformed({"etag"});
  city.On("2022-04-14").Does(ApproveGoals(city.Review(kRoads), "北企第12号"));
  EXPECT_EQ(city.Sheet(kRoads).approval_reference(), "北企第12号");
  city.As("tanaka")
      .Does(SetTargets(kRoads, {{"fence", "96"}}))
      .IsForbidden("GOALS_APPROVED", {"PublishGoals", "ReturnGoals"});

  // Its life does not run backwards.
  city.On("2022-04-15")
      .Does(PublishGoals(kRoads, "effective_date: '2022-04-13'"))
      .IsMalformed({"effective_date", "2022-04-14"});
  city.Does(PublishGoals(kRoads));
  city.Does(PublishGoals(kRoads)).IsForbidden("GOALS_ALREADY_PUBLISHED", {"reason"});
  city.Does(SubmitGoals(kRoads)).IsForbidden("GOALS_ALREADY_PUBLISHED", {"reason"});
  city.As("yamada")
      .Does(ApproveGoals(city.Review(kRoads)))
      .IsForbidden("GOALS_ALREADY_PUBLISHED", {"nothing to approve"});
  city.Does(ReturnGoals(kRoads, "やはり")).IsForbidden("GOALS_ALREADY_PUBLISHED", {"reason"});
  city.Does(StepOn<goals::v1::DeleteDraftSheetRequest>(kRoads))
      .IsForbidden("GOALS_ALREADY_PUBLISHED", {});

  EXPECT_THAT(Steps(city.Sheet(kRoads)),
              ElementsAre("CREATED tanaka 2022-04-04",
                          "GOALS_SUBMITTED tanaka 2022-04-08: 内容をご確認ください",
                          "GOALS_RETURNED yamada 2022-04-11: 柵の延長の根拠を書くこと",
                          "GOALS_SUBMITTED tanaka 2022-04-13", "GOALS_APPROVED yamada 2022-04-14",
                          "GOALS_PUBLISHED tanaka 2022-04-15"));
  EXPECT_EQ(city.Sheet(kRoads).transitions(0).recorded_time().substr(0, 10), "2022-04-04");
}

TEST(YearOfGoals, AfterPublicationAChangeIsARevision) {
  City city;
  city.On("2022-04-12");
  WriteRoads(city, kRoads, 2022, "section-plain");
  // A draft changes without a word, and keeps no old targets.
  city.Does(SetTargets(kRoads, {{"fence", "88"}}));
  city.Does(StepOn<evaluations::v1::RecordNarrativeRequest>(
                kRoads, "texts { key: 'result' value: '早すぎる総括' }"))
      .IsForbidden("GOALS_NOT_PUBLISHED", {"PublishGoals"});
  city.Does(PublishGoals(kRoads));

  city.On("2022-07-01").Does(SetTargets(kRoads, {{"fence", "75"}})).IsMalformed({"reason"});
  city.Does(SetTargets(kRoads, {{"fence", "75"}}, "資材の値上がり"));
  city.On("2022-09-01").As("suzuki");
  city.Does(SetTargets(kRoads, {{"fence", "80"}}, "補助金が増えた"));
  const auto goal = [&](int index) { return city.Sheet(kRoads).goals(index); };
  const auto fence = goal(0).indicators(0);
  ASSERT_EQ(fence.target_revisions_size(), 2);
  EXPECT_EQ(fence.target_revisions(0).previous().text(), "88");
  EXPECT_EQ(fence.target_revisions(0).target().text(), "75");
  EXPECT_EQ(fence.target_revisions(0).reason(), "資材の値上がり");
  EXPECT_EQ(fence.target_revisions(1).actor(), "suzuki");
  EXPECT_EQ(fence.target_revisions(1).effective_date(), "2022-09-01");
  EXPECT_EQ(fence.target().text(), "80");

  // Plan texts, goals and indicators are revised the same way.
  const auto title = [](const std::string& reason) {
    return UpdateGoal(kRoads, "orders", "title", "goal { title: '早い発注' } " + reason);
  };
  city.Does(title("")).IsMalformed({"reason"});
  city.Does(title("reason: '短くする'"));
  const auto unit = [](const std::string& reason) {
    return UpdateIndicator(kRoads, "fence", "unit", "indicator { unit: 'メートル' } " + reason);
  };
  city.Does(unit("")).IsMalformed({"reason"});
  city.Does(unit("reason: '表記をそろえる'"));
  const auto added = [](const std::string& reason) {
    return CreateGoal(kRoads, "bridges", "label: '4' title: '橋を点検する'", reason);
  };
  city.Does(added("")).IsMalformed({"reason"});
  city.Does(added("reason: '点検を急ぐ'"));
  const auto purpose = [](const std::string& reason) {
    return Step<goals::v1::UpdateSheetRequest>(
        "sheet { name: '" + kRoads +
        "' texts { key: 'purpose' value: '道と橋を守る' } } update_mask { paths: 'texts' } " +
        reason);
  };
  city.Does(purpose("")).IsMalformed({"reason"});
  city.Does(purpose("reason: '橋も担当する'"));
  EXPECT_EQ(city.Sheet(kRoads).goals_size(), 4);

  // What is told of the results is no revision: nobody has to say why.
  city.Does(StepOn<evaluations::v1::RecordNarrativeRequest>(
      kRoads,
      "texts { key: 'result' value: '砂は減った' } goals { goal: 'sand' texts { key: 'outcome' "
      "value: '通行止めなし' } accomplishments: '柵を直した' replace_accomplishments: true }"));
  EXPECT_EQ(goal(0).texts().at("outcome"), "通行止めなし");
  EXPECT_EQ(goal(0).accomplishments(0), "柵を直した");
}

// Withdrawn in July; 2 goals and one withdrawn are left.
void WithdrawAnswers(City& city, const std::string& form) {
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022, form);
  city.On("2022-07-01").As("tanaka");
  city.Does(WithdrawGoal(kRoads, "answers", "")).IsMalformed({"reason"});
  city.Does(WithdrawGoal(kRoads, "answers", "窓口が本庁に移った"));
  city.Does(ReportResults(kRoads, {{"tendays", "98"}}))
      .IsForbidden("GOAL_WITHDRAWN", {"answers", "leave it out"});
  city.Does(SetTargets(kRoads, {{"tendays", "90"}}, "下げる")).IsForbidden("GOAL_WITHDRAWN", {});
  city.On("2023-04-10").Does(ReportResults(kRoads, {{"fence", "91"}, {"early", "86"}}));
  city.Does(Rate(kRoads, {{"answers", "達成"}})).IsForbidden("GOAL_WITHDRAWN", {"answers"});
  city.Does(Rate(kRoads, {{"sand", "達成"}, {"orders", "達成"}}));
  const sheets::v1::Sheet sheet = city.Sheet(kRoads);
  EXPECT_TRUE(sheet.goals(2).withdrawn());
  EXPECT_EQ(sheet.goals(2).withdrawn_on(), "2022-07-01");
  EXPECT_EQ(sheet.goals(2).withdrawal_reason(), "窓口が本庁に移った");
  EXPECT_EQ(sheet.goals(2).title(), "要望に早く答える");
  PublishRoadsEdition(city, kRoads);
  EXPECT_NE(city.Exports(ExportEdition(kRoads, 1)).find("要望に早く答える"), std::string::npos);
}

sheets::v1::FormTotals TotalsOfKita(City& city) {
  const auto summary =
      city.Sees(About<sheets::v1::GetYearlySummaryRequest>("kita", 2022)).summary();
  EXPECT_EQ(summary.tables_size(), 1);
  return summary.tables(0);
}

TEST(YearOfGoals, AWithdrawnGoalCountsWhereTheFormSaysSo) {
  City city;
  WithdrawAnswers(city, "section-year");
  const sheets::v1::FormTotals totals = TotalsOfKita(city);
  EXPECT_EQ(totals.overall().row_count(), 3);
  EXPECT_EQ(totals.overall().unrated_count(), 1);
  EXPECT_EQ(totals.left_out().withdrawn_count(), 0);
}

TEST(YearOfGoals, AWithdrawnGoalIsLeftOutWhereTheFormSaysSo) {
  City city;
  WithdrawAnswers(city, "section-plain");
  const sheets::v1::FormTotals totals = TotalsOfKita(city);
  EXPECT_EQ(totals.overall().row_count(), 2);
  EXPECT_EQ(totals.overall().unrated_count(), 0);
  EXPECT_EQ(totals.left_out().withdrawn_count(), 1);
}

}  // namespace
}  // namespace mokuhyo::scenarios
