#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/domain/goals/carry_forward_test_util.h"

// Sheets that are carried forward to another form, into another unit, and with links to others.
namespace mokuhyo::domain::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(CarryForwardTest, LevelsAreMappedToANewForm) {
  GivenGoal(R"pb(id: "g1" level: "heading" title: "安全")pb");
  GivenGoal(R"pb(id: "g2" level: "item" marks: "focus" marks: "covid-19")pb", "g1");
  GivenGoal(R"pb(id: "g3" level: "goal" title: "道路")pb");
  GivenGoal(R"pb(id: "g4" level: "item")pb", "g3");
  GivenGoal(R"pb(id: "g5" level: "item")pb", "g3");
  GivenGoal(R"pb(id: "g6" level: "goal")pb");
  form_ = Proto<forms::v1::Form>(R"pb(
    name: "cities/test/forms/plan"
    version: 2
    title { ja: "計画" }
    levels {
      key: "pillar"
      title { ja: "柱" }
    }
    levels {
      key: "measure"
      title { ja: "施策" }
      parents: "pillar"
    }
    texts { key: "purpose" stage: STAGE_PLAN of_goal: true }
    texts { key: "description" stage: STAGE_RESULT of_goal: true }
    marks { key: "focus" symbol: "◎" }
    past_years: 1
  )pb");
  EXPECT_THAT(Violated("form: 'plan'"), ElementsAre("levels", "levels", "levels"));
  const sheets::v1::Sheet& next = Next(R"pb(
    form: "plan"
    levels { from: "heading" to: "pillar" }
    levels { from: "goal" to: "pillar" }
    levels { from: "item" to: "measure" }
  )pb");
  EXPECT_EQ(next.name(), "cities/test/sheets/2023-kensetsu-plan");
  EXPECT_EQ(next.form(), "plan");
  EXPECT_EQ(next.form_version(), 2u);
  EXPECT_FALSE(next.form_version_named());
  ASSERT_EQ(next.goals_size(), 3);
  EXPECT_EQ(next.goals(0).level(), "pillar");
  EXPECT_EQ(next.goals(0).goals(0).level(), "measure");
  EXPECT_THAT(next.goals(0).goals(0).marks(), ElementsAre("focus"));
  EXPECT_EQ(next.goals(1).goals_size(), 2);
  EXPECT_THAT(left_, ElementsAre("g2||marks|NO_SUCH_MARK"));
}

TEST_F(CarryForwardTest, WhatStandsBelowALevelLeftOutMovesUp) {
  GivenGoal(R"pb(id: "g1" level: "heading")pb");
  GivenGoal(R"pb(id: "g2"
                 level: "item"
                 title: "甲"
                 indicators { id: "i1" })pb",
            "g1");
  GivenGoal(R"pb(id: "g3" level: "goal")pb");
  GivenGoal(R"pb(id: "g4" level: "item" title: "乙")pb", "g3");
  GivenGoal(R"pb(id: "g5" level: "item" title: "丙")pb", "g3");
  // At the top an item stands nowhere under this form.
  const std::string without_headings = R"pb(levels { from: "heading" to: "" })pb";
  EXPECT_THAT(Violated(without_headings), ElementsAre("levels"));
  const sheets::v1::Sheet& next = Next(without_headings + R"pb(
    levels { from: "item" to: "goal" }
    levels { from: "goal" to: "" }
  )pb");
  ASSERT_EQ(next.goals_size(), 3);
  EXPECT_EQ(next.goals(0).title(), "甲");
  EXPECT_EQ(next.goals(1).title(), "乙");
  EXPECT_EQ(next.goals(2).title(), "丙");
  EXPECT_EQ(next.goals(2).level(), "goal");
  EXPECT_THAT(left_, ElementsAre("g1|||LEVEL_LEFT_OUT", "g3|||LEVEL_LEFT_OUT"));
}

