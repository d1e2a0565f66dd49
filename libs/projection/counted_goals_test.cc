#include "libs/projection/counted_goals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;

constexpr char kSheetA[] = R"pb(
  name: "cities/test/sheets/a"
  form: "test-form"
  org_unit: "kensetsu"
  goals {
    id: "g1"
    level: "goal"
    label: "1"
    title: "Roads"
    evaluation { rating: "達成" }
  }
  goals {
    id: "g2"
    level: "goal"
    label: "2"
    title: "Parks"
    responsible_unit: "somu"
    goals {
      id: "r1"
      level: "item"
      label: "3"
      evaluation { rating: "未達成" }
    }
    goals {
      id: "r2"
      level: "item"
      title: "Trees"
      evaluation { rating: "達成" }
    }
  }
  goals { id: "g3" level: "goal" label: "1" title: "Rivers" }
  goals {
    id: "g4"
    level: "goal"
    title: "Bridges"
    not_counted { reason: RELISTED counted_at: "I-2" }
    evaluation { rating: "達成" }
  }
  goals { id: "g5" level: "goal" title: "Tunnels" withdrawn: true }
)pb";

constexpr char kSheetB[] = R"pb(
  name: "cities/test/sheets/b"
  form: "other-form"
  org_unit: "somu"
  goals {
    id: "g1"
    level: "goal"
    label: "1"
    title: "Staff"
    evaluation { rating: "達成" }
  }
)pb";

class CountedGoalsTest : public testing::Test {
 protected:
  std::vector<sheets::v1::CountedGoal> List(const std::string& request) const {
    return ListCountedGoals(Proto<sheets::v1::ListCountedGoalsRequest>(request),
                            {{&b_, &form_}, {&a_, &form_}});
  }

  // Sheet and goal of each row.
  std::vector<std::string> Ids(const std::string& request) const {
    std::vector<std::string> ids;
    for (const sheets::v1::CountedGoal& goal : List(request))
      ids.push_back(goal.sheet().back() + goal.goal());
    return ids;
  }

  const forms::v1::Form form_ = domain::testing::TestForm();
  const sheets::v1::Sheet a_ = Proto<sheets::v1::Sheet>(kSheetA);
  const sheets::v1::Sheet b_ = Proto<sheets::v1::Sheet>(kSheetB);
};

TEST_F(CountedGoalsTest, FiltersNarrowTheRows) {
  EXPECT_THAT(Ids(""), ElementsAre("bg1", "ag1", "ar1", "ar2", "ag3"));
  EXPECT_THAT(Ids("form: 'test-form'"), ElementsAre("ag1", "ar1", "ar2", "ag3"));
  EXPECT_THAT(Ids("rating: '達成'"), ElementsAre("bg1", "ag1", "ar2"));
  EXPECT_THAT(Ids("rating: '-'"), ElementsAre("ag3"));
  EXPECT_THAT(Ids("group: '1'"), ElementsAre("bg1", "ag1", "ag3"));
  EXPECT_THAT(Ids("group: '' show_left_out: true"), ElementsAre("ag4", "ag5"));
  EXPECT_THAT(Ids("group: '1' group_title: 'Rivers'"), ElementsAre("ag3"));
  EXPECT_THAT(Ids("group: '1' group_title: ''"), ElementsAre());
  EXPECT_THAT(Ids("counted_level: 'goal' form: 'other-form'"), ElementsAre("bg1"));
  EXPECT_THAT(Ids("counted_level: 'item'"), ElementsAre());
  EXPECT_THAT(Ids("responsible_unit: 'somu'"), ElementsAre("bg1", "ar1", "ar2"));
  EXPECT_THAT(Ids("sheet: 'cities/test/sheets/b'"), ElementsAre("bg1"));
  EXPECT_THAT(Ids("form: 'test-form' rating: '達成' responsible_unit: 'somu'"), ElementsAre("ar2"));
  EXPECT_THAT(Ids("form: 'test-form' show_left_out: true"),
              ElementsAre("ag1", "ar1", "ar2", "ag3", "ag4", "ag5"));
  EXPECT_THAT(Ids("form: 'unheard-of'"), ElementsAre());
}

TEST_F(CountedGoalsTest, RowSaysWhereItStands) {
  const auto rows = List("form: 'test-form' rating: '未達成'");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].sheet(), "cities/test/sheets/a");
  EXPECT_EQ(rows[0].goal(), "r1");
  EXPECT_THAT(rows[0].path(), ElementsAre("2", "3"));
  EXPECT_EQ(rows[0].group(), "2");
  EXPECT_EQ(rows[0].group_title(), "Parks");
  EXPECT_EQ(rows[0].title(), "Parks");
  EXPECT_EQ(rows[0].responsible_unit(), "somu");
  EXPECT_EQ(rows[0].rating(), "未達成");
  EXPECT_EQ(rows[0].rating_class(), forms::v1::RATING_CLASS_NOT_ACHIEVED);
  EXPECT_EQ(rows[0].left_out(), "");
}

