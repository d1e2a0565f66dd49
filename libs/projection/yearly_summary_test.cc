#include "libs/projection/yearly_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/yearly_summary_test_util.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(YearlySummaryTest, SaysWhatItIsAbout) {
  const sheets::v1::YearlySummary summary = Summarize({});
  EXPECT_EQ(summary.parent(), "cities/test");
  EXPECT_EQ(summary.org_unit(), "nishi");
  EXPECT_EQ(summary.org_unit_display_name(),
            domain::testing::TestOrganization().Get("test", "nishi", kQuestionDay)->display_name());
  EXPECT_EQ(summary.fiscal_year(), 2022);
  EXPECT_THAT(summary.tables(), IsEmpty());
}

TEST(YearlySummaryTest, CountsByRatingInTheOrderOfTheScale) {
  const sheets::v1::FormTotals totals = Totals(Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "未達成" }
    }
    goals {
      id: "g2"
      level: "goal"
      evaluation { rating: "達成" }
    }
    goals {
      id: "g3"
      level: "goal"
      evaluation { comment: "no rating yet" }
    }
    goals {
      id: "g4"
      level: "goal"
      evaluation { rating: "評価不能" }
    }
    goals {
      id: "g5"
      level: "goal"
      evaluation { rating: "達成" }
    }
  )pb"));
  EXPECT_EQ(totals.form(), "test-form");
  EXPECT_EQ(totals.title().ja(), "試験シート");
  EXPECT_EQ(totals.counted_level(), "goal");
  EXPECT_EQ(totals.counted_level_title().ja(), "目標");
  EXPECT_EQ(totals.sheet_count(), 1);
  EXPECT_EQ(totals.goal_count(), 5);
  EXPECT_EQ(totals.overall().ShortDebugString(),
            Proto<sheets::v1::Tally>(R"pb(
              row_count: 5
              ratings { rating: "達成" rating_class: RATING_CLASS_ACHIEVED row_count: 2 }
              ratings { rating: "一部未達成" rating_class: RATING_CLASS_PARTLY }
              ratings { rating: "未達成" rating_class: RATING_CLASS_NOT_ACHIEVED row_count: 1 }
              ratings { rating: "評価不能" rating_class: RATING_CLASS_NOT_EVALUABLE row_count: 1 }
              unrated_count: 1
              evaluable_count: 3
              achieved_count: 2
              achieved_percent_of_all: "40.0"
              achieved_percent_of_evaluable: "66.7"
            )pb")
                .ShortDebugString());
  EXPECT_EQ(totals.left_out().unrated_count(), 1);
  EXPECT_EQ(totals.left_out().not_evaluable_count(), 1);
}

TEST(YearlySummaryTest, GoalSplitIntoRatedRowsCountsByRow) {
  const sheets::v1::FormTotals totals = Totals(Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "達成" }
    }
    goals {
      id: "g2"
      level: "goal"
      goals {
        id: "g3"
        level: "item"
        evaluation { rating: "達成" }
      }
      goals {
        id: "g4"
        level: "item"
        evaluation { rating: "未達成" }
      }
    }
  )pb"));
  EXPECT_EQ(totals.goal_count(), 2);
  EXPECT_EQ(totals.overall().row_count(), 3);
  EXPECT_EQ(Brief(totals.overall()), "達成 2, 未達成 1");
}

TEST(YearlySummaryTest, SaysWhatItLeavesOut) {
  const sheets::v1::FormTotals totals = Totals(Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "達成" }
    }
    goals {
      id: "g2"
      level: "goal"
      not_counted { reason: RELISTED }
      evaluation { rating: "達成" }
    }
    goals {
      id: "g3"
      level: "goal"
      not_counted { reason: OUT_OF_SCOPE }
    }
    goals {
      id: "g4"
      level: "goal"
      not_counted { reason: OUT_OF_SCOPE }
    }
    goals { id: "g5" level: "goal" withdrawn: true }
  )pb"));
  EXPECT_EQ(totals.goal_count(), 5);
  EXPECT_EQ(totals.overall().row_count(), 1);
  EXPECT_EQ(totals.left_out().ShortDebugString(), Proto<sheets::v1::LeftOut>(R"pb(
                                                    relisted_count: 1
                                                    out_of_scope_count: 2
                                                    withdrawn_count: 1
                                                  )pb")
                                                      .ShortDebugString());
}

