#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/application/sheet_writes.h"
#include "libs/application/test_city_test_util.h"
#include "libs/domain/sheet/series.h"

// CarryForwardSheet, SplitOrgUnit and MergeOrgUnits over a store.
namespace mokuhyo::application {
namespace {

using domain::testing::Proto;
using goals::v1::CarryForwardSheetRequest;
using goals::v1::CarryForwardSheetResponse;
using Outcome = absl::StatusOr<store::v1::AppendResponse>;

class CarryForwardTest : public TestCity {
 protected:
  void SetUp() override {
    TestCity::SetUp();
    CreateSheet();
    Run<goals::v1::CreateGoalResponse>(Proto<goals::v1::CreateGoalRequest>(R"pb(
      parent: "cities/test/sheets/s"
      goal {
        level: "goal"
        title: "道路"
        indicators { name: "延長" }
      }
    )pb"));
  }

  template <class Response, class Request>
  void Run(const Request& request) {
    ExpectOk(Do<Response>(request).status());
  }

  absl::StatusOr<CarryForwardSheetResponse> CarryForward(const std::string& fields = "") {
    auto request = Proto<CarryForwardSheetRequest>(fields);
    if (request.name().empty()) request.set_name("cities/test/sheets/s");
    CarryForwardSheetResponse response;
    const absl::Status status = Call(
        [&](auto done) { sheets_.CarryForward(request, caller_, &response, std::move(done)); });
    if (status.ok()) return response;
    return status;
  }

  bool Exists(const std::string& sheet) {
    return (*folds_.sheets.Load("test", SheetStream(sheet)))->state.exists();
  }

  template <class Request, class Response>
  Response OnUnits(const std::string& fields) {
    const auto request = Proto<Request>(fields);
    Response response;
    ExpectOk(
        Call([&](auto done) { cities_.RunOnUnit(request, caller_, &response, std::move(done)); }));
    return response;
  }

  // Runs `change` once, just before the next append gets through.
  void BeforeNextAppend(std::function<void()> change) {
    store_.on_append = [change = std::move(change),
                        changed = false](const auto&) mutable -> std::optional<Outcome> {
      if (!std::exchange(changed, true)) change();
      return std::nullopt;
    };
  }
};

constexpr char kNext[] = "2023-kensetsu-test-form";

TEST_F(CarryForwardTest, MakesADraftAndTakesItsPlace) {
  const auto carried = CarryForward();
  ASSERT_TRUE(carried.ok()) << carried.status();
  EXPECT_EQ(carried->result().name(), absl::StrCat("cities/test/sheets/", kNext));
  EXPECT_EQ(carried->result().etag(), "1");
  EXPECT_EQ(carried->result().event_count(), 3u);
  const sheets::v1::Sheet next = Sheet(kNext);
  EXPECT_EQ(next.etag(), "1");
  EXPECT_EQ(next.state(), sheets::v1::SHEET_STATE_DRAFT);
  EXPECT_EQ(next.goals(0).title(), "道路");
  EXPECT_EQ(domain::SeriesOf(Sheet("s"), Sheet("s").goals(0).indicators(0)),
            domain::SeriesOf(next, next.goals(0).indicators(0)));
  // It is an ordinary sheet from here on.
  Run<goals::v1::PublishGoalsResponse>(Proto<goals::v1::PublishGoalsRequest>(
      absl::StrCat("name: 'cities/test/sheets/", kNext, "'")));

  ExpectRefused(CarryForward().status(), absl::StatusCode::kAlreadyExists, "SHEET_EXISTS");
  const auto taken = CarryForward("sheet_id: 'other'");
  ExpectRefused(taken.status(), absl::StatusCode::kAlreadyExists, "UNIT_YEAR_FORM_TAKEN");
  EXPECT_NE(taken.status().message().find(kNext), absl::string_view::npos);
}

TEST_F(CarryForwardTest, AnswersWhatIsLeftBehind) {
  Run<goals::v1::PublishGoalsResponse>(
      Proto<goals::v1::PublishGoalsRequest>("name: 'cities/test/sheets/s'"));
  Run<goals::v1::WithdrawGoalResponse>(Proto<goals::v1::WithdrawGoalRequest>(
      "name: 'cities/test/sheets/s/goals/g1' reason: '事業の終了'"));
  const auto carried = CarryForward();
  ASSERT_TRUE(carried.ok()) << carried.status();
  ASSERT_EQ(carried->left_behind_size(), 1);
  EXPECT_EQ(carried->left_behind(0).goal(), "g1");
  EXPECT_EQ(carried->left_behind(0).cause(), "WITHDRAWN");
}

TEST_F(CarryForwardTest, AValidationStoresNothingAndARepeatIsAnsweredOnce) {
  const uint64_t head = Head();
  const auto validated = CarryForward("validate_only: true");
  ASSERT_TRUE(validated.ok()) << validated.status();
  EXPECT_TRUE(validated->result().validated_only());
  EXPECT_EQ(Head(), head);
  EXPECT_FALSE(Exists(kNext));

  ASSERT_TRUE(CarryForward("request_id: 'r'").ok());
  const auto repeated = CarryForward("request_id: 'r'");
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_TRUE(repeated->result().replayed());
  ExpectRefused(CarryForward("request_id: 'r' keep_targets: true").status(),
                absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED");
}

TEST_F(CarryForwardTest, DemandsTheSheetAsItWasSeen) {
  const std::string etag = Sheet().etag();
  CreateGoals(1);
  ExpectRefused(CarryForward(absl::StrCat("etag: '", etag, "'")).status(),
                absl::StatusCode::kAborted, "STALE_ETAG");
  EXPECT_TRUE(CarryForward(absl::StrCat("etag: '", Sheet().etag(), "'")).ok());
}

TEST_F(CarryForwardTest, WhatChangesInTheSheetMeanwhileGoesAlong) {
  BeforeNextAppend([&] { CreateGoals(1); });
  ASSERT_TRUE(CarryForward().ok());
  EXPECT_EQ(Sheet(kNext).goals_size(), 2);
}

TEST_F(CarryForwardTest, OfTwoAtOnceOneGetsThePlace) {
  BeforeNextAppend([&] { ASSERT_TRUE(CarryForward("sheet_id: 'one'").ok()); });
  ExpectRefused(CarryForward("sheet_id: 'two'").status(), absl::StatusCode::kAlreadyExists,
                "UNIT_YEAR_FORM_TAKEN");
  EXPECT_FALSE(Exists("two"));
}

TEST_F(CarryForwardTest, LinksLeadToTheSheetsOfNextYear) {
  CreateSheet("a", "somu");
  CreateSheet("b", "nishi");
  const auto link = [&](const std::string& sheet) {
    auto request = Proto<goals::v1::LinkGoalsRequest>(
        "name: 'cities/test/sheets/s/goals/g1' links { goal: 'g1' }");
    request.mutable_links(0)->set_sheet("cities/test/sheets/" + sheet);
    Run<goals::v1::LinkGoalsResponse>(request);
  };
  link("a");
  link("b");
  link("none");
  // That of `somu` is there already, under another name.
  ASSERT_TRUE(CarryForward("name: 'cities/test/sheets/a' sheet_id: 'a-next'").ok());
  ASSERT_TRUE(CarryForward().ok());
  const auto& links = Sheet(kNext).goals(0).contributes_to();
  ASSERT_EQ(links.size(), 3);
  EXPECT_EQ(links[0].sheet(), "cities/test/sheets/a-next");
  EXPECT_EQ(links[1].sheet(), "cities/test/sheets/2023-nishi-test-form");
  EXPECT_EQ(links[2].sheet(), "cities/test/sheets/none");
}

TEST_F(CarryForwardTest, IsRefused) {
  ExpectRefused(CarryForward("name: 'cities/test/sheets/none'").status(),
                absl::StatusCode::kNotFound, "NOT_FOUND");
  ExpectRefused(CarryForward("name: 'sheets/s'").status(), absl::StatusCode::kInvalidArgument,
                "INVALID_RESOURCE_NAME");
  ExpectRefused(CarryForward("form: 'none'").status(), absl::StatusCode::kInvalidArgument,
                "UNKNOWN_FORM");
  ExpectRefused(CarryForward("form_version: 9").status(), absl::StatusCode::kInvalidArgument,
                "UNKNOWN_FORM_VERSION");
  ExpectRefused(CarryForward("sheet_id: 'A' fiscal_year: 2021 effective_date: '1 April'").status(),
                absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
}

TEST_F(CarryForwardTest, ASectionGoesOnInTheUnitThatTookItsPlace) {
  const auto merged =
      OnUnits<organization::v1::MergeOrgUnitsRequest, organization::v1::MergeOrgUnitsResponse>(R"pb(
        parent: "cities/test"
        org_units: "kensetsu"
        org_units: "somu"
        successor {
          org_unit_id: "kanri"
          org_unit { display_name: "管理課" kind: ORG_UNIT_KIND_SECTION parent_unit: "nishi" }
        }
        effective_date: "2023-04-01"
      )pb");
  EXPECT_EQ(merged.result().name(), "cities/test/orgUnits/kanri");
  EXPECT_EQ(merged.result().event_count(), 2u);
  ExpectRefused(CarryForward("effective_date: '2023-04-01'").status(),
                absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  ASSERT_TRUE(CarryForward("effective_date: '2023-04-01' org_unit: 'kanri'").ok());
  const sheets::v1::Sheet next = Sheet("2023-kanri-test-form");
  EXPECT_EQ(next.org_unit(), "kanri");
  EXPECT_EQ(next.goals(0).indicators(0).series(), "s.i1");

  // The etag that was answered is that of the unit.
  const auto renamed =
      OnUnits<organization::v1::RenameOrgUnitRequest, organization::v1::RenameOrgUnitResponse>(
          absl::StrCat("name: 'cities/test/orgUnits/kanri' display_name: '管理総務課' "
                       "effective_date: '2023-05-01' etag: '",
                       merged.result().etag(), "'"));
  EXPECT_EQ(renamed.result().event_count(), 1u);
}

TEST_F(CarryForwardTest, ASplitAnswersTheUnitThatClosed) {
  const auto split =
      OnUnits<organization::v1::SplitOrgUnitRequest, organization::v1::SplitOrgUnitResponse>(R"pb(
        name: "cities/test/orgUnits/kensetsu"
        successors { org_unit_id: "somu" }
        successors {
          org_unit_id: "doro"
          org_unit { display_name: "道路課" kind: ORG_UNIT_KIND_SECTION parent_unit: "nishi" }
        }
        effective_date: "2023-04-01"
      )pb");
  EXPECT_EQ(split.result().name(), "cities/test/orgUnits/kensetsu");
  const auto units = *folds_.organizations.Load("test", std::string(kOrganizationStream));
  EXPECT_EQ(units->state.Get("test", "kensetsu", "2023-04-01")->etag(), split.result().etag());
}

}  // namespace
}  // namespace mokuhyo::application
