#include "libs/projection/declared_totals.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;

google::protobuf::RepeatedPtrField<sheets::v1::DeclaredComparison> Compare(
    const std::string& text, const forms::v1::Form& form = domain::testing::TestForm()) {
  sheets::v1::Sheet sheet = Proto<sheets::v1::Sheet>(text);
  sheet.set_name("cities/test/sheets/a");
  google::protobuf::RepeatedPtrField<sheets::v1::DeclaredComparison> comparisons;
  CompareDeclaredTotals({&sheet, domain::CountedRows(sheet, form)}, form, comparisons);
  return comparisons;
}

TEST(DeclaredTotalsTest, StandBesideTheRecomputedOnes) {
  const auto comparisons = Compare(R"pb(
    goals {
      id: "g1"
      label: "I"
      level: "goal"
      evaluation { rating: "達成" }
    }
    goals {
      id: "g2"
      label: "I"
      level: "goal"
      evaluation { rating: "未達成" }
    }
    goals {
      id: "g3"
      label: "II"
      level: "goal"
      evaluation { rating: "達成" }
    }
    declared_totals {
      scope: ""
      total: 3
      counts { key: "達成" value: 2 }
      counts { key: "未達成" value: 1 }
    }
    declared_totals {
      scope: "I"
      total: 3
      counts { key: "一部未達成" value: 0 }
    }
    declared_totals {
      scope: "II"
      counts { key: "達成" value: 2 }
    }
    declared_totals { scope: "IV" total: 0 }
  )pb");
  ASSERT_EQ(comparisons.size(), 4);
  EXPECT_EQ(comparisons.Get(0).ShortDebugString(),
            Proto<sheets::v1::DeclaredComparison>(R"pb(
              sheet: "cities/test/sheets/a"
              declared_total: 3
              recomputed_total: 3
              counts { rating: "達成" declared: 2 recomputed: 2 }
              counts { rating: "未達成" declared: 1 recomputed: 1 }
              agrees: true
              scope_found: true
              comparable: true
            )pb")
                .ShortDebugString());
  EXPECT_EQ(comparisons.Get(1).ShortDebugString(),
            Proto<sheets::v1::DeclaredComparison>(R"pb(
              sheet: "cities/test/sheets/a"
              scope: "I"
              declared_total: 3
              recomputed_total: 2
              counts { rating: "達成" recomputed: 1 }
              counts { rating: "一部未達成" declared: 0 recomputed: 0 }
              counts { rating: "未達成" recomputed: 1 }
              agrees: false
              scope_found: true
              comparable: true
            )pb")
                .ShortDebugString());
  EXPECT_EQ(comparisons.Get(2).ShortDebugString(),
            Proto<sheets::v1::DeclaredComparison>(R"pb(
              sheet: "cities/test/sheets/a"
              scope: "II"
              recomputed_total: 1
              counts { rating: "達成" declared: 2 recomputed: 1 }
              agrees: false
              scope_found: true
              comparable: true
            )pb")
                .ShortDebugString());
  EXPECT_EQ(comparisons.Get(3).ShortDebugString(), Proto<sheets::v1::DeclaredComparison>(R"pb(
                                                     sheet: "cities/test/sheets/a"
                                                     scope: "IV"
                                                     declared_total: 0
                                                     recomputed_total: 0
                                                     agrees: false
                                                     scope_found: false
                                                   )pb")
                                                       .ShortDebugString());
}

// A ward prints "5 goals, 4 achieved" without saying which one failed.
TEST(DeclaredTotalsTest, DifferFromGoalsWithoutPrintedRating) {
  const auto comparisons = Compare(R"pb(
    goals { id: "g1" level: "goal" }
    goals { id: "g2" level: "goal" }
    goals { id: "g3" level: "goal" }
    goals { id: "g4" level: "goal" }
    goals { id: "g5" level: "goal" }
    declared_totals {
      total: 5
      counts { key: "達成" value: 4 }
    }
  )pb");
  ASSERT_EQ(comparisons.size(), 1);
  EXPECT_EQ(comparisons.Get(0).ShortDebugString(),
            Proto<sheets::v1::DeclaredComparison>(R"pb(
              sheet: "cities/test/sheets/a"
              declared_total: 5
              recomputed_total: 5
              counts { rating: "達成" declared: 4 recomputed: 0 }
              agrees: false
              scope_found: true
              comparable: true
            )pb")
                .ShortDebugString());
}

TEST(DeclaredTotalsTest, CannotBeComparedWhereTheFormCountsNothing) {
  forms::v1::Form form = domain::testing::TestForm();
  form.clear_counting();
  const auto comparisons = Compare(R"pb(
                                     goals { id: "g1" level: "goal" }
                                     declared_totals { total: 0 }
                                   )pb",
                                   form);
  ASSERT_EQ(comparisons.size(), 1);
  EXPECT_FALSE(comparisons.Get(0).comparable());
  EXPECT_FALSE(comparisons.Get(0).agrees());
  EXPECT_TRUE(comparisons.Get(0).scope_found());
}

}  // namespace
}  // namespace mokuhyo::projection
