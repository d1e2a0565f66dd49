#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/yearly_summary.h"
#include "libs/projection/yearly_summary_test_util.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Groups>
std::vector<std::string> Lines(const Groups& groups) {
  std::vector<std::string> lines;
  for (const auto& group : groups) {
    lines.push_back(group.key() + " " + group.title() + ": " + Brief(group.tally()));
  }
  return lines;
}

TEST(SummaryGroupsTest, GroupsTakeTogetherWhatBearsTheSameLabelAndTitle) {
  const forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet first = Sheet(R"pb(
    name: "cities/test/sheets/a"
    goals {
      id: "g1"
      level: "goal"
      label: "II"
      title: "Roads"
      evaluation { rating: "達成" }
    }
    goals {
      id: "g2"
      level: "goal"
      label: "I"
      title: "Parks"
      evaluation { rating: "未達成" }
    }
  )pb");
  const sheets::v1::Sheet second = Sheet(R"pb(
    name: "cities/test/sheets/b"
    goals {
      id: "g1"
      level: "goal"
      label: "I"
      title: "Parks"
      evaluation { rating: "達成" }
    }
    goals { id: "g2" level: "goal" label: "I" title: "Schools" }
    goals { id: "g3" level: "goal" label: "III" title: "Moved" withdrawn: true }
  )pb");
  // The order in which the sheets are given does not matter.
  const sheets::v1::YearlySummary summary = Summarize({{&second, &form}, {&first, &form}});
  ASSERT_EQ(summary.tables_size(), 1);
  EXPECT_THAT(Lines(summary.tables(0).groups()),
              ElementsAre("II Roads: 達成 1", "I Parks: 達成 1, 未達成 1", "I Schools: none 1",
                          "III Moved: "));
}

TEST(SummaryGroupsTest, UnitsAreOrderedByIdAndCalledAsOnTheDay) {
  domain::OrganizationState organization = domain::testing::TestOrganization();
  const auto renamed = Proto<events::v1::OrganizationEvent>(R"pb(
    org_unit_renamed { unit: "somu" display_name: "総務企画課" }
  )pb");
  organization.Evolve(renamed, 100, "2023-04-01");
  const std::string before = organization.Get("test", "somu", "2023-03-31")->display_name();
  const std::string kensetsu = organization.Get("test", "kensetsu", "2023-03-31")->display_name();
  const forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet sheet = Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      responsible_unit: "somu"
      evaluation { rating: "達成" }
    }
    goals {
      id: "g2"
      level: "goal"
      evaluation { rating: "未達成" }
    }
    goals { id: "g3" level: "goal" responsible_unit: "nowhere" }
  )pb");

  const auto lines_on = [&](const std::string& day) {
    return Lines(SummarizeYear({"test", "nishi", 2022, day}, {{&sheet, &form}}, organization)
                     .tables(0)
                     .units());
  };
  EXPECT_THAT(lines_on("2023-03-31"),
              ElementsAre("kensetsu " + kensetsu + ": 未達成 1", "nowhere nowhere: none 1",
                          "somu " + before + ": 達成 1"));
  EXPECT_THAT(lines_on("2023-04-01"),
              ElementsAre("kensetsu " + kensetsu + ": 未達成 1", "nowhere nowhere: none 1",
                          "somu 総務企画課: 達成 1"));
}

TEST(SummaryGroupsTest, GroupsOnlyAsTheFormAsks) {
  forms::v1::Form form = domain::testing::TestForm();
  form.mutable_counting()->set_by_top_goal(false);
  form.mutable_counting()->set_by_responsible_unit(false);
  const sheets::v1::Sheet sheet = Sheet(R"pb(goals { id: "g1" level: "goal" })pb");
  const sheets::v1::YearlySummary summary = Summarize({{&sheet, &form}});
  EXPECT_THAT(summary.tables(0).groups(), IsEmpty());
  EXPECT_THAT(summary.tables(0).units(), IsEmpty());
  EXPECT_EQ(summary.tables(0).sheets_size(), 1);
}

TEST(SummaryGroupsTest, CountsMarksWhereTheyArePrinted) {
  const sheets::v1::FormTotals totals = Totals(Sheet(R"pb(
    goals {
      id: "h"
      level: "heading"
      marks: "covid-19"
      goals { id: "i1" level: "item" marks: "covid-19" marks: "focus" }
    }
    goals { id: "g1" level: "goal" marks: "focus" }
    goals {
      id: "g2"
      level: "goal"
      not_counted { reason: RELISTED }
      goals { id: "i2" level: "item" marks: "covid-19" }
    }
  )pb"));
  std::vector<std::string> lines;
  for (const auto& mark : totals.marks()) {
    lines.push_back(mark.mark() + mark.symbol() + " " + mark.level() + " " +
                    std::to_string(mark.goal_count()));
  }
  EXPECT_THAT(lines, ElementsAre("covid-19※ heading 1", "covid-19※ item 2", "focus◎ goal 1",
                                 "focus◎ item 1"));
}

TEST(SummaryGroupsTest, TellsTheRowsOfMarkedGoals) {
  const sheets::v1::FormTotals totals = Totals(Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      marks: "covid-19"
      evaluation { rating: "達成" }
    }
    goals {
      id: "g2"
      level: "goal"
      marks: "covid-19"
      goals {
        id: "r1"
        level: "item"
        marks: "covid-19"
        evaluation { rating: "未達成" }
      }
      goals {
        id: "r2"
        level: "item"
        evaluation { rating: "達成" }
      }
    }
    goals {
      id: "g3"
      level: "goal"
      marks: "covid-19"
      not_counted { reason: OUT_OF_SCOPE }
      evaluation { rating: "達成" }
    }
  )pb"));
  ASSERT_EQ(totals.marks_size(), 2);
  EXPECT_EQ(totals.marks(0).goal_count(), 3);
  // A mark is not inherited: the rows of g2 are r1, which bears it itself, and r2, which does not.
  EXPECT_EQ(Brief(totals.marks(0).tally()), "達成 1");
  EXPECT_EQ(totals.marks(1).level(), "item");
  EXPECT_EQ(Brief(totals.marks(1).tally()), "未達成 1");
}

