// Totals that explain themselves: each count opens to its rows, says what it leaves out, and stands
// beside what the city printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/scenarios/roads.h"

namespace mokuhyo::scenarios {
namespace {

using ::testing::ElementsAre;

const std::string kPlan = SheetNamed("plan");
const std::string kWard = SheetNamed("ward");
const std::string kRoads = SheetNamed("doboku");
const std::string kHealth = SheetNamed("kenko");

// `達成 2, 未達成 1` without zeros, `- 1` for the unrated.
std::string Said(const sheets::v1::Tally& tally) {
  std::vector<std::string> parts;
  for (const auto& one : tally.ratings()) {
    if (one.row_count() > 0) parts.push_back(absl::StrCat(one.rating(), " ", one.row_count()));
  }
  if (tally.unrated_count() > 0) parts.push_back(absl::StrCat("- ", tally.unrated_count()));
  return absl::StrJoin(parts, ", ");
}

// `key title: …` of each group.
std::vector<std::string> Said(
    const google::protobuf::RepeatedPtrField<sheets::v1::GroupTally>& groups) {
  std::vector<std::string> said;
  for (const auto& group : groups)
    said.push_back(absl::StrCat(group.key(), " ", group.title(), ": ", Said(group.tally())));
  return said;
}

class Totals : public ::testing::Test {
 protected:
  sheets::v1::FormTotals Table(const std::string& form, const std::string& fields = "") {
    const auto summary = city.Sees(About<sheets::v1::GetYearlySummaryRequest>(
                                       "kita", 2022, absl::StrCat("form: '", form, "' ", fields)))
                             .summary();
    EXPECT_EQ(summary.tables_size(), 1);
    return summary.tables().empty() ? sheets::v1::FormTotals() : summary.tables(0);
  }

  std::vector<sheets::v1::CountedGoal> Rows(const std::string& form,
                                            const std::string& fields = "") {
    const auto answer = city.Sees(About<sheets::v1::ListCountedGoalsRequest>(
        "kita", 2022, absl::StrCat("form: '", form, "' ", fields)));
    EXPECT_EQ(answer.total_size(), answer.goals_size());
    return {answer.goals().begin(), answer.goals().end()};
  }

  // Every count of the tally opens, with these filters, to as many rows.
  void ExpectToOpen(const sheets::v1::Tally& tally, const std::string& form,
                    const std::string& fields) {
    EXPECT_EQ(Rows(form, fields).size(), static_cast<size_t>(tally.row_count())) << fields;
    for (const auto& one : tally.ratings()) {
      EXPECT_EQ(Rows(form, absl::StrCat(fields, " rating: '", one.rating(), "'")).size(),
                static_cast<size_t>(one.row_count()))
          << fields << " " << one.rating();
    }
    EXPECT_EQ(Rows(form, fields + " rating: '-'").size(),
              static_cast<size_t>(tally.unrated_count()))
        << fields;
  }

  City city;
};

// A table of activities under pillars: one is listed twice, one has lost its rating.
class PlanTotals : public Totals {
 protected:
  static constexpr char kForm[] = "niigata-vision-progress";

  void SetUp() override {
    city.On("2022-04-12").As("yamada").Does(CreateSheet(kPlan, "kita", 2022, kForm));
    Pillar("safe", "I", "安心して暮らせるまち");
    Pillar("green", "II", "緑とともにあるまち");
    Activity("safe", "1", "kids", "子育ての講座", "kenko", "participants", "参加者180組");
    Activity("safe", "2", "patrol", "見守りの巡回", "kenko", "rounds", "40回");
    Activity("safe", "3", "advice", "相談の窓口", "somu", "advice-done", "実施");
    Activity("green", "1", "parks", "公園の手入れ", "doboku", "parks-done", "12か所");
    Activity("green", "2", "again", "見守りの巡回", "kenko", "rounds-again", "40回");
    auto relisted = UpdateGoal(kPlan, "again", "not_counted",
                               "goal { not_counted { reason: RELISTED counted_at: 'I-(1)-2' } }");
    city.Does(relisted);
    city.Does(PublishGoals(kPlan));
    city.On("2023-04-10");
    city.Does(ReportResults(kPlan, {{"participants", "参加者120組"},
                                    {"rounds", "44回"},
                                    {"advice-done", "実施"},
                                    {"parks-done", "12か所"}}));
    city.Does(Rate(kPlan, {{"kids", "未達成"}, {"patrol", "達成"}, {"parks", "達成"}}));
  }

  void Pillar(const std::string& id, const std::string& label, const std::string& title) {
    const auto below = [&](const std::string& level, const std::string& fields,
                           const std::string& parent) {
      city.Does(CreateGoal(kPlan, absl::StrCat(id, "-", level),
                           absl::StrCat("level: '", level, "' ", fields),
                           absl::StrCat("parent_goal: '", parent, "'")));
    };
    city.Does(CreateGoal(
        kPlan, id, absl::StrCat("level: 'pillar' label: '", label, "' title: '", title, "'")));
    below("policy", "title: '方針'", id);
    below("measure", "label: '(1)' title: '施策'", id + "-policy");
    below("approach", "title: '進め方'", id + "-measure");
  }