TEST_F(CountedGoalsTest, RowWithATitleKeepsIt) {
  const auto rows = List("form: 'test-form' group: '2' rating: '達成'");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_THAT(rows[0].path(), ElementsAre("2", ""));
  EXPECT_EQ(rows[0].title(), "Trees");
}

TEST_F(CountedGoalsTest, RowWithoutRatingHasNoClass) {
  const auto rows = List("rating: '-'");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].rating(), "");
  EXPECT_EQ(rows[0].rating_class(), forms::v1::RATING_CLASS_UNSPECIFIED);
}

// A label may mean something else in another version of the form.
TEST_F(CountedGoalsTest, ClassOfARatingIsThatOfTheVersionThatTheSheetPins) {
  forms::v1::Form newer = form_;
  newer.set_version(form_.version() + 1);
  newer.mutable_ratings(0)->set_rating_class(forms::v1::RATING_CLASS_PARTLY);
  sheets::v1::Sheet c = b_;
  c.set_name("cities/test/sheets/c");
  const auto rows = ListCountedGoals({}, {{&b_, &form_}, {&c, &newer}});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].rating_class(), forms::v1::RATING_CLASS_ACHIEVED);
  EXPECT_EQ(rows[1].rating_class(), forms::v1::RATING_CLASS_PARTLY);
}

TEST_F(CountedGoalsTest, LeftOutRowsSayWhy) {
  const auto rows = List("form: 'test-form' show_left_out: true");
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_EQ(rows[4].title(), "Bridges");
  EXPECT_EQ(rows[4].left_out(), "RELISTED");
  EXPECT_EQ(rows[4].counted_at(), "I-2");
  EXPECT_EQ(rows[5].title(), "Tunnels");
  EXPECT_EQ(rows[5].left_out(), "WITHDRAWN");
}

TEST_F(CountedGoalsTest, ARelistedRowLeadsToTheGoalWhereItCounts) {
  EXPECT_EQ(List("form: 'test-form' show_left_out: true")[4].counted_at_goal(), "");
  sheets::v1::Sheet pointing = a_;
  pointing.mutable_goals(3)->mutable_not_counted()->set_counted_at("２");
  const auto rows = ListCountedGoals(
      Proto<sheets::v1::ListCountedGoalsRequest>("show_left_out: true"), {{&pointing, &form_}});
  EXPECT_EQ(rows[4].counted_at_goal(), "cities/test/sheets/a/goals/g2");
  EXPECT_EQ(rows[5].counted_at_goal(), "");
}

TEST_F(CountedGoalsTest, FiltersByMarkAndByGoalOfALevel) {
  sheets::v1::Sheet marked = a_;
  marked.mutable_goals(0)->add_marks("focus");
  marked.mutable_goals(1)->add_marks("focus");  // Not inherited by its rows.
  marked.mutable_goals(1)->mutable_goals(0)->add_marks("focus");
  const auto ids = [&](const std::string& request) {
    std::vector<std::string> found;
    for (const auto& row : ListCountedGoals(Proto<sheets::v1::ListCountedGoalsRequest>(request),
                                            {{&marked, &form_}})) {
      found.push_back(row.goal());
    }
    return found;
  };
  EXPECT_THAT(ids("mark: 'focus'"), ElementsAre("g1", "r1"));
  EXPECT_THAT(ids("mark: 'goal:focus'"), ElementsAre("g1"));
  EXPECT_THAT(ids("mark: 'item:focus'"), ElementsAre("r1"));
  EXPECT_THAT(ids("mark: 'covid-19'"), ElementsAre());
  EXPECT_THAT(ids("group: 'item:2/3'"), ElementsAre("r1"));
  EXPECT_THAT(ids("group: 'item:2' group_title: 'Trees'"), ElementsAre("r2"));
  EXPECT_THAT(ids("group: 'item:' group_title: ''"), ElementsAre("g1", "g3"));
  EXPECT_THAT(ids("group: 'goal:1'"), ElementsAre("g1", "g3"));
  EXPECT_THAT(ids("group: 'nothing:1'"), ElementsAre());
  EXPECT_THAT(ids("counted_level: 'goal:goals' mark: 'focus'"), ElementsAre("g1", "r1"));
  EXPECT_THAT(ids("counted_level: 'goal:indicators'"), ElementsAre());
  const auto rows = ListCountedGoals({}, {{&marked, &form_}});
  EXPECT_THAT(rows[0].marks(), ElementsAre("focus"));
  EXPECT_THAT(rows[2].marks(), ElementsAre());
}

}  // namespace
}  // namespace mokuhyo::projection