TEST(YearlySummaryTest, SaysHowMuchWasRestored) {
  const sheets::v1::FormTotals totals = Totals(Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "達成" }
      editorial { field: "evaluation.rating" kind: RESTORED }
    }
    goals {
      id: "g2"
      level: "goal"
      evaluation { rating: "達成" }
      editorial { field: "evaluation.rating" kind: RESTORED }
      editorial { field: "" kind: RESTORED }
    }
    goals {
      id: "g3"
      level: "goal"
      evaluation { rating: "達成" }
      editorial { field: "title" kind: RESTORED }
    }
    goals {
      id: "g4"
      level: "goal"
      not_counted { reason: RELISTED }
      evaluation { rating: "達成" }
      editorial { field: "evaluation.rating" kind: RESTORED }
    }
    # Said to be restored, but there is no rating.
    goals {
      id: "g5"
      level: "goal"
      editorial { field: "evaluation.rating" kind: RESTORED }
    }
  )pb"));
  EXPECT_EQ(totals.restored_rating_count(), 2);
  EXPECT_EQ(totals.restored_row_count(), 1);
}

TEST(YearlySummaryTest, ListsTheSheets) {
  const forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet first = Sheet(R"pb(
    name: "cities/test/sheets/a"
    title: "Roads 2022"
    goals {
      id: "g1"
      level: "goal"
      goals {
        id: "g2"
        level: "item"
        evaluation { rating: "達成" }
      }
      goals {
        id: "g3"
        level: "item"
        evaluation { rating: "達成" }
      }
    }
    goals { id: "g4" level: "goal" withdrawn: true }
  )pb");
  const sheets::v1::Sheet second = Sheet(R"pb(name: "cities/test/sheets/b" org_unit: "somu")pb");
  const sheets::v1::FormTotals totals = Summarize({{&second, &form}, {&first, &form}}).tables(0);
  EXPECT_EQ(totals.sheet_count(), 2);
  EXPECT_EQ(totals.goal_count(), 2);
  ASSERT_EQ(totals.sheets_size(), 2);
  EXPECT_EQ(totals.sheets(0).sheet(), "cities/test/sheets/a");
  EXPECT_EQ(totals.sheets(0).title(), "Roads 2022");
  EXPECT_EQ(totals.sheets(0).org_unit(), "kensetsu");
  EXPECT_EQ(totals.sheets(0).goal_count(), 2);
  EXPECT_EQ(Brief(totals.sheets(0).tally()), "達成 2");
  EXPECT_EQ(totals.sheets(1).sheet(), "cities/test/sheets/b");
  EXPECT_EQ(totals.sheets(1).org_unit_display_name(),
            domain::testing::TestOrganization().Get("test", "somu", kQuestionDay)->display_name());
  EXPECT_EQ(totals.sheets(1).tally().row_count(), 0);
}

TEST(YearlySummaryTest, SaysWhichSheetsAreProvisional) {
  const forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet confirmed =
      Sheet("name: 'cities/test/sheets/a' state: SHEET_STATE_CONFIRMED");
  const sheets::v1::Sheet assessed =
      Sheet("name: 'cities/test/sheets/b' state: SHEET_STATE_ASSESSED");
  const sheets::v1::Sheet published =
      Sheet("name: 'cities/test/sheets/c' state: SHEET_STATE_EDITION_PUBLISHED");
  const sheets::v1::Sheet draft = Sheet("name: 'cities/test/sheets/d' state: SHEET_STATE_DRAFT");
  const sheets::v1::FormTotals totals =
      Summarize({{&confirmed, &form}, {&assessed, &form}, {&published, &form}, {&draft, &form}})
          .tables(0);
  EXPECT_EQ(totals.sheet_count(), 4);
  EXPECT_EQ(totals.unconfirmed_sheet_count(), 2);
  EXPECT_EQ(totals.sheets(1).state(), sheets::v1::SHEET_STATE_ASSESSED);
  EXPECT_EQ(totals.sheets(2).state(), sheets::v1::SHEET_STATE_EDITION_PUBLISHED);
}

