// Sheets of a year that pin different versions of a form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/domain/testing/test_form.h"
#include "libs/projection/yearly_summary_test_util.h"

namespace mokuhyo::projection {
namespace {

using ::testing::ElementsAre;

TEST(YearlySummaryVersionsTest, VersionsOfAFormShareATableWithTheNewestScale) {
  const forms::v1::Form old_form = domain::testing::TestForm();
  forms::v1::Form new_form = old_form;
  new_form.set_version(old_form.version() + 1);
  new_form.mutable_title()->set_ja("新しい試験シート");
  new_form.mutable_ratings()->SwapElements(0, 2);
  new_form.mutable_ratings()->DeleteSubrange(1, 1);
  const sheets::v1::Sheet old_sheet = Sheet(R"pb(
    name: "cities/test/sheets/a"
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "一部未達成" }
    }
  )pb");
  const sheets::v1::Sheet new_sheet = Sheet(R"pb(
    name: "cities/test/sheets/b"
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "達成" }
    }
  )pb");
  const sheets::v1::YearlySummary summary =
      Summarize({{&old_sheet, &old_form}, {&new_sheet, &new_form}});
  ASSERT_EQ(summary.tables_size(), 1);
  const sheets::v1::FormTotals& totals = summary.tables(0);
  EXPECT_EQ(totals.title().ja(), "新しい試験シート");
  EXPECT_EQ(totals.overall().row_count(), 2);
  std::vector<std::string> scale;
  for (const auto& rating : totals.overall().ratings()) scale.push_back(rating.rating());
  EXPECT_THAT(scale, ElementsAre("未達成", "達成", "評価不能", "一部未達成"));
  EXPECT_EQ(Brief(totals.overall()), "達成 1, 一部未達成 1");
}

TEST(YearlySummaryVersionsTest, VersionsThatCountIndicatorsHaveATableOfTheirOwn) {
  const forms::v1::Form old_form = domain::testing::TestForm();
  forms::v1::Form new_form = old_form;
  new_form.set_version(old_form.version() + 1);
  new_form.set_rates_indicators(true);
  new_form.mutable_counting()->set_indicators(true);
  const std::string goals = R"pb(
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "達成" }
      indicators {
        id: "i1"
        evaluation { rating: "未達成" }
      }
      indicators { id: "i2" }
    }
  )pb";
  const sheets::v1::Sheet a = Sheet("name: 'cities/test/sheets/a' " + goals);
  const sheets::v1::Sheet b = Sheet("name: 'cities/test/sheets/b' " + goals);
  const sheets::v1::YearlySummary summary = Summarize({{&a, &new_form}, {&b, &old_form}});
  ASSERT_EQ(summary.tables_size(), 2);
  EXPECT_FALSE(summary.tables(0).counts_indicators());
  EXPECT_EQ(Brief(summary.tables(0).overall()), "達成 1");
  EXPECT_TRUE(summary.tables(1).counts_indicators());
  EXPECT_EQ(Brief(summary.tables(1).overall()), "未達成 1, none 1");
}

TEST(YearlySummaryVersionsTest, VersionsThatCountOtherLevelsHaveTablesOfTheirOwn) {
  const forms::v1::Form old_form = domain::testing::TestForm();
  forms::v1::Form new_form = old_form;
  new_form.set_version(old_form.version() + 1);
  new_form.mutable_counting()->set_level("item");
  new_form.mutable_counting()->clear_split_level();
  const std::string goals = R"pb(
    goals {
      id: "g1"
      level: "goal"
      evaluation { rating: "達成" }
      goals { id: "g2" level: "item" }
      goals { id: "g3" level: "item" }
    })pb";
  const sheets::v1::Sheet old_sheet = Sheet("name: 'cities/test/sheets/a' " + goals);
  const sheets::v1::Sheet new_sheet = Sheet("name: 'cities/test/sheets/b' " + goals);
  const sheets::v1::YearlySummary summary =
      Summarize({{&new_sheet, &new_form}, {&old_sheet, &old_form}});
  ASSERT_EQ(summary.tables_size(), 2);
  EXPECT_EQ(summary.tables(0).form(), "test-form");
  EXPECT_EQ(summary.tables(0).counted_level(), "goal");
  EXPECT_EQ(summary.tables(0).overall().row_count(), 1);
  EXPECT_EQ(summary.tables(1).form(), "test-form");
  EXPECT_EQ(summary.tables(1).counted_level(), "item");
  EXPECT_EQ(summary.tables(1).overall().row_count(), 2);
}

TEST(YearlySummaryVersionsTest, WhatCouldNotBeEvaluatedIsSaidByThePinnedVersion) {
  const forms::v1::Form old_form = domain::testing::TestForm();
  forms::v1::Form new_form = old_form;
  new_form.set_version(old_form.version() + 1);
  new_form.mutable_ratings(2)->set_rating_class(forms::v1::RATING_CLASS_NOT_EVALUABLE);
  const std::string goals = "goals { id: 'g1' level: 'goal' evaluation { rating: '未達成' } }";
  const sheets::v1::Sheet old_sheet = Sheet("name: 'cities/test/sheets/a' " + goals);
  const sheets::v1::Sheet new_sheet = Sheet("name: 'cities/test/sheets/b' " + goals);
  const sheets::v1::FormTotals totals =
      Summarize({{&old_sheet, &old_form}, {&new_sheet, &new_form}}).tables(0);
  EXPECT_EQ(Brief(totals.overall()), "未達成 2");
  EXPECT_EQ(totals.overall().evaluable_count(), 1);
  EXPECT_EQ(totals.left_out().not_evaluable_count(), 1);
}

}  // namespace
}  // namespace mokuhyo::projection
