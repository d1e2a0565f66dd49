// The year of a sheet, from interim results to the edition that replaces another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kRoads = SheetNamed("doboku-2022");

std::vector<std::string> Missing(City& city, const std::string& period = "") {
  std::vector<std::string> missing;
  const auto request = About<indicators::v1::ListMissingResultsRequest>(
      "kita", 2022, period.empty() ? "" : "period: '" + period + "'");
  const auto answer = city.Sees(request);
  for (const auto& one : answer.missing()) missing.push_back(one.name() + " " + one.due_on());
  return missing;
}

TEST(YearOfResults, ResultsComeAtMidYearAndAtTheEnd) {
  City city;
  city.On("2022-04-12");
  WriteRoads(city, kRoads, 2022);
  city.Does(ReportResults(kRoads, {{"fence", "10"}}))
      .IsForbidden("GOALS_NOT_PUBLISHED", {"DRAFT", "PublishGoals"});
  city.As("tanaka").Does(SubmitGoals(kRoads));
  city.As("yamada").Does(ApproveGoals(city.Review(kRoads)));
  city.As("tanaka").Does(PublishGoals(kRoads));

  // 中間振り返り. The request orders are looked at only at the end of the year, on purpose.
  city.On("2022-10-20").Does(ReportResults(kRoads, {{"fence", "41"}}, "interim"));
  city.Does(MarkBlank(kRoads, "orders", {"indicators[1].results[interim]"}))
      .IsMalformed({"fields[0]"});
  city.Does(MarkBlank(kRoads, "orders", {"indicators[0].results[interim]"}));
  EXPECT_EQ(city.Sheet(kRoads).state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED);
  EXPECT_THAT(Missing(city), IsEmpty());
  city.On("2022-11-01");
  EXPECT_THAT(Missing(city), ElementsAre("10日以内に答えた割合 2022-10-31"));
  city.Does(ReportResults(kRoads, {{"tendays", "96"}}, "interim"));
  EXPECT_THAT(Missing(city), IsEmpty());

  // The end of the year. A result that is there is corrected, with a reason, not reported twice.
  city.On("2023-04-10").Does(ReportResults(kRoads, {{"fence", "78"}, {"early", "86"}}));
  city.Does(ReportResults(kRoads, {{"fence", "79"}}))
      .IsForbidden("RESULT_EXISTS", {"CorrectResults"});
  city.Does(CorrectResults(kRoads, {{"fence", "79"}}, "")).IsMalformed({"reason"});
  city.Does(CorrectResults(kRoads, {{"tendays", "97"}}, "数え直した"))
      .IsForbidden("RESULT_MISSING", {"ReportResults"});
  city.Does(CorrectResults(kRoads, {{"fence", "79"}}, "最後の区間を測り直した"));
  city.Does(CorrectResults(kRoads, {{"fence", "40"}}, "転記の誤り", "interim"));
  const auto fence = [&] { return city.Sheet(kRoads).goals(0).indicators(0); };
  EXPECT_EQ(fence().result().text(), "79");
  EXPECT_EQ(fence().result_detail().reported_on(), "2023-04-10");
  EXPECT_EQ(fence().results(0).period(), "interim");
  EXPECT_EQ(fence().results(0).value().text(), "40");

  // Taken back with a reason, it is missing again.
  city.Does(WithdrawResults(kRoads, {"early"}, "")).IsMalformed({"reason"});
  city.Does(WithdrawResults(kRoads, {"early"}, "前年の数だった"));
  city.Does(WithdrawResults(kRoads, {"early"}, "もう一度"))
      .IsForbidden("RESULT_MISSING", {"ReportResults"});
  city.On("2023-05-01");
  EXPECT_THAT(Missing(city),
              ElementsAre("上半期の発注割合 2023-04-30", "10日以内に答えた割合 2023-04-30"));
  city.Does(MarkBlank(kRoads, "answers", {"indicators[0].result"}));
  EXPECT_THAT(Missing(city), ElementsAre("上半期の発注割合 2023-04-30"));
  city.Does(ReportResults(kRoads, {{"early", "84"}}));
  EXPECT_THAT(Missing(city), IsEmpty());
}

