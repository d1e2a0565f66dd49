#include "tools/client/org_units_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/base/violations.h"

namespace mokuhyo::client {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::Property;

TEST(OrgUnitsPlanTest, PutsAUnitAfterTheOneAboveIt) {
  const auto plan = PlanOrgUnits(R"({
    "orgUnits": [
      {"city": "c", "id": "desk", "name": "係", "kind": "SECTION", "parent": "section"},
      {"city": "c", "id": "section", "name": "課", "kind": "SECTION", "parent": "ward"},
      {"city": "c", "id": "ward", "name": "区", "kind": "WARD"},
      {"city": "c", "id": "center", "name": "センター", "kind": "CENTER", "parent": "elsewhere"}],
    "cities": [{"id": "c", "name": "市"}]})",
                                 "2000-04-01");
  ASSERT_TRUE(plan.ok()) << plan.status();
  ASSERT_EQ(plan->cities.size(), 1u);
  EXPECT_EQ(plan->cities[0].city_id(), "c");
  EXPECT_EQ(plan->cities[0].display_name(), "市");
  using Request = organization::v1::OpenOrgUnitRequest;
  EXPECT_THAT(plan->units, ElementsAre(Property(&Request::org_unit_id, "ward"),
                                       Property(&Request::org_unit_id, "section"),
                                       Property(&Request::org_unit_id, "desk"),
                                       Property(&Request::org_unit_id, "center")));
  const Request& ward = plan->units[0];
  EXPECT_EQ(ward.parent(), "cities/c");
  EXPECT_EQ(ward.effective_date(), "2000-04-01");
  EXPECT_EQ(ward.org_unit().display_name(), "区");
  EXPECT_EQ(ward.org_unit().kind(), organization::v1::ORG_UNIT_KIND_WARD);
  EXPECT_EQ(ward.org_unit().parent_unit(), "");
  EXPECT_EQ(plan->units[1].org_unit().parent_unit(), "ward");
  EXPECT_EQ(plan->units[3].org_unit().kind(), organization::v1::ORG_UNIT_KIND_CENTER);
}

TEST(OrgUnitsPlanTest, MakesRequestIdsOfTheContentsAlone) {
  const auto id_of = [](const char* name, const char* opened_on) {
    const std::string json =
        std::string(R"({"orgUnits": [{"city": "c", "id": "u", "kind": "WARD", "name": ")") + name +
        "\"}]}";
    return PlanOrgUnits(json, opened_on)->units.at(0).request_id();
  };
  EXPECT_EQ(id_of("区", "2000-04-01"), id_of("区", "2000-04-01"));
  EXPECT_NE(id_of("区", "2000-04-01"), id_of("町", "2000-04-01"));
  EXPECT_NE(id_of("区", "2000-04-01"), id_of("区", "2001-04-01"));
  EXPECT_LE(id_of("区", "2000-04-01").size(), 100u);
}

TEST(OrgUnitsPlanTest, ReportsAllViolationsAtOnce) {
  const auto plan = PlanOrgUnits(R"({
    "cities": [{"id": "C", "name": "市"}, {"id": "d"}, {"id": "d", "name": "市"}],
    "orgUnits": [{"city": "d", "id": "u_1", "name": "課", "kind": "SECTION", "parent": ""},
                 {"city": "d", "id": "v"}, {"city": "d", "id": "v", "name": "課", "kind": "SECTION"}]})",
                                 "2000-04-01");
  base::Violations violations;
  violations.Add(plan.status());
  using V = base::FieldViolation;
  EXPECT_THAT(
      violations.list(),
      ElementsAre(Field(&V::field, "cities[0].id"), Field(&V::field, "cities[1].name"),
                  V{"cities[2].id", "listed twice: d"}, Field(&V::field, "orgUnits[0].id"),
                  Field(&V::field, "orgUnits[0].parent"), Field(&V::field, "orgUnits[1].name"),
                  Field(&V::field, "orgUnits[1].kind"), V{"orgUnits[2].id", "listed twice: v"}));
}

TEST(OrgUnitsPlanTest, RefusesAUnitUnderItself) {
  const auto plan = PlanOrgUnits(R"({"orgUnits": [
      {"city": "c", "id": "a", "name": "A", "kind": "SECTION", "parent": "b"},
      {"city": "c", "id": "b", "name": "B", "kind": "SECTION", "parent": "a"}]})",
                                 "2000-04-01");
  EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(plan.status().message()), ::testing::HasSubstr("stands under itself"));
}

TEST(OrgUnitsPlanTest, ReadsStrictly) {
  EXPECT_EQ(PlanOrgUnits(R"({"units": []})", "2000-04-01").status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mokuhyo::client