TEST_F(CarryForwardTest, SaysWhatTheNewFormHasNoPlaceFor) {
  Given({Event(R"pb(sheet_updated {
                      sheet {
                        texts { key: "purpose" value: "道を守る" }
                        texts { key: "result" value: "守った" }
                      }
                      update_mask { paths: "texts" }
                    })pb")});
  GivenGoal(R"pb(
    id: "g1"
    level: "goal"
    texts { key: "description" value: "直す" }
    texts { key: "outcome" value: "直した" }
    marks: "focus"
    marks: "covid-19"
    responsible_unit: "kyu-kensetsu"
    indicators {
      id: "i1"
      accumulation { kind: MULTI_YEAR first_fiscal_year: 2020 last_fiscal_year: 2022 }
    }
    indicators {
      id: "i2"
      accumulation { kind: MULTI_YEAR first_fiscal_year: 2020 last_fiscal_year: 2023 }
    }
  )pb");
  form_.clear_texts();
  form_.clear_marks();
  const sheets::v1::Sheet& next = Next();
  EXPECT_TRUE(next.texts().empty());
  EXPECT_THAT(left_,
              ElementsAre("||texts.purpose|NO_SUCH_TEXT", "g1||texts.description|NO_SUCH_TEXT",
                          "g1||marks|NO_SUCH_MARK", "g1||responsible_unit|UNIT_CLOSED",
                          "g1|i1|accumulation|PLAN_ENDED"));
  EXPECT_TRUE(next.goals(0).texts().empty());
  EXPECT_TRUE(next.goals(0).marks().empty());
  EXPECT_FALSE(next.goals(0).has_responsible_unit());
  EXPECT_FALSE(next.goals(0).indicators(0).has_accumulation());
  EXPECT_EQ(next.goals(0).indicators(1).accumulation().last_fiscal_year(), 2023);
}

TEST_F(CarryForwardTest, LinksLeadToNextYear) {
  GivenGoal(R"pb(
    id: "g1"
    level: "goal"
    contributes_to { sheet: "cities/test/sheets/ward" goal: "1" }
    contributes_to { sheet: "cities/test/sheets/ward-b" goal: "1" }
    contributes_to { sheet: "cities/test/sheets/2022-missing" goal: "2/1" }
    contributes_to { sheet: "cities/test/sheets/plan-2020" goal: "3" }
    contributes_to { sheet: "cities/test/sheets/s" goal: "g9" }
  )pb");
  EXPECT_THAT(LinkedSheets(source_),
              UnorderedElementsAre("cities/test/sheets/ward", "cities/test/sheets/ward-b",
                                   "cities/test/sheets/2022-missing",
                                   "cities/test/sheets/plan-2020", "cities/test/sheets/s"));
  links_ = {{"cities/test/sheets/ward", "cities/test/sheets/2023-nishi-ward"},
            {"cities/test/sheets/ward-b", "cities/test/sheets/2023-nishi-ward"}};
  std::vector<std::string> links;
  for (const auto& link : Next("sheet_id: 'next'").goals(0).contributes_to())
    links.push_back(absl::StrCat(link.sheet(), " ", link.goal()));
  EXPECT_THAT(links, ElementsAre("cities/test/sheets/2023-nishi-ward 1",
                                 "cities/test/sheets/2023-missing 2/1",
                                 "cities/test/sheets/plan-2020 3", "cities/test/sheets/next g9"));
}

TEST_F(CarryForwardTest, ALinkedSheetsPlaceFollowsItsUnit) {
  const NextSheet next = NextSheetOf(source_.sheet(), {});
  const auto linked =
      Proto<sheets::v1::Sheet>(R"pb(form: "f" fiscal_year: 2022 org_unit: "somu")pb");
  SheetPlace place = NextPlaceOf(linked, source_.sheet(), next, organization_, date_);
  EXPECT_EQ(DefaultSheetId(place), "2023-somu-f");
  GivenOrganization(R"pb(org_units_merged { units: "somu" successor: "kensetsu" })pb");
  place = NextPlaceOf(linked, source_.sheet(), next, organization_, date_);
  EXPECT_EQ(DefaultSheetId(place), "2023-kensetsu-f");
}

TEST_F(CarryForwardTest, AClosedUnitGoesOnInOneOfItsSuccessors) {
  GivenOrganization(
      R"pb(org_unit_opened { unit: "doro" display_name: "道路課" kind: ORG_UNIT_KIND_SECTION })pb");
  GivenGoal(R"pb(id: "g1" level: "goal" responsible_unit: "kensetsu")pb");
  EXPECT_THAT(Violated("org_unit: 'doro'"), ElementsAre("org_unit"));

  GivenOrganization(
      R"pb(org_unit_split { unit: "kensetsu" successors: "doro" successors: "somu" })pb");
  EXPECT_THAT(std::string(When().status().message()), HasSubstr("doro or somu"));
  EXPECT_THAT(Violated("org_unit: 'nishi'"), ElementsAre("org_unit"));
  EXPECT_EQ(Next("org_unit: 'somu'").org_unit(), "somu");
  EXPECT_EQ(next_.sheet().name(), "cities/test/sheets/2023-somu-test-form");
  EXPECT_THAT(left_, ElementsAre("g1||responsible_unit|UNIT_CLOSED"));

  // By way of others too: what split comes together again.
  date_ = "2024-04-01";
  GivenOrganization(R"pb(org_unit_opened { unit: "kanri" display_name: "管理課" })pb");
  GivenOrganization(R"pb(org_units_merged { units: "doro" units: "somu" successor: "kanri" })pb");
  EXPECT_THAT(Violated("org_unit: 'somu'"), ElementsAre("org_unit"));
  EXPECT_EQ(Next("org_unit: 'kanri'").org_unit(), "kanri");
  // Of one successor nobody need ask who is responsible now.
  EXPECT_EQ(next_.sheet().goals(0).responsible_unit(), "kanri");
  EXPECT_THAT(left_, IsEmpty());
}

}  // namespace
}  // namespace mokuhyo::domain::testing