TEST(YearOfResults, TheEvaluationGoesThroughTwoHands) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022);
  city.On("2023-04-10")
      .As("yamada")
      .Does(ConfirmEvaluation(city.Review(kRoads)))
      .IsForbidden("RESULTS_NOT_REPORTED", {"ReportResults"});
  city.As("tanaka").Does(
      ReportResults(kRoads, {{"fence", "91"}, {"early", "86"}, {"tendays", "100"}}));
  city.Does(SubmitEvaluation(kRoads))
      .IsForbidden("NOT_ASSESSED", {"RESULTS_REPORTED", "AssessGoals"});
  city.Does(Rate(kRoads, {{"sand", "達成"}, {"orders", "達成"}}));
  city.As("yamada")
      .Does(ConfirmEvaluation(city.Review(kRoads)))
      .IsForbidden("EVALUATION_NOT_SUBMITTED", {"ASSESSED", "SubmitEvaluation"});
  city.Does(ReturnEvaluation(kRoads, "早い")).IsForbidden("EVALUATION_NOT_SUBMITTED", {"ASSESSED"});

  city.On("2023-05-08").As("tanaka").Does(SubmitEvaluation(kRoads));
  city.Does(CorrectResults(kRoads, {{"fence", "92"}}, "測り直し"))
      .IsForbidden("EVALUATION_SUBMITTED", {"ReturnEvaluation"});
  city.Does(SubmitEvaluation(kRoads)).IsForbidden("EVALUATION_SUBMITTED", {"ReturnEvaluation"});
  city.Does(ConfirmEvaluation(city.Review(kRoads)))
      .IsForbidden("TWO_PERSON_RULE", {"tanaka", "ConfirmEvaluation"});
  city.As("yamada")
      .Does(ConfirmEvaluation(city.Review(kRoads)))
      .IsForbidden("RATINGS_MISSING", {"answers", "ReturnEvaluation", "AssessGoals"});
  city.Does(ReturnEvaluation(kRoads, "")).IsMalformed({"reason"});
  city.On("2023-05-10").Does(ReturnEvaluation(kRoads, "目標3の評価がない"));

  // A second reader gives an opinion of the same goal; it stands beside.
  city.On("2023-05-12").As("tanaka").Does(Rate(kRoads, {{"answers", "達成"}}));
  city.As("yamada").Does(Rate(kRoads, {{"answers", "一部未達成"}}, "review"));
  city.As("tanaka").Does(SubmitEvaluation(kRoads));
  const Reviewed reviewed = city.Review(kRoads);
  city.As("yamada").Does(ReturnEvaluation(kRoads, "目標1の数を確かめること"));
  city.As("tanaka").Does(CorrectResults(kRoads, {{"fence", "90"}}, "一区間を二重に数えた"));
  city.Does(SubmitEvaluation(kRoads));
  // Whoever confirms has read what it is now, or is told what changed.
  city.On("2023-05-15")
      .As("yamada")
      .Does(ConfirmEvaluation(reviewed))
      .IsRefused(absl::StatusCode::kAborted, "STALE_ETAG",
                 {"ResultsCorrected", "fence", "tanaka", "一区間を二重に数えた"});
  city.Does(ConfirmEvaluation({kRoads, ""})).IsMalformed({"etag"});
  city.Does(ConfirmEvaluation(city.Review(kRoads)));
  const sheets::v1::Sheet sheet = city.Sheet(kRoads);
  EXPECT_EQ(sheet.state(), sheets::v1::SHEET_STATE_CONFIRMED);
  EXPECT_EQ(sheet.confirmed_on(), "2023-05-15");
  EXPECT_EQ(sheet.goals(2).evaluation().rating(), "達成");
  EXPECT_EQ(sheet.goals(2).evaluation().assessments(0).rating(), "一部未達成");

  city.As("tanaka")
      .Does(CorrectResults(kRoads, {{"fence", "92"}}, "まだある"))
      .IsForbidden("EVALUATION_CONFIRMED", {"ReopenEvaluation"});
  city.Does(Rate(kRoads, {{"sand", "未達成"}}))
      .IsForbidden("EVALUATION_CONFIRMED", {"ReopenEvaluation"});
  city.Does(ConfirmEvaluation(city.Review(kRoads)))
      .IsForbidden("EVALUATION_CONFIRMED", {"ReopenEvaluation"});
  city.Does(ReturnEvaluation(kRoads, "戻す"))
      .IsForbidden("EVALUATION_CONFIRMED", {"ReopenEvaluation"});
}

