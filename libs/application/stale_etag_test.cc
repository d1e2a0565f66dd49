#include "libs/application/stale_etag.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/rpc/error_info.pb.h"
#include "gtest/gtest.h"
#include "libs/application/test_city_test_util.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::application {
namespace {

using domain::testing::Proto;
using goals::v1::UpdateGoalRequest;
using goals::v1::UpdateGoalResponse;
using ::testing::HasSubstr;

class StaleEtagTest : public TestCity {
 protected:
  void SetUp() override {
    TestCity::SetUp();
    CreateSheet();
    CreateGoals(2);
  }

  template <class Response, class Request>
  void DoAs(const std::string& actor, const Request& request) {
    caller_.actor = actor;
    clock_.Advance(absl::Minutes(1));
    ExpectOk(Do<Response>(request).status());
  }

  void RenameAs(const std::string& actor, const std::string& goal, const std::string& title,
                const std::string& reason = "") {
    DoAs<UpdateGoalResponse>(actor, Rename(goal, title, "", reason));
  }

  static UpdateGoalRequest Rename(const std::string& goal, const std::string& title,
                                  const std::string& etag, const std::string& reason = "") {
    UpdateGoalRequest request;
    request.set_name("cities/test/sheets/s/goals/" + goal);
    request.mutable_goal()->set_title(title);
    request.mutable_update_mask()->add_paths("title");
    request.set_etag(etag);
    request.set_reason(reason);
    return request;
  }