TEST(YearlySummaryTest, OneTableAFormOrderedById) {
  const forms::v1::Form form = domain::testing::TestForm();
  forms::v1::Form other = form;
  other.set_name("cities/test/forms/another-form");
  const sheets::v1::Sheet first = Sheet(R"pb(
    name: "cities/test/sheets/a"
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "達成" }
    }
  )pb");
  sheets::v1::Sheet second = first;
  second.set_name("cities/test/sheets/b");
  second.set_form("another-form");
  const sheets::v1::YearlySummary summary = Summarize({{&first, &form}, {&second, &other}});
  ASSERT_EQ(summary.tables_size(), 2);
  EXPECT_EQ(summary.tables(0).form(), "another-form");
  EXPECT_EQ(summary.tables(0).overall().row_count(), 1);
  EXPECT_EQ(summary.tables(1).form(), "test-form");
  EXPECT_EQ(summary.tables(1).overall().row_count(), 1);
}

TEST(YearlySummaryTest, DeclaredTotalsStandBesideInTheOrderOfTheSheets) {
  const forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet first = Sheet(R"pb(
    name: "cities/test/sheets/a"
    goals { id: "g1" level: "goal" label: "I" }
    declared_totals { total: 1 }
    declared_totals { scope: "I" total: 2 }
  )pb");
  const sheets::v1::Sheet second = Sheet(R"pb(
    name: "cities/test/sheets/b"
    declared_totals { total: 0 }
  )pb");
  const sheets::v1::FormTotals totals = Summarize({{&second, &form}, {&first, &form}}).tables(0);
  std::vector<std::string> lines;
  for (const auto& declared : totals.declared()) {
    lines.push_back(declared.sheet() + " " + declared.scope() +
                    (declared.agrees() ? " agrees" : " differs"));
  }
  EXPECT_THAT(lines, ElementsAre("cities/test/sheets/a  agrees", "cities/test/sheets/a I differs",
                                 "cities/test/sheets/b  agrees"));
}

TEST(YearlySummaryTest, GoalsWithoutIndicatorsAreGoalsWhereIndicatorsCount) {
  forms::v1::Form form = domain::testing::TestForm();
  form.set_rates_indicators(true);
  form.mutable_counting()->set_indicators(true);
  form.mutable_counting()->clear_split_level();
  const sheets::v1::Sheet sheet = Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators { id: "i1" }
      indicators { id: "i2" }
    }
    goals { id: "g2" level: "goal" }
  )pb");
  const sheets::v1::FormTotals totals = Summarize({{&sheet, &form}}).tables(0);
  EXPECT_EQ(totals.goal_count(), 2);
  EXPECT_EQ(totals.sheets(0).goal_count(), 2);
  EXPECT_EQ(totals.overall().row_count(), 2);
}

TEST(YearlySummaryTest, FormThatCountsNothingHasATableThatSaysSo) {
  forms::v1::Form form = domain::testing::TestForm();
  form.clear_counting();
  form.clear_ratings();
  const sheets::v1::Sheet sheet = Sheet(R"pb(goals { id: "g1" level: "goal" })pb");
  const sheets::v1::FormTotals totals = Summarize({{&sheet, &form}}).tables(0);
  EXPECT_EQ(totals.counted_level(), "");
  EXPECT_FALSE(totals.has_counted_level_title());
  EXPECT_EQ(totals.sheet_count(), 1);
  EXPECT_EQ(totals.goal_count(), 0);
  EXPECT_EQ(totals.overall().row_count(), 0);
}

}  // namespace
}  // namespace mokuhyo::projection
