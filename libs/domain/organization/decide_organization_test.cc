#include "libs/domain/organization/decide_organization.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain {
namespace {

using organization::v1::CloseOrgUnitRequest;
using organization::v1::MoveOrgUnitRequest;
using organization::v1::OpenOrgUnitRequest;
using organization::v1::RenameOrgUnitRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Proto;

// The units of a city as commands build them up, each on its day.
class OrganizationTest : public ::testing::Test {
 protected:
  template <class Request>
  absl::StatusOr<OrganizationEvents> When(const std::string& date, const Request& request) const {
    return Decide(state_, request, {.effective_date = date});
  }

  template <class Request>
  void Given(const std::string& date, const Request& request) {
    const auto events = When(date, request);
    ASSERT_TRUE(events.ok()) << events.status();
    for (const auto& event : *events) state_.Evolve(event, next_revision_++, date);
  }

  void GivenUnit(const std::string& id, const std::string& parent,
                 const std::string& date = "2020-04-01") {
    Given(date, Open(id, parent));
  }

  static OpenOrgUnitRequest Open(const std::string& id, const std::string& parent) {
    auto request = Proto<OpenOrgUnitRequest>(R"pb(
      parent: "cities/test"
      org_unit { display_name: "課" kind: ORG_UNIT_KIND_SECTION }
    )pb");
    request.set_org_unit_id(id);
    request.mutable_org_unit()->set_parent_unit(parent);
    return request;
  }

  static std::string Name(const std::string& id) { return "cities/test/orgUnits/" + id; }

  static RenameOrgUnitRequest Rename(const std::string& id, const std::string& name) {
    RenameOrgUnitRequest request;
    request.set_name(Name(id));
    request.set_display_name(name);
    return request;
  }

  static MoveOrgUnitRequest Move(const std::string& id, const std::string& parent) {
    MoveOrgUnitRequest request;
    request.set_name(Name(id));
    request.set_parent_unit(parent);
    return request;
  }

  static CloseOrgUnitRequest Close(const std::string& id) {
    CloseOrgUnitRequest request;
    request.set_name(Name(id));
    return request;
  }

  static void ExpectRefused(const absl::StatusOr<OrganizationEvents>& decision,
                            absl::StatusCode code, const std::string& reason) {
    EXPECT_EQ(decision.status().code(), code) << decision.status();
    EXPECT_EQ(base::ErrorReason(decision.status()), reason) << decision.status();
  }

