// Units are renamed, moved, merged, split and closed on a day; what was written before keeps its
// name, and what goes on goes on in the successor.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kRoads = SheetNamed("doboku-2022");

std::string Unit(const std::string& id) { return absl::StrCat(kCity, "/orgUnits/", id); }
std::string OnDay(const std::string& day) { return absl::StrCat("effective_date: '", day, "' "); }

class OrgUnits : public ::testing::Test {
 protected:
  void SetUp() override {
    city.On("2022-04-12");
    PublishRoads(city, kRoads, 2022, "section-plain");
    city.Does(ReportResults(kRoads, {{"fence", "78"}}));
  }

  organization::v1::OrgUnit Read(const std::string& id, const std::string& day) {
    return city.Sees(StepOn<organization::v1::GetOrgUnitRequest>(Unit(id), OnDay(day))).org_unit();
  }

  std::vector<std::string> UnitsOf(const std::string& unit, const std::string& day) {
    std::vector<std::string> units;
    const auto answer = city.Sees(StepOn<organization::v1::ListOrgUnitsRequest>(
        kCity, absl::StrCat("under_unit: '", unit, "' ", OnDay(day))));
    for (const auto& one : answer.org_units()) units.push_back(one.display_name());
    return units;
  }

  // The sheets that count for a unit in 2022, with the name of their section on the day.
  std::vector<std::string> SheetsOf(const std::string& unit, const std::string& day) {
    std::vector<std::string> sheets;
    const auto summary =
        city.Sees(About<sheets::v1::GetYearlySummaryRequest>(unit, 2022, OnDay(day))).summary();
    for (const auto& table : summary.tables()) {
      for (const auto& sheet : table.sheets()) sheets.push_back(sheet.org_unit_display_name());
    }
    return sheets;
  }

  City city;
};

TEST_F(OrgUnits, ARenamedSectionKeepsItsOldNameOnOldSheets) {
  city.On("2023-04-03")
      .Does(StepOn<organization::v1::RenameOrgUnitRequest>(
          Unit("doboku"), "display_name: '道路課' reason: '組織改正'"));
  EXPECT_EQ(Read("doboku", "2023-04-02").display_name(), "土木課");
  EXPECT_EQ(Read("doboku", "2023-04-03").display_name(), "道路課");
  EXPECT_EQ(city.Sees(GetSheet(kRoads, OnDay("2023-03-31"))).org_unit_display_name(), "土木課");
  EXPECT_EQ(city.Sees(GetSheet(kRoads)).org_unit_display_name(), "道路課");
  EXPECT_THAT(SheetsOf("kita", "2023-03-31"), ElementsAre("土木課"));
  EXPECT_THAT(SheetsOf("kita", "2023-04-03"), ElementsAre("道路課"));
}

TEST_F(OrgUnits, AMovedSectionCountsWhereItStoodOnTheDay) {
  city.On("2022-10-03")
      .Does(OpenOrgUnit("minami", "南区", "org_unit { kind: ORG_UNIT_KIND_WARD }"));
  city.Does(StepOn<organization::v1::MoveOrgUnitRequest>(
      Unit("doboku"), "parent_unit: 'minami' effective_date: '2023-04-01'"));
  EXPECT_THAT(SheetsOf("kita", "2023-03-31"), ElementsAre("土木課"));
  EXPECT_THAT(SheetsOf("kita", "2023-04-01"), IsEmpty());
  EXPECT_THAT(SheetsOf("minami", "2023-04-01"), ElementsAre("土木課"));
  city.Does(StepOn<organization::v1::MoveOrgUnitRequest>(Unit("kita"), "parent_unit: 'doboku'"))
      .IsForbidden("UNIT_CYCLE", {});
}