TEST(YearOfResults, AnEditionIsReopenedAndReplaced) {
  City city;
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022);
  city.On("2023-05-08");
  ReportAndRateRoads(city, kRoads);
  city.As("yamada")
      .Does(PublishEdition(city.Review(kRoads)))
      .IsForbidden("EVALUATION_NOT_CONFIRMED", {"ASSESSED", "ConfirmEvaluation"});
  city.Does(ReplaceEdition(city.Review(kRoads), "差し替え"))
      .IsForbidden("NO_EDITION", {"PublishEdition"});
  city.Does(ReopenEvaluation(kRoads, "開ける"))
      .IsForbidden("EVALUATION_NOT_CONFIRMED", {"ASSESSED"});
  city.On("2023-06-01");
  PublishRoadsEdition(city, kRoads);
  const std::string published = city.Exports(ExportEdition(kRoads, 1));
  city.Does(PublishEdition(city.Review(kRoads)))
      .IsForbidden("EDITION_UNCHANGED", {"edition 1 of 2023-06-01", "ReopenEvaluation"});
  city.Does(ReplaceEdition(city.Review(kRoads), "念のため"))
      .IsForbidden("EDITION_UNCHANGED", {"ReopenEvaluation"});

  city.On("2023-07-03").Does(ReopenEvaluation(kRoads, "")).IsMalformed({"reason"});
  city.Does(ReopenEvaluation(kRoads, "柵の延長に誤りがあった"));
  city.As("tanaka").Does(CorrectResults(kRoads, {{"fence", "87"}}, "完了検査の数に直す"));
  city.As("yamada")
      .Does(ReplaceEdition(city.Review(kRoads), "柵の延長を正した"))
      .IsForbidden("EVALUATION_NOT_CONFIRMED", {"ConfirmEvaluation"});
  city.As("tanaka").Does(SubmitEvaluation(kRoads));
  city.On("2023-07-05").As("yamada").Does(ConfirmEvaluation(city.Review(kRoads)));
  city.Does(PublishEdition(city.Review(kRoads)))
      .IsForbidden("EDITION_EXISTS", {"edition 1", "ReplaceEdition"});
  city.Does(ReplaceEdition(city.Review(kRoads), "")).IsMalformed({"reason"});
  const auto second =
      city.Does(ReplaceEdition(city.Review(kRoads), "柵の延長を正した")).answer().edition();
  EXPECT_EQ(second.number(), 2u);
  EXPECT_EQ(second.replaces(), 1u);

  const auto editions = city.Sees(StepOn<sheets::v1::ListEditionsRequest>(kRoads)).editions();
  ASSERT_EQ(editions.size(), 2);
  EXPECT_EQ(editions[0].number(), 2u);
  EXPECT_EQ(editions[0].published_on(), "2023-07-05");
  EXPECT_EQ(editions[0].reason(), "柵の延長を正した");
  EXPECT_EQ(editions[0].actor(), "yamada");
  EXPECT_EQ(editions[1].replaced_by(), 2u);
  EXPECT_EQ(editions[1].published_on(), "2023-06-01");
  EXPECT_NE(editions[0].digest(), editions[1].digest());
  EXPECT_EQ(city.Exports(ExportEdition(kRoads, 1)), published);
  const auto steps = city.Sheet(kRoads).transitions();
  const auto& last = *steps.rbegin();
  EXPECT_EQ(last.kind(), sheets::v1::Transition::KIND_EDITION_REPLACED);
  EXPECT_EQ(last.edition(), 2u);
}

}  // namespace
}  // namespace mokuhyo::scenarios
