#include "libs/domain/evaluation/counted_rows.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"

namespace mokuhyo::domain {
namespace {

using sheets::v1::Sheet;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Proto;
using testing::TestForm;

Sheet SheetOf(const std::string& goals) { return Proto<Sheet>("org_unit: 'kensetsu' " + goals); }

// "id:rating" of each row, with the reason where it is left out.
std::vector<std::string> Rows(const Sheet& sheet) {
  std::vector<std::string> rows;
  for (const CountedRow& row : CountedRows(sheet, TestForm())) {
    std::string text = row.goal->id() + ":" + row.rating;
    if (!row.counts()) text += " " + row.left_out;
    rows.push_back(text);
  }
  return rows;
}

TEST(CountedRows, AreTheGoalsAtTheCountedLevel) {
  EXPECT_THAT(Rows(SheetOf(R"pb(
                goals {
                  id: "g1"
                  level: "goal"
                  evaluation { rating: "達成" }
                }
                goals {
                  id: "h"
                  level: "heading"
                  goals {
                    id: "x"
                    level: "item"
                    evaluation { rating: "達成" }
                  }
                }
                goals { id: "g2" level: "goal" }
              )pb")),
              ElementsAre("g1:達成", "g2:"));
}

TEST(CountSheet, CountsAGoalOnceHoweverManyRowsItMakes) {
  const Sheet sheet = SheetOf(R"pb(
    goals {
      level: "heading"
      goals {
        level: "goal"
        goals {
          level: "item"
          evaluation { rating: "達成" }
        }
        goals {
          level: "item"
          evaluation { rating: "達成" }
        }
      }
    }
    goals { level: "goal" withdrawn: true }
    goals { level: "heading" }
  )pb");
  const CountedSheet counted = CountSheet(sheet, TestForm());
  EXPECT_EQ(counted.goal_count, 2);
  EXPECT_EQ(counted.rows.size(), 3u);
}

TEST(CountedRows, SplitAGoalIntoItsRatedRowsOnlyIfItHasNoRating) {
  const char* const rows = R"pb(
    goals {
      id: "a"
      level: "item"
      evaluation { rating: "達成" }
    }
    goals {
      id: "b"
      level: "item"
      evaluation { comment: "…" }
    }
    goals {
      id: "c"
      level: "item"
      evaluation { rating: "未達成" }
    }
  )pb";
  const auto goal = [&](const std::string& own) {
    return SheetOf("goals { id: 'g' level: 'goal' " + own + rows + "}");
  };
  EXPECT_THAT(Rows(goal("")), ElementsAre("a:達成", "c:未達成"));
  EXPECT_THAT(Rows(goal("evaluation { rating: '一部未達成' }")), ElementsAre("g:一部未達成"));
  const Sheet sheet = goal("");
  EXPECT_EQ(CountedRows(sheet, TestForm())[0].counted->id(), "g");
}

TEST(CountedRows, SayWhyARowIsLeftOut) {
  EXPECT_THAT(Rows(SheetOf(R"pb(
                goals {
                  id: "a"
                  level: "goal"
                  not_counted { reason: RELISTED counted_at: "2" }
                  evaluation { rating: "達成" }
                }
                goals {
                  id: "b"
                  level: "goal"
                  withdrawn: true
                  not_counted { reason: RELISTED }
                }
                goals {
                  id: "c"
                  level: "goal"
                  not_counted { reason: OUT_OF_SCOPE }
                  goals {
                    id: "d"
                    level: "item"
                    evaluation { rating: "達成" }
                  }
                }
                goals {
                  id: "e"
                  level: "goal"
                  goals {
                    id: "f"
                    level: "item"
                    withdrawn: true
                    evaluation { rating: "達成" }
                  }
                  goals {
                    id: "g"
                    level: "item"
                    evaluation { rating: "達成" }
                  }
                }
                goals {
                  id: "h"
                  level: "goal"
                  goals {
                    id: "i"
                    level: "item"
                    withdrawn: true
                    evaluation { rating: "達成" }
                  }
                }
              )pb")),
              ElementsAre("a:達成 RELISTED", "b: WITHDRAWN", "c: OUT_OF_SCOPE", "f:達成 WITHDRAWN",
                          "g:達成", "h:"));
}

TEST(CountedRows, InheritResponsibleUnitAndTopGoal) {
  forms::v1::Form form = TestForm();
  form.mutable_counting()->set_level("item");
  form.mutable_counting()->clear_split_level();
  const Sheet sheet = SheetOf(R"pb(
    goals {
      id: "h"
      label: "I"
      level: "heading"
      responsible_unit: "somu"
      goals { id: "a" level: "item" label: "1" }
      goals { id: "b" level: "item" responsible_unit: "kensetsu" }
    }
    goals {
      id: "g"
      level: "goal"
      goals {
        id: "c"
        label: "3"
        level: "item"
        evaluation { rating: "達成" }
        editorial { field: "evaluation.rating" kind: RESTORED }
        editorial { field: "" kind: INFERRED }
      }
      goals {
        id: "d"
        level: "item"
        editorial { field: "evaluation.rating" kind: RESTORED }
        editorial { kind: RESTORED }
      }
    }
  )pb");
  const auto rows = CountedRows(sheet, form);
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].responsible_unit, "somu");
  EXPECT_EQ(rows[1].responsible_unit, "kensetsu");
  EXPECT_EQ(rows[2].responsible_unit, "kensetsu");
  EXPECT_EQ(rows[1].top->id(), "h");
  EXPECT_THAT(rows[0].path, ElementsAre("I", "1"));
  EXPECT_EQ(JoinLabels(rows[0].path), "I/1");
  EXPECT_EQ(JoinLabels(rows[2].path), "3");
  EXPECT_TRUE(rows[2].rating_restored);
  EXPECT_EQ(rows[2].rating_class, forms::v1::RATING_CLASS_ACHIEVED);
  EXPECT_EQ(rows[3].rating_class, forms::v1::RATING_CLASS_UNSPECIFIED);
  EXPECT_FALSE(rows[2].row_restored);
  EXPECT_FALSE(rows[3].rating_restored);
  EXPECT_TRUE(rows[3].row_restored);
}

TEST(CountedRows, AreNoneWhereTheFormCountsNothing) {
  forms::v1::Form form = TestForm();
  form.clear_counting();
  EXPECT_THAT(CountedRows(SheetOf("goals { level: 'goal' }"), form), IsEmpty());
  EXPECT_EQ(CountSheet(SheetOf("goals { level: 'goal' }"), form).goal_count, 0);
}

forms::v1::Form FormThatCountsIndicators() {
  forms::v1::Form form = TestForm();
  form.set_rates_indicators(true);
  form.mutable_counting()->clear_split_level();
  form.mutable_counting()->set_indicators(true);
  return form;
}

TEST(CountedRows, AreTheIndicatorsWhereTheFormSaysSo) {
  const Sheet sheet = SheetOf(R"pb(
    goals {
      id: "g1"
      label: "1"
      level: "goal"
      evaluation { rating: "未達成" comment: "…" }
      indicators {
        id: "i1"
        evaluation { rating: "達成" }
      }
      indicators { id: "i2" }
      editorial { field: "indicators[0].evaluation.rating" kind: RESTORED }
      goals {
        id: "a"
        level: "item"
        indicators { id: "i3" }
      }
    }
    goals { id: "g2" level: "goal" }
    goals {
      id: "g3"
      level: "goal"
      not_counted { reason: RELISTED }
      indicators {
        id: "i4"
        evaluation { rating: "一部未達成" }
      }
    }
  )pb");
  const auto rows = CountedRows(sheet, FormThatCountsIndicators());
  std::vector<std::string> texts;
  for (const CountedRow& row : rows) {
    texts.push_back(row.goal->id() + "/" + row.indicator->id() + ":" + row.rating + row.left_out);
  }
  EXPECT_THAT(texts, ElementsAre("g1/i1:達成", "g1/i2:", "g3/i4:一部未達成RELISTED"));
  EXPECT_EQ(rows[0].rating_class, forms::v1::RATING_CLASS_ACHIEVED);
  EXPECT_EQ(rows[1].rating_class, forms::v1::RATING_CLASS_UNSPECIFIED);
  EXPECT_TRUE(rows[0].rating_restored);
  EXPECT_FALSE(rows[1].rating_restored);
  EXPECT_THAT(rows[0].path, ElementsAre("1"));
  // Goals without indicators are there, and so are those that are left out.
  EXPECT_EQ(CountSheet(sheet, FormThatCountsIndicators()).goal_count, 3);
}

TEST(LacksRating, LooksAtIndicatorsWhereTheyAreRated) {
  const Sheet sheet = SheetOf(R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators { id: "i1" }
      indicators { id: "i2" }
      indicators { id: "i3" }
      intentionally_blank: "indicators[1].evaluation.rating"
      intentionally_blank: "evaluation"
    }
    goals { id: "g2" level: "goal" }
  )pb");
  std::vector<std::string> lacking;
  forms::v1::Form form = FormThatCountsIndicators();
  for (const CountedRow& row : CountedRows(sheet, form)) {
    if (LacksRating(row)) lacking.push_back(EvaluationFieldOf(row));
  }
  EXPECT_THAT(lacking, ElementsAre("indicators[0].evaluation", "indicators[2].evaluation"));
  // Goals need no rating, even where they are what counts.
  form.mutable_counting()->set_indicators(false);
  for (const CountedRow& row : CountedRows(sheet, form)) {
    EXPECT_FALSE(LacksRating(row)) << row.goal->id();
  }
}

TEST(LacksRating, LeavesOutWhatIsBlankOnPurpose) {
  const Sheet sheet = SheetOf(R"pb(
    goals { id: "a" level: "goal" }
    goals { id: "b" level: "goal" intentionally_blank: "evaluation.rating" }
    goals { id: "c" level: "goal" withdrawn: true }
    goals {
      id: "d"
      level: "goal"
      evaluation { rating: "達成" }
    }
  )pb");
  std::vector<std::string> lacking;
  for (const CountedRow& row : CountedRows(sheet, TestForm())) {
    if (LacksRating(row)) lacking.push_back(row.goal->id());
  }
  EXPECT_THAT(lacking, ElementsAre("a"));
}

TEST(LacksRating, AsksForNoneOfWhatWasWithdrawnEvenWhereThatCounts) {
  forms::v1::Form form = TestForm();
  form.mutable_counting()->set_withdrawn(forms::v1::WITHDRAWN_COUNTING_COUNTED);
  const auto rows = CountedRows(SheetOf("goals { id: 'a' level: 'goal' withdrawn: true }"), form);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].counts());
  EXPECT_FALSE(LacksRating(rows[0]));
}

}  // namespace
}  // namespace mokuhyo::domain