  OrganizationState state_;
  uint64_t next_revision_ = 0;
};

constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;

TEST_F(OrganizationTest, OpensAUnitUnderAnother) {
  GivenUnit("nishi", "");
  GivenUnit("nishi-somu", "nishi", "2021-04-01");
  const auto unit = state_.Get("test", "nishi-somu", "2022-01-01");
  ASSERT_TRUE(unit.has_value());
  EXPECT_EQ(unit->name(), "cities/test/orgUnits/nishi-somu");
  EXPECT_EQ(unit->parent_unit(), "nishi");
  EXPECT_EQ(unit->opened_on(), "2021-04-01");
  EXPECT_EQ(unit->closed_on(), "");
  EXPECT_EQ(unit->etag(), "1");
  EXPECT_TRUE(state_.IsOpen("nishi-somu", "2021-04-01"));
  EXPECT_FALSE(state_.IsOpen("nishi-somu", "2021-03-31"));
  EXPECT_TRUE(state_.IsUnder("nishi-somu", "nishi", "2022-01-01"));
  EXPECT_FALSE(state_.IsUnder("nishi", "nishi-somu", "2022-01-01"));
  EXPECT_THAT(state_.UnitIds(), ElementsAre("nishi", "nishi-somu"));
}

TEST_F(OrganizationTest, ReportsEveryViolationOfAnOpening) {
  const auto decision = When("2022-04-01", Proto<OpenOrgUnitRequest>(R"pb(
                               parent: "towns/test"
                               org_unit_id: "Nishi"
                               org_unit { parent_unit: "higashi" }
                             )pb"));
  ExpectRefused(decision, absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  EXPECT_THAT(std::string(decision.status().message()), HasSubstr("4 more"));
}

TEST_F(OrganizationTest, UsesAnIdOnceAndForEver) {
  GivenUnit("somu", "");
  ExpectRefused(When("2022-04-01", Open("somu", "")), absl::StatusCode::kAlreadyExists,
                "UNIT_EXISTS");
  Given("2021-04-01", Close("somu"));
  ExpectRefused(When("2022-04-01", Open("somu", "")), absl::StatusCode::kAlreadyExists,
                "UNIT_EXISTS");
}

TEST_F(OrganizationTest, AnswersWithTheNameOfTheDay) {
  GivenUnit("somu", "");
  Given("2022-04-01", Rename("somu", "総務企画課"));
  Given("2021-04-01", Rename("somu", "総務課"));
  const auto name_on = [&](const char* date) {
    return state_.Get("test", "somu", date)->display_name();
  };
  EXPECT_EQ(name_on("2019-01-01"), "課");
  EXPECT_EQ(name_on("2021-03-31"), "課");
  EXPECT_EQ(name_on("2021-04-01"), "総務課");
  EXPECT_EQ(name_on("2022-04-01"), "総務企画課");
}

TEST_F(OrganizationTest, ChangesNothingTwice) {
  GivenUnit("nishi", "");
  GivenUnit("somu", "nishi");
  const auto nothing = [&](const auto& request) {
    const auto events = When("2022-04-01", request);
    return events.ok() && events->empty();
  };
  EXPECT_TRUE(nothing(Rename("somu", "課")));
  EXPECT_TRUE(nothing(Move("somu", "nishi")));
  Given("2022-04-01", Close("somu"));
  EXPECT_TRUE(nothing(Close("somu")));
}

TEST_F(OrganizationTest, RefusesChangesOnDaysOnWhichTheUnitIsNotOpen) {
  GivenUnit("somu", "", "2020-04-01");
  Given("2022-04-01", Close("somu"));
  ExpectRefused(When("2020-03-31", Rename("somu", "総務課")), kFailed, "UNIT_NOT_OPEN");
  ExpectRefused(When("2022-04-01", Rename("somu", "総務課")), kFailed, "UNIT_NOT_OPEN");
  ExpectRefused(When("2021-04-01", Close("somu")), kFailed, "UNIT_NOT_OPEN");
  EXPECT_TRUE(When("2022-03-31", Rename("somu", "総務課")).ok());
}

TEST_F(OrganizationTest, RefusesAParentThatIsNotThereToStay) {
  GivenUnit("nishi", "", "2020-04-01");
  GivenUnit("somu", "", "2018-04-01");
  ExpectRefused(When("2019-04-01", Open("a", "nishi")), kFailed, "UNIT_NOT_OPEN");
  ExpectRefused(When("2019-04-01", Move("somu", "nishi")), kFailed, "UNIT_NOT_OPEN");
  Given("2025-04-01", Close("nishi"));
  ExpectRefused(When("2021-04-01", Open("a", "nishi")), kFailed, "UNIT_NOT_OPEN");
  ExpectRefused(When("2021-04-01", Move("somu", "kita")), absl::StatusCode::kInvalidArgument,
                "INVALID_FIELDS");
}

TEST_F(OrganizationTest, RefusesCyclesOnThatDayAndOnRecordedLaterOnes) {
  GivenUnit("a", "");
  GivenUnit("b", "a");
  GivenUnit("c", "b");
  ExpectRefused(When("2022-04-01", Move("a", "a")), kFailed, "UNIT_CYCLE");
  ExpectRefused(When("2022-04-01", Move("a", "c")), kFailed, "UNIT_CYCLE");

  // From 2023 on `d` stands under `a`; so `a` must not go under `d` before, unless it leaves in
  // time.
  GivenUnit("d", "");
  Given("2023-04-01", Move("d", "a"));
  ExpectRefused(When("2022-04-01", Move("a", "d")), kFailed, "UNIT_CYCLE");
  GivenUnit("e", "");
  Given("2023-04-01", Move("a", "e"));
  EXPECT_TRUE(When("2022-04-01", Move("a", "d")).ok());
}

TEST_F(OrganizationTest, ClosesOnlyWhatNothingOpenStandsUnder) {
  GivenUnit("nishi", "");
  GivenUnit("somu", "nishi");
  GivenUnit("later", "nishi", "2024-04-01");
  const auto decision = When("2022-04-01", Close("nishi"));
  ExpectRefused(decision, kFailed, "UNITS_BELOW_OPEN");
  EXPECT_THAT(state_.OpenUnitsUnder("nishi", "2022-04-01"), ElementsAre("later", "somu"));
  Given("2022-04-01", Close("somu"));
  Given("2024-04-01", Move("later", ""));
  Given("2022-04-01", Close("nishi"));
  EXPECT_FALSE(state_.IsOpen("nishi", "2022-04-01"));
  EXPECT_TRUE(state_.IsOpen("nishi", "2022-03-31"));
}

TEST_F(OrganizationTest, KnowsMissingUnitsAndStaleEtags) {
  GivenUnit("somu", "");
  ExpectRefused(When("2022-04-01", Rename("kita", "北区")), absl::StatusCode::kNotFound,
                "NOT_FOUND");
  ExpectRefused(When("2022-04-01", Close("kita")), absl::StatusCode::kNotFound, "NOT_FOUND");
  RenameOrgUnitRequest rename = Rename("somu", "総務課");
  rename.set_etag("7");
  ExpectRefused(When("2022-04-01", rename), absl::StatusCode::kAborted, "STALE_ETAG");
  rename.set_etag("0");
  EXPECT_TRUE(When("2022-04-01", rename).ok());
  rename.set_display_name("");
  ExpectRefused(When("2022-04-01", rename), absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
}

}  // namespace
}  // namespace mokuhyo::domain
