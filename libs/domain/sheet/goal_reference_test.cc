#include "libs/domain/sheet/goal_reference.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain {
namespace {

const sheets::v1::Sheet& TestSheet() {
  static const auto* const sheet = new sheets::v1::Sheet(testing::Proto<sheets::v1::Sheet>(R"pb(
    goals {
      id: "h1"
      label: "I"
      goals {
        id: "p1"
        goals {
          id: "g1"
          label: "(1)"
          goals { id: "r1" label: "1" }
          goals { id: "r2" }
        }
      }
      goals { id: "g2" label: "(1)" }
    }
    goals { id: "1" label: "II" }
    goals { id: "g3" label: "1" }
    goals { id: "g4" label: "A/B" }
  )pb"));
  return *sheet;
}

std::string Find(std::string_view reference) {
  const sheets::v1::Goal* goal = FindByReference(TestSheet(), reference);
  return goal == nullptr ? "none" : goal->id();
}

TEST(GoalReferenceTest, ById) {
  EXPECT_EQ(Find("g2"), "g2");
  EXPECT_EQ(Find("r2"), "r2");
}

TEST(GoalReferenceTest, AnIdGoesBeforeALabel) { EXPECT_EQ(Find("1"), "1"); }

TEST(GoalReferenceTest, ByPathOfLabelsPastGoalsWithoutOne) {
  EXPECT_EQ(Find("I"), "h1");
  EXPECT_EQ(Find("I/(1)/1"), "r1");
  EXPECT_EQ(Find("A/B"), "g4");
}

TEST(GoalReferenceTest, TheFirstAsPrintedOfSeveral) { EXPECT_EQ(Find("I/(1)"), "g1"); }

TEST(GoalReferenceTest, NoneForWhatIsNotThere) {
  for (const char* reference : {"", "/", "(1)", "I/", "I/(2)", "II/1", "g9"}) {
    EXPECT_EQ(Find(reference), "none") << reference;
  }
}

}  // namespace
}  // namespace mokuhyo::domain
