#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "libs/base/errors.h"
#include "libs/base/violations.h"
#include "libs/domain/organization/decide_organization.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_organization.h"

// SplitOrgUnit, MergeOrgUnits, on the units of TestOrganization(): under `nishi` stand `kensetsu`
// and `somu`; `kyu-kensetsu` closed in 2015.
namespace mokuhyo::domain {
namespace {

using organization::v1::MergeOrgUnitsRequest;
using organization::v1::SplitOrgUnitRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Proto;

constexpr auto kFailed = absl::StatusCode::kFailedPrecondition;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class SucceedOrgUnitsTest : public ::testing::Test {
 protected:
  template <class Request>
  absl::StatusOr<OrganizationEvents> When(const Request& request,
                                          const std::string& date = "2023-04-01") const {
    return Decide(state_, request, {.effective_date = date});
  }

  template <class Request>
  void Given(const Request& request, const std::string& date = "2023-04-01") {
    const auto events = When(request, date);
    ASSERT_TRUE(events.ok()) << events.status();
    for (const auto& event : *events) state_.Evolve(event, next_revision_++, date);
  }

  template <class Request>
  void ExpectRefused(const Request& request, absl::StatusCode code, const std::string& reason,
                     const std::string& date = "2023-04-01") const {
    const auto decision = When(request, date);
    EXPECT_EQ(decision.status().code(), code) << decision.status();
    EXPECT_EQ(base::ErrorReason(decision.status()), reason) << decision.status();
  }

  // Fields of a refusal that lists them.
  template <class Request>
  std::vector<std::string> Violated(const Request& request) const {
    base::Violations violations;
    violations.Add(When(request).status());
    std::vector<std::string> fields;
    for (const auto& violation : violations.list()) fields.push_back(violation.field);
    return fields;
  }

  OrganizationState state_ = testing::TestOrganization();
  uint64_t next_revision_ = *state_.revision() + 1;
};

SplitOrgUnitRequest Split() {
  return Proto<SplitOrgUnitRequest>(R"pb(
    name: "cities/test/orgUnits/kensetsu"
    successors {
      org_unit_id: "doro"
      org_unit { display_name: "道路課" kind: ORG_UNIT_KIND_SECTION parent_unit: "nishi" }
    }
    successors { org_unit_id: "somu" }
  )pb");
}

MergeOrgUnitsRequest Merge() {
  return Proto<MergeOrgUnitsRequest>(R"pb(
    parent: "cities/test"
    org_units: "kensetsu"
    org_units: "somu"
    successor {
      org_unit_id: "kanri"
      org_unit { display_name: "管理課" kind: ORG_UNIT_KIND_SECTION parent_unit: "nishi" }
    }
  )pb");
}

TEST_F(SucceedOrgUnitsTest, ASplitClosesAUnitAndOpensThoseThatAreNew) {
  Given(Split());
  EXPECT_TRUE(state_.IsOpen("kensetsu", "2023-03-31"));
  EXPECT_FALSE(state_.IsOpen("kensetsu", "2023-04-01"));
  EXPECT_FALSE(state_.IsOpen("doro", "2023-03-31"));
  EXPECT_TRUE(state_.IsOpen("doro", "2023-04-01"));
  const auto before = state_.Get("test", "kensetsu", "2022-04-01");
  EXPECT_EQ(before->display_name(), "建設課");
  EXPECT_EQ(before->closed_on(), "2023-04-01");
  EXPECT_THAT(before->successors(), ElementsAre("doro", "somu"));
  EXPECT_THAT(state_.PredecessorsOf("doro"), ElementsAre("kensetsu"));
  EXPECT_THAT(state_.PredecessorsOf("somu"), ElementsAre("kensetsu"));
  EXPECT_TRUE(state_.IsUnder("doro", "nishi", "2023-04-01"));
}

TEST_F(SucceedOrgUnitsTest, AMergerClosesUnitsAndGoesOnInOne) {
  Given(Merge());
  EXPECT_FALSE(state_.IsOpen("kensetsu", "2023-04-01"));
  EXPECT_FALSE(state_.IsOpen("somu", "2023-04-01"));
  EXPECT_TRUE(state_.IsOpen("kanri", "2023-04-01"));
  EXPECT_THAT(state_.PredecessorsOf("kanri"), ElementsAre("kensetsu", "somu"));
  EXPECT_EQ(state_.Get("test", "kanri", "2023-04-01")->display_name(), "管理課");
}

TEST_F(SucceedOrgUnitsTest, AUnitThatIsThereTakesOthersIn) {
  MergeOrgUnitsRequest merge = Merge();
  merge.mutable_org_units()->RemoveLast();
  *merge.mutable_successor() = Proto<organization::v1::Successor>(R"pb(org_unit_id: "somu")pb");
  const auto events = When(merge);
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_EQ(events->size(), 1u);
  Given(merge);
  EXPECT_TRUE(state_.IsOpen("somu", "2023-04-01"));
  EXPECT_THAT(state_.SuccessorsOf("kensetsu"), ElementsAre("somu"));
}

TEST_F(SucceedOrgUnitsTest, EveryViolationOfASplitIsReported) {
  EXPECT_THAT(Violated(Proto<SplitOrgUnitRequest>(R"pb(
                name: "kensetsu"
                successors {
                  org_unit_id: "Doro"
                  org_unit { parent_unit: "kita" }
                }
              )pb")),
              ::testing::UnorderedElementsAre("name", "successors", "successors[0].org_unit_id",
                                              "successors[0].org_unit.display_name",
                                              "successors[0].org_unit.kind",
                                              "successors[0].org_unit.parent_unit"));
  EXPECT_THAT(
      Violated(Proto<SplitOrgUnitRequest>(R"pb(
        name: "cities/test/orgUnits/kensetsu"
        successors { org_unit_id: "kensetsu" }
        successors { org_unit_id: "kawa" }
        successors {
          org_unit_id: "somu"
          org_unit { display_name: "課" kind: ORG_UNIT_KIND_SECTION }
        }
        successors {
          org_unit_id: "doro"
          org_unit { display_name: "課" kind: ORG_UNIT_KIND_SECTION parent_unit: "kensetsu" }
        }
        successors { org_unit_id: "somu" }
      )pb")),
      ::testing::UnorderedElementsAre(
          "successors[0].org_unit_id", "successors[1].org_unit", "successors[2].org_unit",
          "successors[3].org_unit.parent_unit", "successors[4].org_unit_id"));
}

TEST_F(SucceedOrgUnitsTest, EveryViolationOfAMergerIsReported) {
  EXPECT_THAT(Violated(Proto<MergeOrgUnitsRequest>("parent: 'test'")),
              ::testing::UnorderedElementsAre("parent", "org_units", "successor"));
  EXPECT_THAT(
      Violated(Proto<MergeOrgUnitsRequest>(R"pb(
        parent: "cities/test"
        org_units: "kensetsu"
        org_units: "kensetsu"
        org_units: "kita"
        successor { org_unit_id: "kensetsu" }
      )pb")),
      ::testing::UnorderedElementsAre("org_units[1]", "org_units[2]", "successor.org_unit_id"));
}

TEST_F(SucceedOrgUnitsTest, WhatClosesAndWhatGoesOnMustBeOpen) {
  SplitOrgUnitRequest split = Split();
  split.set_name("cities/test/orgUnits/kyu-kensetsu");
  ExpectRefused(split, kFailed, "UNIT_NOT_OPEN");
  split.set_name("cities/test/orgUnits/kita");
  ExpectRefused(split, absl::StatusCode::kNotFound, "NOT_FOUND");

  split = Split();
  split.mutable_successors(1)->set_org_unit_id("kyu-kensetsu");
  ExpectRefused(split, kFailed, "UNIT_NOT_OPEN");
  split = Split();
  split.mutable_successors(0)->mutable_org_unit()->set_parent_unit("kyu-kensetsu");
  ExpectRefused(split, kFailed, "UNIT_NOT_OPEN");

  // Both at once.
  state_.Evolve(Proto<events::v1::OrganizationEvent>(
                    R"pb(org_unit_opened { unit: "minami" display_name: "南区" })pb"),
                next_revision_++, "2025-04-01");
  MergeOrgUnitsRequest merge = Merge();
  merge.set_org_units(0, "kyu-kensetsu");
  merge.mutable_successor()->mutable_org_unit()->set_parent_unit("minami");
  const auto decision = When(merge);
  EXPECT_EQ(base::ErrorReason(decision.status()), "UNIT_NOT_OPEN");
  google::rpc::PreconditionFailure failure;
  ASSERT_TRUE(base::ReadDetail(decision.status(), failure));
  EXPECT_EQ(failure.violations_size(), 2);
}

TEST_F(SucceedOrgUnitsTest, NothingStaysOpenUnderWhatCloses) {
  MergeOrgUnitsRequest merge = Merge();
  merge.set_org_units(0, "nishi");
  merge.mutable_successor()->mutable_org_unit()->clear_parent_unit();
  const auto decision = When(merge);
  EXPECT_EQ(base::ErrorReason(decision.status()), "UNITS_BELOW_OPEN") << decision.status();
  EXPECT_THAT(std::string(decision.status().message()), HasSubstr("nishi"));
  // What closes with it may stand there.
  merge.add_org_units("kensetsu");
  EXPECT_TRUE(When(merge).ok()) << When(merge).status();
}

TEST_F(SucceedOrgUnitsTest, AnIdIsUsedOnceAndForEver) {
  Given(Split());
  SplitOrgUnitRequest again = Split();
  again.set_name("cities/test/orgUnits/somu");
  again.mutable_successors(1)->set_org_unit_id("nishi");
  ExpectRefused(again, kInvalid, "INVALID_FIELDS");
}

TEST_F(SucceedOrgUnitsTest, KnowsStaleEtags) {
  SplitOrgUnitRequest split = Split();
  split.set_etag("77");
  ExpectRefused(split, absl::StatusCode::kAborted, "STALE_ETAG");
}

}  // namespace
}  // namespace mokuhyo::domain
