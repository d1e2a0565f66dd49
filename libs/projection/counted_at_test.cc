#include "libs/projection/counted_at.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;

sheets::v1::Sheet Sheet(const std::string& name, const std::string& goals) {
  auto sheet = Proto<sheets::v1::Sheet>(goals);
  sheet.set_name("cities/test/sheets/" + name);
  return sheet;
}

class CountedAtTest : public testing::Test {
 protected:
  std::string Find(const std::string& sheet, const std::string& pointer) const {
    const CountedAt goals({{&first_, &form_}, {&second_, &form_}});
    const std::string found = goals.Find("cities/test/sheets/" + sheet, pointer);
    return found.substr(found.find_last_of('/', found.rfind("/goals/") - 1) + 1);
  }

  forms::v1::Form form_ = domain::testing::TestForm();
  sheets::v1::Sheet first_ = Sheet("a", R"pb(
    goals {
      id: "pillar"
      label: "I"
      goals {
        id: "policy"
        goals {
          id: "measure"
          label: "(2)"
          goals {
            id: "program"
            label: "1"
            goals { id: "activity" }
          }
          goals { id: "twice-1" label: "2" }
          goals { id: "twice-2" label: "2" }
          goals {
            id: "relisted"
            label: "3"
            not_counted { reason: RELISTED counted_at: "I-(2)-3" }
          }
          goals { id: "gone" label: "4" withdrawn: true }
        }
      }
    }
  )pb");
  sheets::v1::Sheet second_ = Sheet("b", R"pb(
    goals {
      id: "other"
      label: "I"
      goals { id: "far" label: "9" }
      goals {
        id: "same"
        label: "(2)"
        goals { id: "same-twice" label: "2" }
      }
    }
  )pb");
};

TEST_F(CountedAtTest, ReadsLabelsHoweverTheyAreJoined) {
  for (const char* const pointer : {"I-(2)-1", "I/(2)/1", "I (2) - 1", "Ｉ－（２）－１",
                                    "Ⅰ－(2)－1", "I－(2)―1", "I > (2) > 1", "I　（２）　１"}) {
    EXPECT_EQ(Find("a", pointer), "a/goals/program") << pointer;
  }
  EXPECT_EQ(Find("a", "I"), "a/goals/pillar");
  EXPECT_EQ(Find("b", "I"), "b/goals/other");
}

TEST_F(CountedAtTest, LeadsToExactlyOneGoalOrToNone) {
  EXPECT_EQ(Find("a", "I-(2)-2"), "");  // two of them here, whatever there is elsewhere
  EXPECT_EQ(Find("a", "I-(2)-3"), "");  // the relisted goal itself
  EXPECT_EQ(Find("a", "I-(2)-4"), "");  // withdrawn: it counts nowhere
  EXPECT_EQ(Find("a", "(2)-1"), "");    // a part of a path is a guess
  EXPECT_EQ(Find("a", "see below"), "");
  EXPECT_EQ(Find("a", ""), "");
  EXPECT_EQ(Find("a", "-"), "");
}

TEST_F(CountedAtTest, LooksIntoOtherSheetsWhereItsOwnHasNone) {
  EXPECT_EQ(Find("a", "I-9"), "b/goals/far");
  EXPECT_EQ(Find("b", "I-(2)-1"), "a/goals/program");
  EXPECT_EQ(Find("b", "I-(2)-2"), "b/goals/same-twice");
  EXPECT_EQ(Find("c", "I-(2)-2"), "");  // several elsewhere
  EXPECT_EQ(Find("c", "I"), "");
}

TEST_F(CountedAtTest, AWithdrawnGoalCountsWhereTheFormSaysSo) {
  form_.mutable_counting()->set_withdrawn(forms::v1::WITHDRAWN_COUNTING_COUNTED);
  EXPECT_EQ(Find("a", "I-(2)-4"), "a/goals/gone");
}

}  // namespace
}  // namespace mokuhyo::projection