  // What a refusal for the stale etag says, beside that it is one.
  std::map<std::string, std::string> Told(const absl::Status& status) {
    ExpectRefused(status, absl::StatusCode::kAborted, "STALE_ETAG");
    google::rpc::ErrorInfo info;
    EXPECT_TRUE(base::ReadDetail(status, info));
    return {info.metadata().begin(), info.metadata().end()};
  }
};

TEST_F(StaleEtagTest, TwoWhoConfirmASheetThatChangedAreToldWhatChanged) {
  DoAs<goals::v1::CreateIndicatorResponse>(
      "sato", Proto<goals::v1::CreateIndicatorRequest>("parent: 'cities/test/sheets/s/goals/g1'"));
  DoAs<goals::v1::PublishGoalsResponse>(
      "sato", Proto<goals::v1::PublishGoalsRequest>("name: 'cities/test/sheets/s'"));
  DoAs<indicators::v1::ReportResultsResponse>(
      "sato", Proto<indicators::v1::ReportResultsRequest>(
                  "parent: 'cities/test/sheets/s' results { indicator: 'i1' value: '9' }"));
  DoAs<evaluations::v1::AssessGoalsResponse>(
      "sato", Proto<evaluations::v1::AssessGoalsRequest>(
                  "parent: 'cities/test/sheets/s' assessments { goal: 'g1' rating: '達成' } "
                  "assessments { goal: 'g2' rating: '達成' }"));
  evaluations::v1::ConfirmEvaluationRequest confirm;
  confirm.set_name("cities/test/sheets/s");
  confirm.set_etag(Sheet().etag());
  // Both have read the sheet; then the section corrects a figure and its target.
  DoAs<indicators::v1::CorrectResultsResponse>(
      "sato", Proto<indicators::v1::CorrectResultsRequest>(
                  "parent: 'cities/test/sheets/s' results { indicator: 'i1' value: '8' } "
                  "reason: '二重に数えた'"));
  DoAs<goals::v1::SetTargetsResponse>(
      "suzuki", Proto<goals::v1::SetTargetsRequest>(
                    "parent: 'cities/test/sheets/s' targets { indicator: 'i1' target: '10' } "
                    "reason: '見直し'"));
  for (const char* reviewer : {"yamada", "tanaka"}) {
    caller_.actor = reviewer;
    const auto refused = Do<evaluations::v1::ConfirmEvaluationResponse>(confirm);
    auto told = Told(refused.status());
    EXPECT_EQ(told["changes"],
              "TargetsSet i1 by suzuki at 2022-05-01T00:06:00.000000Z: 見直し\n"
              "ResultsCorrected i1 by sato at 2022-05-01T00:05:00.000000Z: 二重に数えた");
    EXPECT_EQ(told["change_count"], "2");
    EXPECT_EQ(told["changed_by"], "suzuki, sato");
    EXPECT_EQ(told["given_etag"], confirm.etag());
    EXPECT_THAT(std::string(refused.status().message()),
                HasSubstr("Since then: TargetsSet i1 by suzuki at"));
  }
  confirm.set_etag(Sheet().etag());
  ExpectOk(Do<evaluations::v1::ConfirmEvaluationResponse>(confirm).status());
}

TEST_F(StaleEtagTest, OfAGoalOnlyWhatTouchedItIsTold) {
  const std::string etag = Sheet().goals(0).etag();
  RenameAs("sato", "g2", "公園");
  RenameAs("sato", "g1", "道路");
  RenameAs("suzuki", "g2", "広場");
  auto told = Told(Do<UpdateGoalResponse>(Rename("g1", "x", etag)).status());
  EXPECT_THAT(told["changes"], HasSubstr("GoalUpdated g1 by sato"));
  EXPECT_EQ(told["change_count"], "1");
  EXPECT_EQ(told["changed_by"], "sato");
}

TEST_F(StaleEtagTest, AGoalIsTouchedByTheWithdrawalOfTheOneAbove) {
  DoAs<goals::v1::CreateGoalResponse>(
      "sato", Proto<goals::v1::CreateGoalRequest>(
                  "parent: 'cities/test/sheets/s' parent_goal: 'g1' goal { level: 'item' }"));
  DoAs<goals::v1::PublishGoalsResponse>(
      "sato", Proto<goals::v1::PublishGoalsRequest>("name: 'cities/test/sheets/s'"));
  const std::string etag = Sheet().goals(0).goals(0).etag();
  DoAs<goals::v1::WithdrawGoalResponse>(
      "suzuki", Proto<goals::v1::WithdrawGoalRequest>(
                    "name: 'cities/test/sheets/s/goals/g1' reason: '事業の終了'"));
  auto told = Told(Do<UpdateGoalResponse>(Rename("g3", "x", etag)).status());
  EXPECT_THAT(told["changes"], HasSubstr("GoalWithdrawn g1 by suzuki"));
}

TEST_F(StaleEtagTest, OfAnIndicatorOnlyWhatTouchedItIsTold) {
  for (int i = 0; i < 2; ++i) {
    DoAs<goals::v1::CreateIndicatorResponse>(
        "sato",
        Proto<goals::v1::CreateIndicatorRequest>("parent: 'cities/test/sheets/s/goals/g1'"));
  }
  const auto target = [](const std::string& indicator) {
    auto request = Proto<goals::v1::SetTargetsRequest>("parent: 'cities/test/sheets/s'");
    request.add_targets()->set_indicator(indicator);
    request.mutable_targets(0)->set_target("5");
    return request;
  };
  DoAs<goals::v1::SetTargetsResponse>("sato", target("i1"));
  DoAs<goals::v1::SetTargetsResponse>("suzuki", target("i2"));
  auto told = Told(Do<goals::v1::RemoveIndicatorResponse>(
                       Proto<goals::v1::RemoveIndicatorRequest>(
                           "name: 'cities/test/sheets/s/indicators/i1' etag: '3'"))
                       .status());
  EXPECT_THAT(told["changes"], HasSubstr("TargetsSet i1 by sato"));
  EXPECT_EQ(told["change_count"], "1");
}

TEST_F(StaleEtagTest, OfManyChangesTheNewestTenAreListedAndTheRestCounted) {
  const std::string etag = Sheet().goals(0).etag();
  for (int i = 1; i <= 13; ++i) RenameAs("sato", "g1", absl::StrCat("題", i), absl::StrCat("r", i));
  const auto refused = Do<UpdateGoalResponse>(Rename("g1", "x", etag)).status();
  auto told = Told(refused);
  const std::vector<std::string> lines = absl::StrSplit(told["changes"], '\n');
  ASSERT_EQ(lines.size(), 10u);
  EXPECT_THAT(lines.front(), ::testing::EndsWith(": r13"));
  EXPECT_THAT(lines.back(), ::testing::EndsWith(": r4"));
  EXPECT_EQ(told["change_count"], "13");
  EXPECT_THAT(std::string(refused.message()), ::testing::EndsWith("; and 3 before"));
}

TEST_F(StaleEtagTest, WhatIsToldFitsTheTrailersOfAnAnswer) {
  const std::string etag = Sheet().goals(0).etag();
  std::string reason;
  for (int i = 0; i < 600; ++i) reason += "長い\n";
  for (int i = 1; i <= 10; ++i) RenameAs(std::string(90, 'a'), "g1", absl::StrCat(i), reason);
  auto told = Told(Do<UpdateGoalResponse>(Rename("g1", "x", etag)).status());
  EXPECT_LE(told["changes"].size(), 1500u);
  EXPECT_EQ(told["change_count"], "10");
  EXPECT_THAT(told["changes"], HasSubstr("長い 長い"));
  EXPECT_THAT(told["changes"], ::testing::EndsWith("…"));
}

TEST_F(StaleEtagTest, AnEtagThatNamesNoEarlierRevisionIsRefusedAsItIs) {
  for (const char* etag : {"x", "01", "-1", "99", "18446744073709551616"}) {
    SCOPED_TRACE(etag);
    auto told = Told(Do<UpdateGoalResponse>(Rename("g1", "x", etag)).status());
    EXPECT_EQ(told.count("changes"), 0u);
    EXPECT_EQ(told["given_etag"], etag);
  }
}

TEST_F(StaleEtagTest, TheRefusalStandsWhereTheEventsCannotBeRead) {
  eventstore::MemoryEventStore empty(clock_);
  const absl::Status stale = base::StaleEtag("cities/test/sheets/s", "0", "2");
  EXPECT_EQ(ExplainStaleEtag(stale, empty), stale);
  const absl::Status other = base::NotFound("cities/test/sheets/s", "none");
  EXPECT_EQ(ExplainStaleEtag(other, store_), other);
}

}  // namespace
}  // namespace mokuhyo::application
