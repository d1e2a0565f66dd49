#include "libs/domain/goals/carry_forward.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/domain/goals/carry_forward_test_util.h"
#include "libs/domain/sheet/series.h"

// What becomes of a sheet in the next year, and of that one in the years after.
namespace mokuhyo::domain::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(CarryForwardTest, MakesNextYearsDraft) {
  Given({Event(R"pb(sheet_updated {
                      sheet {
                        subtitle: "西区"
                        contact: "内線 1"
                        material_number: "資料2"
                        created_on: "2022-04-01"
                        evaluated_on: "2023-03-31"
                        texts { key: "purpose" value: "道を守る" }
                        texts { key: "result" value: "守った" }
                        notes: "注"
                        replacement: true
                        editorial { kind: RESTORED }
                      }
                      update_mask {
                        paths: "subtitle"
                        paths: "contact"
                        paths: "material_number"
                        paths: "created_on"
                        paths: "evaluated_on"
                        paths: "texts"
                        paths: "notes"
                        paths: "replacement"
                        paths: "editorial"
                      }
                    })pb"),
         Event(R"pb(totals_declared { declared_totals { total: 3 } })pb")});
  sheets::v1::Sheet expected = Proto<sheets::v1::Sheet>(R"pb(
    name: "cities/test/sheets/2023-kensetsu-test-form"
    form: "test-form"
    form_version: 3
    fiscal_year: 2023
    org_unit: "kensetsu"
    title: "組織目標管理シート"
    subtitle: "西区"
    contact: "内線 1"
    texts { key: "purpose" value: "道を守る" }
    notes: "注"
    carried_from: "cities/test/sheets/s"
  )pb");
  const auto carried = When();
  ASSERT_TRUE(carried.ok()) << carried.status();
  ASSERT_EQ(carried->events.size(), 1u);
  EXPECT_EQ(carried->events[0].sheet_created().sheet().DebugString(), expected.DebugString());
  EXPECT_THAT(carried->left_behind, IsEmpty());
  EXPECT_EQ(Next().state(), sheets::v1::SHEET_STATE_DRAFT);
}

