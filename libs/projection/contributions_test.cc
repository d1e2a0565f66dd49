#include "libs/projection/contributions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/application/test_city_test_util.h"
#include "libs/domain/testing/test_organization.h"
#include "libs/projection/observations/observed_seeds_test_util.h"
#include "libs/projection/sheet_directory.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Line(const sheets::v1::ContributingGoal& goal) {
  return goal.contributes_to() + " (" + goal.link() + ") <- " + goal.goal() + " [" + goal.label() +
         "] " + goal.org_unit_display_name() + " " + goal.rating();
}

template <class Goals>
std::vector<std::string> LinesOf(const Goals& goals) {
  std::vector<std::string> lines;
  for (const sheets::v1::ContributingGoal& goal : goals) lines.push_back(Line(goal));
  return lines;
}

sheets::v1::Sheet WardSheet() {
  return Proto<sheets::v1::Sheet>(R"pb(
    name: "cities/test/sheets/w"
    goals {
      id: "p1"
      label: "I"
      goals { id: "p2" label: "1" }
    }
    goals { id: "p3" label: "II" }
  )pb");
}

std::string Link(const std::string& goal, const std::string& sheet = "w") {
  return "contributes_to { sheet: 'cities/test/sheets/" + sheet + "' goal: '" + goal + "' } ";
}

std::vector<sheets::v1::ContributingGoal> Find(const std::vector<std::string>& linking) {
  const sheets::v1::Sheet target = WardSheet();
  const forms::v1::Form form = domain::testing::TestForm();
  std::vector<sheets::v1::Sheet> sheets;
  for (const std::string& text : linking) sheets.push_back(Proto<sheets::v1::Sheet>(text));
  std::vector<SheetWithForm> with_form;
  for (const sheets::v1::Sheet& sheet : sheets) with_form.push_back({&sheet, &form});
  return FindContributions(target, with_form, "2022-04-01", domain::testing::TestOrganization());
}

TEST(ContributionsTest, InTheOrderOfTheGoalsThatTheyContributeTo) {
  const std::string b = "name: 'cities/test/sheets/b' org_unit: 'somu' goals { id: 'g1' " +
                        Link("II") + Link("I/1") + " } goals { id: 'g2' " + Link("p1") + "}";
  const std::string a = "name: 'cities/test/sheets/a' org_unit: 'kensetsu' goals { id: 'g1' " +
                        Link("II/9") + Link("p1") + Link("p1", "other") + "}";
  EXPECT_THAT(LinesOf(Find({b, a})),
              ElementsAre("p1 (p1) <- cities/test/sheets/a/goals/g1 [] 建設課 ",
                          "p1 (p1) <- cities/test/sheets/b/goals/g2 [] 総務課 ",
                          "p2 (I/1) <- cities/test/sheets/b/goals/g1 [] 総務課 ",
                          "p3 (II) <- cities/test/sheets/b/goals/g1 [] 総務課 ",
                          " (II/9) <- cities/test/sheets/a/goals/g1 [] 建設課 "));
}

TEST(ContributionsTest, BearsRatingAndUnitOfTheGoal) {
  const auto found =
      Find({"name: 'cities/test/sheets/a' org_unit: 'kensetsu' "
            "state: SHEET_STATE_ASSESSED goals { id: 'h' label: '2' "
            "responsible_unit: 'somu' goals { id: 'g' label: '1' title: 'T' " +
            Link("p1") + "evaluation { rating: '一部未達成' } } }"});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(Line(found[0]), "p1 (p1) <- cities/test/sheets/a/goals/g [2/1] 総務課 一部未達成");
  EXPECT_EQ(found[0].title(), "T");
  EXPECT_EQ(found[0].org_unit(), "somu");
  EXPECT_EQ(found[0].rating_class(), forms::v1::RATING_CLASS_PARTLY);
  EXPECT_EQ(found[0].state(), sheets::v1::SHEET_STATE_ASSESSED);
}

TEST(ContributionsTest, AGoalRatedRowByRowContributesRowByRow) {
  const auto goal = [](const std::string& rating) {
    return "name: 'cities/test/sheets/a' org_unit: 'somu' goals { id: 'g' level: 'goal' title: "
           "'T' " +
           Link("p1") + rating +
           "goals { id: 'r1' level: 'item' label: '3' evaluation { rating: '達成' } } "
           "goals { id: 'r2' level: 'item' label: '4' title: 'R' responsible_unit: 'kensetsu' "
           "evaluation { rating: '未達成' } } goals { id: 'r3' level: 'item' } }";
  };
  const auto found = Find({goal("")});
  EXPECT_THAT(LinesOf(found),
              ElementsAre("p1 (p1) <- cities/test/sheets/a/goals/r1 [3] 総務課 達成",
                          "p1 (p1) <- cities/test/sheets/a/goals/r2 [4] 建設課 未達成"));
  EXPECT_EQ(found[0].title(), "T");
  EXPECT_EQ(found[1].title(), "R");
  EXPECT_THAT(LinesOf(Find({goal("evaluation { rating: '達成' } ")})),
              ElementsAre("p1 (p1) <- cities/test/sheets/a/goals/g [] 総務課 達成"));
}

TEST(ContributionsTest, WhatWasWithdrawnContributesNothing) {
  EXPECT_THAT(Find({"name: 'cities/test/sheets/a' org_unit: 'somu' goals { id: 'h' withdrawn: true "
                    "goals { id: 'g' " +
                    Link("p1") + "} }"}),
              IsEmpty());
}