TEST(SummaryGroupsTest, SectionsAreTheUnitsOfTheSheetsWhoeverIsResponsible) {
  const forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet first = Sheet(R"pb(
    name: "cities/test/sheets/a"
    org_unit: "somu"
    goals {
      id: "g1"
      level: "goal"
      responsible_unit: "kensetsu"
      evaluation { rating: "達成" }
    }
  )pb");
  const sheets::v1::Sheet second = Sheet("name: 'cities/test/sheets/b' org_unit: 'kensetsu'");
  const sheets::v1::FormTotals totals = Summarize({{&first, &form}, {&second, &form}}).tables(0);
  EXPECT_THAT(Lines(totals.sections()), ElementsAre("kensetsu 建設課: ", "somu 総務課: 達成 1"));
}

TEST(SummaryGroupsTest, RowsComeByTheGoalsOfALevelIfAskedFor) {
  forms::v1::Form form = domain::testing::TestForm();
  form.mutable_counting()->set_level("item");
  form.mutable_counting()->clear_split_level();
  const sheets::v1::Sheet sheet = Sheet(R"pb(
    goals {
      id: "h1"
      level: "heading"
      label: "I"
      title: "Town"
      goals {
        id: "r1"
        level: "item"
        label: "1"
        title: "Roads"
        evaluation { rating: "達成" }
      }
      goals {
        id: "r2"
        level: "item"
        label: "1"
        title: "Parks"
        evaluation { rating: "未達成" }
      }
    }
    goals {
      id: "g1"
      level: "goal"
      label: "1"
      title: "Town"
      goals { id: "r3" level: "item" }
    }
  )pb");
  const auto lines_by = [&](const std::string& level) {
    const SummaryQuestion question{"test", "nishi", 2022, kQuestionDay, level};
    return Lines(SummarizeYear(question, {{&sheet, &form}}, domain::testing::TestOrganization())
                     .tables(0)
                     .levels());
  };
  EXPECT_THAT(lines_by("heading"), ElementsAre("I Town: 達成 1, 未達成 1", " : none 1"));
  EXPECT_THAT(lines_by("goal"), ElementsAre("1 Town: none 1", " : 達成 1, 未達成 1"));
  EXPECT_THAT(lines_by("item"),
              ElementsAre("I/1 Roads: 達成 1", "I/1 Parks: 未達成 1", "1 : none 1"));
  EXPECT_THAT(lines_by("nothing"), IsEmpty());
  EXPECT_THAT(lines_by(""), IsEmpty());
}

TEST(SummaryGroupsTest, WithdrawnGoalsCountWhereTheFormSaysSo) {
  forms::v1::Form form = domain::testing::TestForm();
  const sheets::v1::Sheet sheet = Sheet(R"pb(
    goals {
      id: "g1"
      level: "goal"
      withdrawn: true
      evaluation { rating: "達成" }
    }
    goals { id: "g2" level: "goal" withdrawn: true }
    goals {
      id: "g3"
      level: "goal"
      withdrawn: true
      not_counted { reason: RELISTED }
    }
  )pb");
  const auto totals = [&](forms::v1::WithdrawnCounting counting) {
    form.mutable_counting()->set_withdrawn(counting);
    return Summarize({{&sheet, &form}}).tables(0);
  };
  for (const auto counting :
       {forms::v1::WITHDRAWN_COUNTING_UNSPECIFIED, forms::v1::WITHDRAWN_COUNTING_LEFT_OUT}) {
    EXPECT_EQ(totals(counting).overall().row_count(), 0);
    EXPECT_EQ(totals(counting).left_out().withdrawn_count(), 3);
  }
  const auto counted = totals(forms::v1::WITHDRAWN_COUNTING_COUNTED);
  EXPECT_EQ(Brief(counted.overall()), "達成 1, none 1");
  EXPECT_EQ(counted.left_out().withdrawn_count(), 0);
  EXPECT_EQ(counted.left_out().relisted_count(), 1);
}

}  // namespace
}  // namespace mokuhyo::projection