TEST_F(CarryForwardTest, GoalsAndIndicatorsGoOnUnderTheirIds) {
  GivenGoal(R"pb(
    id: "g1"
    level: "goal"
    label: "1"
    title: "道路"
    subtitle: ""
    texts { key: "description" value: "直す" }
    texts { key: "outcome" value: "直した" }
    initiatives: "舗装"
    accomplishments: "舗装した"
    marks: "focus"
    responsible_unit: "somu"
    not_counted { reason: RELISTED counted_at: "2" }
    intentionally_blank: "evaluation.issues"
    editorial { kind: INFERRED }
    indicators {
      id: "i1"
      series: "hoso"
      label: "(1)"
      name: "延長"
      unit: "km"
      direction: LOWER_IS_BETTER
      accumulation { kind: CUMULATIVE }
      definition: "台帳"
      supplement: "市道"
    }
    indicators { id: "i2" name: "件数" }
  )pb");
  GivenGoal(R"pb(id: "g2" level: "item" title: "橋")pb", "g1");
  GivenGoal(R"pb(id: "g3" level: "goal")pb");
  Given({Event(R"pb(goals_assessed {
                      of_record: true
                      assessments {
                        goal: "g1"
                        assessment { rating: "達成" }
                      }
                    })pb")});
  const auto carried = When();
  ASSERT_TRUE(carried.ok()) << carried.status();
  EXPECT_THAT(carried->left_behind, IsEmpty());
  ASSERT_EQ(carried->events.size(), 4u);
  EXPECT_EQ(carried->events[1].DebugString(),
            Event(R"pb(
              goal_created {
                goal {
                  id: "g1"
                  level: "goal"
                  label: "1"
                  title: "道路"
                  subtitle: ""
                  texts { key: "description" value: "直す" }
                  initiatives: "舗装"
                  marks: "focus"
                  responsible_unit: "somu"
                  not_counted { reason: RELISTED counted_at: "2" }
                  indicators {
                    id: "i1"
                    series: "hoso"
                    label: "(1)"
                    name: "延長"
                    unit: "km"
                    direction: LOWER_IS_BETTER
                    accumulation { kind: CUMULATIVE }
                    definition: "台帳"
                    supplement: "市道"
                    carried_from: "cities/test/sheets/s/indicators/i1"
                  }
                  indicators {
                    id: "i2"
                    series: "s.i2"
                    name: "件数"
                    carried_from: "cities/test/sheets/s/indicators/i2"
                  }
                  carried_from: "cities/test/sheets/s/goals/g1"
                }
              }
            )pb")
                .DebugString());
  const sheets::v1::Sheet& next = Next();
  ASSERT_EQ(next.goals_size(), 2);
  EXPECT_EQ(next.goals(0).goals(0).title(), "橋");
  EXPECT_EQ(next.goals(1).id(), "g3");
  // This year's indicator is of the same series without a word in its sheet.
  EXPECT_EQ(SeriesOf(source_.sheet(), *source_.FindIndicator("i2")),
            SeriesOf(next, *next_.FindIndicator("i2")));
  // Ids go on from there.
  EXPECT_EQ(next_.NextGoalId(), "g4");
  EXPECT_EQ(next_.NextIndicatorId(), "i3");
}

TEST_F(CarryForwardTest, ResultsMoveToThePastAndTargetsAreEmpty) {
  GivenGoal(R"pb(
    id: "g1"
    level: "goal"
    indicators {
      id: "i1"
      past {
        fiscal_year: 2021
        value { text: "65" }
      }
      target { text: "70以上" }
    }
    indicators {
      id: "i2"
      past {
        fiscal_year: 2021
        value { text: "-" }
      }
      past { fiscal_year: 2020 }
    }
    indicators { id: "i3" }
  )pb");
  GivenResult("i1", "71");
  GivenResult("i2", "延べ30人");
  Next();
  const auto& first = *next_.FindIndicator("i1");
  EXPECT_EQ(Past(first), "2021:65 2022:71");
  EXPECT_FALSE(first.has_target());
  EXPECT_FALSE(first.has_result());
  // The meaning is read as of a value typed in.
  EXPECT_EQ(first.past(1).value().DebugString(), values::Parse("71").DebugString());
  // Printed backwards it stays so.
  EXPECT_EQ(Past(*next_.FindIndicator("i2")), "2022:延べ30人 2021:- 2020:");
  EXPECT_EQ(Past(*next_.FindIndicator("i3")), "");

  Next("keep_targets: true");
  EXPECT_EQ(next_.FindIndicator("i1")->target().text(), "70以上");
  EXPECT_FALSE(next_.FindIndicator("i2")->has_target());
}

TEST_F(CarryForwardTest, ThePastShowsTheNewestYearsOfTheForm) {
  GivenGoal(R"pb(
    id: "g1"
    level: "goal"
    indicators {
      id: "i1"
      past {
        fiscal_year: 2019
        value { text: "1" }
      }
      past {
        fiscal_year: 2020
        value { text: "2" }
      }
      past {
        fiscal_year: 2021
        value { text: "3" }
      }
    }
  )pb");
  GivenResult("i1", "4");
  Next();
  EXPECT_EQ(Past(*next_.FindIndicator("i1")), "2020:2 2021:3 2022:4");
  form_.set_past_years(1);
  Next();
  EXPECT_EQ(Past(*next_.FindIndicator("i1")), "2022:4");
  form_.set_past_years(0);
  Next();
  EXPECT_EQ(Past(*next_.FindIndicator("i1")), "");
}

// Three years: a result each, a goal withdrawn in the second, a series broken in the third, and
// then a new version of the form.
TEST_F(CarryForwardTest, ASeriesGoesOnOverTheYears) {
  GivenGoal(R"pb(
    id: "g1"
    level: "goal"
    indicators {
      id: "i1"
      past {
        fiscal_year: 2021
        value { text: "10" }
      }
    }
    indicators { id: "i2" }
  )pb");
  GivenGoal(R"pb(id: "g2"
                 level: "goal"
                 indicators { id: "i3" })pb");
  GivenResult("i1", "20");
  const auto go_on = [&](const std::string& fields = "") {
    Next(fields);
    EXPECT_EQ(next_.sheet().fiscal_year(), source_.sheet().fiscal_year() + 1);
    EXPECT_EQ(next_.sheet().carried_from(), source_.sheet().name());
    source_ = next_;
    source_form_ = form_;
    date_ = absl::StrCat(source_.sheet().fiscal_year() + 1, "-04-01");
  };
  go_on();
  EXPECT_EQ(source_.sheet().name(), "cities/test/sheets/2023-kensetsu-test-form");
  GivenResult("i1", "30");
  Given({Event("goals_published {}"), Event("goal_withdrawn { goal: 'g2' }")});
  go_on();
  EXPECT_THAT(left_, ElementsAre("g2|||WITHDRAWN"));
  GivenResult("i1", "40");
  Given({Event("series_broken { indicator: 'i2' previous_series: 's.i2' series: 'new' }")});
  form_.set_version(4);
  form_.mutable_levels(1)->set_key("measure");
  form_.mutable_levels(2)->set_parents(0, "measure");
  EXPECT_THAT(Violated(""), ElementsAre("levels"));
  go_on(R"pb(levels { from: "goal" to: "measure" })pb");
  const sheets::v1::Sheet& sheet = source_.sheet();
  EXPECT_EQ(sheet.fiscal_year(), 2025);
  EXPECT_EQ(sheet.form_version(), 4u);
  ASSERT_EQ(sheet.goals_size(), 1);
  EXPECT_EQ(sheet.goals(0).level(), "measure");
  EXPECT_EQ(SeriesOf(sheet, sheet.goals(0).indicators(0)), "s.i1");
  EXPECT_EQ(Past(sheet.goals(0).indicators(0)), "2022:20 2023:30 2024:40");
  EXPECT_EQ(sheet.goals(0).carried_from(), "cities/test/sheets/2024-kensetsu-test-form/goals/g1");
  // The break stays where it was; what follows is of the new series.
  EXPECT_EQ(SeriesOf(sheet, sheet.goals(0).indicators(1)), "new");
  EXPECT_FALSE(sheet.goals(0).indicators(1).has_series_break());
}

TEST_F(CarryForwardTest, EveryViolationIsReported) {
  GivenGoal(R"pb(id: "g1" level: "goal")pb");
  EXPECT_THAT(Violated(R"pb(
                sheet_id: "A"
                fiscal_year: 2022
                org_unit: "kita"
                levels { from: "none" to: "goal" }
                levels { from: "goal" to: "none" }
                levels { from: "item" }
                levels { from: "item" }
              )pb"),
              UnorderedElementsAre("sheet_id", "fiscal_year", "org_unit", "levels[0].from",
                                   "levels[1].to", "levels[3].from"));
  EXPECT_EQ(Next("fiscal_year: 2025").fiscal_year(), 2025);
}

TEST_F(CarryForwardTest, IsRefused) {
  EXPECT_EQ(base::ErrorReason(When("etag: '77'").status()), "STALE_ETAG");
  Fold({SheetCreatedEvent()}, target_);
  const auto taken = When();
  EXPECT_EQ(taken.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(base::ErrorReason(taken.status()), "SHEET_EXISTS");
  source_ = SheetState();
  EXPECT_EQ(When("name: 'cities/test/sheets/s'").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace mokuhyo::domain::testing