class ContributionsReaderTest : public application::TestCity {
 protected:
  void SetUp() override {
    TestCity::SetUp();
    Add("w", "nishi", "goals { level: 'goal' label: 'I' } goals { level: 'goal' label: 'II' }");
    Add("a", "kensetsu",
        "goals { level: 'goal' label: '1' " + Link("II") +
            "evaluation { rating: '達成' } } goals { level: 'goal' label: '2' " + Link("I") + "}");
    Add("b", "somu", "goals { level: 'goal' label: '1' " + Link("I") + Link("III") + "}");
  }

  void Add(const std::string& id, const std::string& unit, const std::string& goals,
           int year = 2022) {
    auto document =
        Proto<documents::v1::SheetDocument>("form: 'test-form' state: EVALUATED " + goals);
    document.set_fiscal_year(year);
    document.set_name("cities/test/sheets/" + id);
    document.set_org_unit(unit);
    ExpectOk(Import(document).status());
  }

  absl::StatusOr<sheets::v1::ListContributingGoalsResponse> List(const std::string& fields = "") {
    return ListContributingGoals(reader_, Proto<sheets::v1::ListContributingGoalsRequest>(
                                              "parent: 'cities/test/sheets/w' " + fields));
  }

  SheetDirectory directory_{store_};
  SheetReader reader_{store_, folds_, directory_, clock_};
};

TEST_F(ContributionsReaderTest, OfASheet) {
  const std::vector<std::string> all = {"g1 (I) <- cities/test/sheets/a/goals/g2 [2] 建設課 ",
                                        "g1 (I) <- cities/test/sheets/b/goals/g1 [1] 総務課 ",
                                        "g2 (II) <- cities/test/sheets/a/goals/g1 [1] 建設課 達成",
                                        " (III) <- cities/test/sheets/b/goals/g1 [1] 総務課 "};
  const auto response = List();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(LinesOf(response->goals()), all);
  EXPECT_THAT(LinesOf(List("goal: 'g2'")->goals()), ElementsAre(all[2]));
  const auto sheet = reader_.GetSheet(Proto<sheets::v1::GetSheetRequest>(
      "name: 'cities/test/sheets/w' include_contributions: true"));
  EXPECT_EQ(LinesOf(sheet->contributions()), all);
  EXPECT_THAT(reader_.GetSheet(Proto<sheets::v1::GetSheetRequest>("name: 'cities/test/sheets/w'"))
                  ->contributions(),
              IsEmpty());
}

TEST_F(ContributionsReaderTest, InPagesOfOnePosition) {
  auto page = List("page_size: 3");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->goals_size(), 3);
  // What comes later is not on the second page.
  Add("c", "kensetsu", "goals { level: 'goal' " + Link("I") + "}", 2023);
  page = List("page_size: 3 page_token: '" + page->next_page_token() + "'");
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_THAT(LinesOf(page->goals()),
              ElementsAre(" (III) <- cities/test/sheets/b/goals/g1 [1] 総務課 "));
  EXPECT_EQ(page->next_page_token(), "");
  EXPECT_EQ(List()->goals_size(), 5);
}

TEST_F(ContributionsReaderTest, GoesWithTheLink) {
  auto unlink = Proto<goals::v1::UnlinkGoalsRequest>(
      "name: 'cities/test/sheets/a/goals/g1' "
      "links { sheet: 'cities/test/sheets/w' goal: 'II' } reason: 'moved'");
  ExpectOk(Do<goals::v1::UnlinkGoalsResponse>(unlink).status());
  EXPECT_THAT(List("goal: 'g2'")->goals(), IsEmpty());
}

TEST_F(ContributionsReaderTest, OfNothing) {
  EXPECT_EQ(List("goal: 'g9'").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ListContributingGoals(reader_, Proto<sheets::v1::ListContributingGoalsRequest>(
                                               "parent: 'cities/test/sheets/none'"))
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

// The real links lead to a sheet that was never published.
TEST_F(ObservedSeeds, SectionGoalsUnderTheWardGoals) {
  Load("niigata");
  sheets::v1::Sheet ward = Find("2020-nishi-ward-goals");
  ward.set_name("cities/niigata/sheets/2022-nishi-ward-goals");
  std::vector<SheetWithForm> linking;
  for (const sheets::v1::Sheet& sheet : sheets_) linking.push_back(Observed(sheet).sheet);
  const auto found = FindContributions(ward, linking, "2023-03-31", *Observed(ward).units);
  std::vector<std::string> lines;
  for (const auto& goal : found) {
    lines.push_back(goal.link() + " " + goal.org_unit() + " " + goal.label() + " " + goal.rating());
    EXPECT_NE(goal.contributes_to(), "") << goal.link();
  }
  EXPECT_THAT(
      lines,
      ElementsAre("1 nishi-kenko-fukushi 1 未達成", "2 nishi-kenko-fukushi 3 達成",
                  "2 nishi-kenko-fukushi 4 達成", "2 nishi-kurosaki-hoken-fukushi 1 達成",
                  "2 nishi-nishi-hoken-fukushi 1 達成", "3 nishi-kenko-fukushi 5 達成",
                  "3 nishi-kurosaki-hoken-fukushi 2 達成", "3 nishi-nishi-hoken-fukushi 2 達成",
                  "4 nishi-somu 1 一部未達成", "5 nishi-nosei-shoko 2 達成"));
}

}  // namespace
}  // namespace mokuhyo::projection