  void Activity(const std::string& pillar, const std::string& label, const std::string& id,
                const std::string& title, const std::string& unit, const std::string& indicator,
                const std::string& target) {
    city.Does(CreateGoal(kPlan, "program-" + id,
                         absl::StrCat("level: 'program' label: '", label, "' title: '", title, "' ",
                                      id == "kids" ? "marks: 'covid-19'" : ""),
                         absl::StrCat("parent_goal: '", pillar, "-approach'")));
    city.Does(CreateGoal(
        kPlan, id,
        absl::StrCat("level: 'activity' title: '", title, "' responsible_unit: '", unit, "'"),
        absl::StrCat("parent_goal: 'program-", id, "'")));
    city.Does(
        CreateIndicator(kPlan, id, indicator, absl::StrCat("target { text: '", target, "' }")));
  }
};

TEST_F(PlanTotals, ByPillarLevelAndUnit) {
  const auto table = Table(kForm, "group_level: 'measure'");
  EXPECT_EQ(table.counted_level(), "activity");
  EXPECT_EQ(table.goal_count(), 5);
  EXPECT_EQ(Said(table.overall()), "達成 2, 未達成 1, - 1");
  EXPECT_THAT(Said(table.groups()), ElementsAre("I 安心して暮らせるまち: 達成 1, 未達成 1, - 1",
                                                "II 緑とともにあるまち: 達成 1"));
  EXPECT_THAT(Said(table.units()),
              ElementsAre("doboku 土木課: 達成 1", "kenko 健康福祉課: 達成 1, 未達成 1",
                          "somu 総務課: - 1"));
  EXPECT_THAT(Said(table.levels()),
              ElementsAre("I/(1) 施策: 達成 1, 未達成 1, - 1", "II/(1) 施策: 達成 1"));
  ExpectToOpen(table.overall(), kForm, "");
  for (const auto& group : table.groups())
    ExpectToOpen(group.tally(), kForm, absl::StrCat("group: '", group.key(), "'"));
  for (const auto& unit : table.units())
    ExpectToOpen(unit.tally(), kForm, absl::StrCat("responsible_unit: '", unit.key(), "'"));
  for (const auto& level : table.levels())
    ExpectToOpen(level.tally(), kForm, absl::StrCat("group: 'measure:", level.key(), "'"));
  city.Does(About<sheets::v1::GetYearlySummaryRequest>("kita", 2022, "group_level: 'mesure'"))
      .IsMalformed({"group_level"});
}

TEST_F(PlanTotals, WhatIsLeftOutSaysWhereItCounts) {
  const auto table = Table(kForm);
  EXPECT_EQ(table.left_out().relisted_count(), 1);
  EXPECT_EQ(table.left_out().unrated_count(), 1);
  std::vector<sheets::v1::CountedGoal> left_out;
  for (const auto& row : Rows(kForm, "show_left_out: true")) {
    if (!row.left_out().empty()) left_out.push_back(row);
  }
  ASSERT_EQ(left_out.size(), 1u);
  EXPECT_EQ(left_out[0].left_out(), "RELISTED");
  EXPECT_EQ(left_out[0].counted_at(), "I-(1)-2");
  // The pointer leads to the program with that number.
  EXPECT_EQ(left_out[0].counted_at_goal(), GoalOf(kPlan, "program-patrol"));
  ASSERT_EQ(table.marks_size(), 1);
  EXPECT_EQ(table.marks(0).symbol(), "※");
  EXPECT_EQ(table.marks(0).level(), "program");
  EXPECT_EQ(table.marks(0).goal_count(), 1);
}

TEST_F(PlanTotals, DeclaredStandsBesideRecomputed) {
  city.Does(StepOn<goals::v1::DeclareTotalsRequest>(
      kPlan,
      "declared_totals { total: 5 counts { key: '達成' value: 3 } counts { key: '未達成' value: 1 "
      "} } "
      "declared_totals { scope: 'II' total: 1 counts { key: '達成' value: 1 } }"));
  const auto table = Table(kForm);
  ASSERT_EQ(table.declared_size(), 2);
  EXPECT_FALSE(table.declared(0).agrees());
  EXPECT_EQ(table.declared(0).declared_total(), 5);
  EXPECT_EQ(table.declared(0).recomputed_total(), 4);
  EXPECT_EQ(table.declared(0).counts(0).declared(), 3);
  EXPECT_EQ(table.declared(0).counts(0).recomputed(), 2);
  EXPECT_TRUE(table.declared(1).agrees());
  EXPECT_EQ(Said(table.overall()), "達成 2, 未達成 1, - 1");
}

TEST_F(Totals, BothDenominatorsBySectionAndMark) {
  city.On("2022-04-12");
  PublishRoads(city, kRoads, 2022, "section-plain");
  city.Does(UpdateGoal(kRoads, "answers", "marks", "goal { marks: 'focus' } reason: '重点にする'"));
  city.As("suzuki").Does(CreateSheet(kHealth, "kenko", 2022, "section-plain"));
  city.Does(CreateGoal(kHealth, "classes", "label: '1' title: '教室' marks: 'focus'"));
  city.Does(CreateIndicator(kHealth, "classes", "times", "target { text: '14回' }"));
  // Two ratings stand under one printed goal.
  city.Does(CreateGoal(kHealth, "visits", "label: '2' title: '訪問'"));
  for (const std::string row : {"baby", "elder"}) {
    city.Does(CreateGoal(kHealth, row, absl::StrCat("level: 'item' title: '", row, "'"),
                         "parent_goal: 'visits'"));
  }
  city.Does(PublishGoals(kHealth));
  city.On("2023-04-10");
  city.Does(ReportResults(kHealth, {{"times", "評価不能"}}));
  city.Does(Rate(kHealth, {{"classes", "評価不能"}, {"baby", "達成"}, {"elder", "未達成"}}));
  city.As("tanaka").Does(ReportResults(kRoads, {{"fence", "78"}}));
  city.Does(Rate(kRoads, {{"sand", "達成"}, {"orders", "一部未達成"}}));

  const auto table = Table("section-plain");
  EXPECT_EQ(table.sheet_count(), 2);
  EXPECT_EQ(table.goal_count(), 5);
  EXPECT_EQ(Said(table.overall()), "達成 2, 一部未達成 1, 未達成 1, 評価不能 1, - 1");
  EXPECT_EQ(table.overall().row_count(), 6);
  EXPECT_EQ(table.overall().evaluable_count(), 4);
  EXPECT_EQ(table.overall().achieved_percent_of_all(), "33.3");
  EXPECT_EQ(table.overall().achieved_percent_of_evaluable(), "50.0");
  EXPECT_EQ(table.left_out().not_evaluable_count(), 1);
  EXPECT_EQ(table.unconfirmed_sheet_count(), 2);
  EXPECT_THAT(Said(table.sections()),
              ElementsAre("doboku 土木課: 達成 1, 一部未達成 1, - 1",
                          "kenko 健康福祉課: 達成 1, 未達成 1, 評価不能 1"));
  for (const auto& sheet : table.sheets())
    ExpectToOpen(sheet.tally(), "section-plain", absl::StrCat("sheet: '", sheet.sheet(), "'"));
  ASSERT_EQ(table.marks_size(), 1);
  EXPECT_EQ(Said(table.marks(0).tally()), "評価不能 1, - 1");
  ExpectToOpen(table.marks(0).tally(), "section-plain", "mark: 'focus'");
}

// One table a form: goals of the ward and of sections are never added up, but show each other.
TEST_F(Totals, SectionsContributeToTheWard) {
  city.On("2022-04-12");
  WriteRoads(city, kRoads, 2022, "section-plain");
  city.Does(LinkGoals(kRoads, "sand", kWard, "1"));
  city.Does(LinkGoals(kRoads, "answers", kWard, "9"));
  city.Does(PublishGoals(kRoads));
  city.As("yamada").Does(CreateSheet(kWard, "kita", 2022, "niigata-ward-goals"));
  city.Does(
      CreateGoal(kWard, "safety", "level: 'priority-goal' label: '1' title: '災害に強い区にする'"));
  city.Does(PublishGoals(kWard));
  const auto contributions = [&] {
    std::vector<std::string> said;
    const auto answer = city.Sees(StepOn<sheets::v1::ListContributingGoalsRequest>(kWard));
    for (const auto& one : answer.goals()) {
      said.push_back(absl::StrCat(one.contributes_to(), " (", one.link(), ") <- ", one.label(), " ",
                                  one.org_unit_display_name(), " ", one.rating()));
    }
    return said;
  };
  EXPECT_THAT(contributions(), ElementsAre("safety (1) <- 1 土木課 ", " (9) <- 3 土木課 "));
  city.On("2023-04-10").As("tanaka").Does(ReportResults(kRoads, {{"fence", "91"}}));
  city.Does(Rate(kRoads, {{"sand", "達成"}}));
  EXPECT_THAT(contributions(), ElementsAre("safety (1) <- 1 土木課 達成", " (9) <- 3 土木課 "));
  city.Does(WithdrawGoal(kRoads, "answers", "窓口が移った"));
  EXPECT_THAT(contributions(), ElementsAre("safety (1) <- 1 土木課 達成"));

  const auto summary =
      city.Sees(About<sheets::v1::GetYearlySummaryRequest>("kita", 2022)).summary();
  std::vector<std::string> tables;
  for (const auto& table : summary.tables())
    tables.push_back(absl::StrCat(table.form(), " ", table.overall().row_count()));
  EXPECT_THAT(tables, ElementsAre("niigata-ward-goals 1", "section-plain 2"));
}

}  // namespace
}  // namespace mokuhyo::scenarios