TEST_F(OrgUnits, AMergedSectionGoesOnInItsSuccessor) {
  city.On("2023-03-01")
      .Does(StepOn<organization::v1::MergeOrgUnitsRequest>(
          kCity,
          "org_units: ['doboku', 'nosho'] successor { org_unit_id: 'sangyo' org_unit { "
          "display_name: "
          "'産業土木課' kind: ORG_UNIT_KIND_SECTION parent_unit: 'kita' } } effective_date: "
          "'2023-04-01' reason: '組織改正'"));
  EXPECT_THAT(UnitsOf("kita", "2023-03-31"),
              ElementsAre("土木課", "健康福祉課", "北区", "農政商工課", "総務課"));
  EXPECT_THAT(UnitsOf("kita", "2023-04-01"),
              ElementsAre("健康福祉課", "北区", "産業土木課", "総務課"));
  EXPECT_THAT(Read("doboku", "2023-03-31").successors(), ElementsAre("sangyo"));
  EXPECT_EQ(Read("doboku", "2023-04-01").closed_on(), "2023-04-01");
  EXPECT_THAT(Read("sangyo", "2023-04-01").predecessors(), ElementsAre("doboku", "nosho"));
  // The sheet of the closed section stays, and stays its own.
  EXPECT_EQ(city.Sees(GetSheet(kRoads)).org_unit_display_name(), "土木課");

  city.On("2023-04-03").As("tanaka");
  const std::string next = "sheet_id: 'sangyo-2023' keep_targets: true ";
  city.Does(CreateSheet(SheetNamed("new"), "doboku", 2023, "section-plain"))
      .IsMalformed({"org_unit", "doboku", "not open on 2023-04-03"});
  city.Does(CarryForward(kRoads, next)).IsMalformed({"org_unit", "sangyo"});
  city.Does(CarryForward(kRoads, next + "org_unit: 'kenko'")).IsMalformed({"org_unit", "sangyo"});
  city.Does(CarryForward(kRoads, next + "org_unit: 'sangyo'"));
  const std::string sheet = SheetNamed("sangyo-2023");
  city.Does(PublishGoals(sheet));
  city.On("2024-04-01").Does(ReportResults(sheet, {{"fence", "95"}}));
  auto request = StepOn<sheets::v1::GetTrendRequest>(kCity);
  request.set_series("doboku-2022.fence");
  const auto trend = city.Sees(request).trend();
  ASSERT_EQ(trend.lines_size(), 1);
  EXPECT_EQ(trend.lines(0).org_unit(), "sangyo");
  EXPECT_THAT(trend.lines(0).predecessors(), ElementsAre("doboku"));
  EXPECT_EQ(trend.lines(0).points(0).number(), "78");
  EXPECT_EQ(trend.lines(0).points(1).number(), "95");
}

TEST_F(OrgUnits, ASplitSectionHasTwoSuccessors) {
  city.On("2023-04-03")
      .Does(StepOn<organization::v1::SplitOrgUnitRequest>(
          Unit("doboku"),
          "successors { org_unit_id: 'doro' org_unit { display_name: '道路課' kind: "
          "ORG_UNIT_KIND_SECTION parent_unit: 'kita' } } successors { org_unit_id: 'somu' }"));
  EXPECT_THAT(Read("doboku", "2023-04-02").successors(), ElementsAre("doro", "somu"));
  EXPECT_THAT(Read("somu", "2023-04-03").predecessors(), ElementsAre("doboku"));
  city.As("tanaka")
      .Does(CarryForward(kRoads, "sheet_id: 'doboku-2023'"))
      .IsMalformed({"org_unit", "doro", "somu"});
  city.Does(CarryForward(kRoads, "sheet_id: 'doro-2023' org_unit: 'doro' keep_targets: true"));
  EXPECT_EQ(city.Sheet(SheetNamed("doro-2023")).goals(0).indicators(0).series(),
            "doboku-2022.fence");
}

TEST_F(OrgUnits, AUnitClosesWhenNothingStandsUnderIt) {
  city.On("2023-04-03");
  city.Does(StepOn<organization::v1::CloseOrgUnitRequest>(Unit("kita")))
      .IsForbidden("UNITS_BELOW_OPEN", {"doboku"});
  city.Does(StepOn<organization::v1::CloseOrgUnitRequest>(Unit("nosho")));
  EXPECT_EQ(Read("nosho", "2023-04-03").closed_on(), "2023-04-03");
  city.Does(OpenOrgUnit("nosho", "農政課", "org_unit { kind: ORG_UNIT_KIND_SECTION }"))
      .IsRefused(absl::StatusCode::kAlreadyExists, "UNIT_EXISTS");
}

// Who is responsible for a goal changes in July; the months before stay with whoever had it.
TEST_F(OrgUnits, ResponsibilityForAGoalMovesInMidYear) {
  city.On("2022-07-01")
      .Does(UpdateGoal(kRoads, "answers", "responsible_unit",
                       "goal { responsible_unit: 'somu' } reason: '窓口の一本化'"));
  const auto units = [&](const std::string& fields) {
    std::vector<std::string> said;
    const auto summary =
        city.Sees(About<sheets::v1::GetYearlySummaryRequest>("kita", 2022, fields)).summary();
    for (const auto& unit : summary.tables(0).units())
      said.push_back(absl::StrCat(unit.title(), " ", unit.tally().row_count()));
    return said;
  };
  EXPECT_THAT(units(OnDay("2022-06-30")), ElementsAre("土木課 3"));
  EXPECT_THAT(units(OnDay("2022-07-01")), ElementsAre("土木課 2", "総務課 1"));
}

}  // namespace
}  // namespace mokuhyo::scenarios
