#include "libs/projection/departures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/parse.h"

namespace mokuhyo::projection {
namespace {

using domain::testing::Proto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Reads the texts of targets and results as a command would.
void ParseValues(google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals) {
  for (sheets::v1::Goal& goal : goals) {
    for (sheets::v1::Indicator& indicator : *goal.mutable_indicators()) {
      if (indicator.has_target())
        *indicator.mutable_target() = values::Parse(indicator.target().text());
      if (indicator.has_result())
        *indicator.mutable_result() = values::Parse(indicator.result().text());
    }
    ParseValues(*goal.mutable_goals());
  }
}

sheets::v1::Sheet Sheet(const std::string& text) {
  sheets::v1::Sheet sheet = Proto<sheets::v1::Sheet>(text);
  if (sheet.name().empty()) sheet.set_name("cities/test/sheets/a");
  ParseValues(*sheet.mutable_goals());
  return sheet;
}

evaluations::v1::ListDeparturesResponse Find(
    const std::string& sheet_text, const forms::v1::Form& form = domain::testing::TestForm()) {
  const sheets::v1::Sheet sheet = Sheet(sheet_text);
  return FindDepartures({{&sheet, &form}});
}

TEST(DeparturesTest, NoneWhereTheClassesAreTheSame) {
  const auto found = Find(R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators {
        id: "i1"
        target { text: "90" }
        result { text: "91" }
      }
      indicators {
        id: "i2"
        target { text: "10回以上" }
        result { text: "10回" }
      }
      evaluation { rating: "達成" }
    }
  )pb");
  EXPECT_EQ(found.compared_count(), 2);
  EXPECT_EQ(found.agreeing_count(), 2);
  EXPECT_THAT(found.departures(), IsEmpty());
}

TEST(DeparturesTest, DepartureSaysAllThatWentIntoIt) {
  const auto found = Find(R"pb(
    name: "cities/test/sheets/2022-roads"
    goals {
      id: "h1"
      level: "heading"
      label: "I"
      goals {
        id: "g1"
        level: "goal"
        label: "2"
        title: "Answer requests"
        indicators {
          id: "i1"
          target { text: "90" }
          result { text: "78" }
        }
        evaluation {
          rating: "達成"
          comment: "the effect was reached"
          departure_reason: "see comment"
        }
      }
    }
  )pb");
  EXPECT_EQ(found.compared_count(), 1);
  EXPECT_EQ(found.agreeing_count(), 0);
  ASSERT_EQ(found.departures_size(), 1);
  const evaluations::v1::Departure& departure = found.departures(0);
  EXPECT_EQ(departure.sheet(), "cities/test/sheets/2022-roads");
  EXPECT_EQ(departure.goal(), "g1");
  EXPECT_EQ(departure.label(), "I/2");
  EXPECT_EQ(departure.title(), "Answer requests");
  EXPECT_EQ(departure.rating(), "達成");
  EXPECT_EQ(departure.rating_class(), forms::v1::RATING_CLASS_ACHIEVED);
  EXPECT_EQ(departure.input().indicator(), "i1");
  EXPECT_EQ(departure.input().target(), "90");
  EXPECT_EQ(departure.input().result(), "78");
  EXPECT_EQ(departure.input().comparison().outcome(), values::v1::OUTCOME_NOT_MET);
  EXPECT_EQ(departure.input().rating(), "未達成");
  EXPECT_FALSE(departure.undecided());
  EXPECT_TRUE(departure.goal_departs());
  EXPECT_EQ(departure.reason(), "see comment");
  EXPECT_EQ(departure.comment(), "the effect was reached");
}

TEST(DeparturesTest, UndecidedIsComparedAndDoesNotAgree) {
  const auto found = Find(R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators {
        id: "i1"
        target { text: "90" }
        result { text: "-" }
      }
      indicators {
        id: "i2"
        target { text: "90" }
      }
      evaluation { rating: "未達成" }
    }
  )pb");
  EXPECT_EQ(found.compared_count(), 2);
  EXPECT_EQ(found.agreeing_count(), 0);
  ASSERT_EQ(found.departures_size(), 2);
  EXPECT_EQ(found.departures(0).input().rating(), "");
  EXPECT_EQ(found.departures(1).input().rating(), "");
  EXPECT_TRUE(found.departures(0).undecided());
  EXPECT_TRUE(found.departures(1).undecided());
  EXPECT_FALSE(found.departures(0).goal_departs());
}

// The rule takes the worst indicator for the goal: one that was met departs, but the rating does
// not.
TEST(DeparturesTest, SaysWhetherTheRatingDepartsForTheGoalAsAWhole) {
  const std::string indicators = R"pb(
    indicators {
      id: "i1"
      target { text: "90" }
      result { text: "91" }
    }
    indicators {
      id: "i2"
      target { text: "90" }
      result { text: "10" }
    })pb";
  const auto rated_by = [&](const std::string& rating) {
    return Find("goals { id: 'g1' level: 'goal' evaluation { rating: '" + rating + "' }" +
                indicators + "}");
  };
  const auto as_the_worst = rated_by("未達成");
  ASSERT_EQ(as_the_worst.departures_size(), 1);
  EXPECT_EQ(as_the_worst.departures(0).input().indicator(), "i1");
  EXPECT_FALSE(as_the_worst.departures(0).goal_departs());
  const auto as_the_best = rated_by("達成");
  ASSERT_EQ(as_the_best.departures_size(), 1);
  EXPECT_EQ(as_the_best.departures(0).input().indicator(), "i2");
  EXPECT_TRUE(as_the_best.departures(0).goal_departs());
}

TEST(DeparturesTest, RatingOfAnIndicatorDepartsByItselfAlone) {
  const auto found = Find(R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators {
        id: "i1"
        target { text: "90" }
        result { text: "91" }
        evaluation { rating: "未達成" }
      }
      indicators {
        id: "i2"
        target { text: "90" }
        evaluation { rating: "未達成" }
      }
    }
  )pb");
  ASSERT_EQ(found.departures_size(), 2);
  EXPECT_TRUE(found.departures(0).goal_departs());
  EXPECT_FALSE(found.departures(1).goal_departs());
}

TEST(DeparturesTest, NothingIsComparedWithoutARating) {
  const auto found = Find(R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators {
        id: "i1"
        target { text: "90" }
        result { text: "78" }
      }
      evaluation { comment: "not rated" }
    }
  )pb");
  EXPECT_EQ(found.compared_count(), 0);
  EXPECT_THAT(found.departures(), IsEmpty());
}

// Each case: a sheet with one indicator that met its target, so that any other rating departs, and
// the goals whose ratings it was found to depart from.
TEST(DeparturesTest, RatingIsTheNearestUpToTheCountedGoal) {
  const struct {
    const char* what;
    const char* sheet;
    std::vector<std::string> goals;
  } kCases[] = {
      {"the row that bears it comes before the counted goal",
       R"pb(goals {
              id: "g1"
              level: "goal"
              evaluation { rating: "一部未達成" }
              goals {
                id: "r1"
                level: "item"
                indicators {
                  id: "i1"
                  target { text: "1" }
                  result { text: "1" }
                }
                evaluation { rating: "未達成" }
              }
            })pb",
       {"r1 未達成"}},
      {"the counted goal above a row without rating",
       R"pb(goals {
              id: "g1"
              level: "goal"
              evaluation { rating: "未達成" }
              goals {
                id: "r1"
                level: "item"
                indicators {
                  id: "i1"
                  target { text: "1" }
                  result { text: "1" }
                }
              }
            })pb",
       {"g1 未達成"}},
      {"nothing above the counted goal",
       R"pb(goals {
              id: "h1"
              level: "heading"
              evaluation { rating: "未達成" }
              goals {
                id: "g1"
                level: "goal"
                indicators {
                  id: "i1"
                  target { text: "1" }
                  result { text: "1" }
                }
              }
            })pb",
       {}},
      {"nothing above a goal that stands outside of counted ones",
       R"pb(goals {
              id: "h1"
              level: "heading"
              evaluation { rating: "未達成" }
              goals {
                id: "r1"
                level: "item"
                indicators {
                  id: "i1"
                  target { text: "1" }
                  result { text: "1" }
                }
              }
            })pb",
       {}},
      {"its own before all others",
       R"pb(goals {
              id: "g1"
              level: "goal"
              evaluation { rating: "一部未達成" }
              indicators {
                id: "i1"
                target { text: "1" }
                result { text: "1" }
                evaluation { rating: "未達成" }
              }
            })pb",
       {"g1 未達成"}},
      {"none where the goal was withdrawn",
       R"pb(goals {
              id: "g1"
              level: "goal"
              withdrawn: true
              evaluation { rating: "未達成" }
              indicators {
                id: "i1"
                target { text: "1" }
                result { text: "1" }
              }
              goals {
                id: "r1"
                level: "item"
                evaluation { rating: "未達成" }
                indicators {
                  id: "i2"
                  target { text: "1" }
                  result { text: "1" }
                }
              }
            })pb",
       {}},
  };
  for (const auto& test : kCases) {
    const auto found = Find(test.sheet);
    std::vector<std::string> goals;
    for (const auto& departure : found.departures())
      goals.push_back(departure.goal() + " " + departure.rating());
    EXPECT_EQ(goals, test.goals) << test.what;
    EXPECT_EQ(found.compared_count(), static_cast<int>(test.goals.size())) << test.what;
  }
}

TEST(DeparturesTest, FormWithoutRuleComparesNothing) {
  forms::v1::Form form = domain::testing::TestForm();
  form.clear_suggestion_rule();
  const auto found = Find(R"pb(
                            goals {
                              id: "g1"
                              level: "goal"
                              indicators {
                                id: "i1"
                                target { text: "90" }
                                result { text: "78" }
                              }
                              evaluation { rating: "達成" }
                            }
                          )pb",
                          form);
  EXPECT_EQ(found.compared_count(), 0);
}

// The rating of the goal speaks for the goal alone there.
TEST(DeparturesTest, ComparesOnlyRatedIndicatorsWhereTheFormRatesThem) {
  const std::string goals = R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators {
        id: "i1"
        target { text: "90" }
        result { text: "78" }
        evaluation { rating: "達成" }
      }
      indicators {
        id: "i2"
        target { text: "90" }
        result { text: "78" }
      }
      evaluation { rating: "達成" }
    }
  )pb";
  EXPECT_EQ(Find(goals).compared_count(), 2);
  forms::v1::Form form = domain::testing::TestForm();
  form.set_rates_indicators(true);
  const auto found = Find(goals, form);
  EXPECT_EQ(found.compared_count(), 1);
  ASSERT_EQ(found.departures_size(), 1);
  EXPECT_EQ(found.departures(0).input().indicator(), "i1");
}

TEST(DeparturesTest, KnowsTheYearOfTheSheet) {
  forms::v1::Form form = domain::testing::TestForm();
  form.mutable_suggestion_rule()->set_multi_year(forms::v1::MULTI_YEAR_READING_LAST_YEAR);
  const std::string goals = R"pb(
    goals {
      id: "g1"
      level: "goal"
      indicators {
        id: "i1"
        accumulation { kind: MULTI_YEAR first_fiscal_year: 2021 last_fiscal_year: 2023 }
        target { text: "90" }
        result { text: "78" }
      }
      evaluation { rating: "達成" }
    }
  )pb";
  EXPECT_TRUE(Find("fiscal_year: 2022 " + goals, form).departures(0).undecided());
  EXPECT_TRUE(Find("fiscal_year: 2023 " + goals, form).departures(0).goal_departs());
}

TEST(DeparturesTest, OrderedBySheetThenAsPrinted) {
  const forms::v1::Form form = domain::testing::TestForm();
  const std::string goals = R"pb(
    goals {
      id: "g2"
      level: "goal"
      indicators {
        id: "i1"
        target { text: "90" }
        result { text: "78" }
      }
      evaluation { rating: "達成" }
    }
    goals {
      id: "g1"
      level: "goal"
      indicators {
        id: "i2"
        target { text: "90" }
        result { text: "90" }
      }
      evaluation { rating: "未達成" }
    }
  )pb";
  const sheets::v1::Sheet a = Sheet("name: 'cities/test/sheets/a' " + goals);
  const sheets::v1::Sheet b = Sheet("name: 'cities/test/sheets/b' " + goals);
  const auto found = FindDepartures({{&b, &form}, {&a, &form}});
  std::vector<std::string> order;
  for (const auto& departure : found.departures())
    order.push_back(departure.sheet().back() + departure.goal());
  EXPECT_THAT(order, ElementsAre("ag2", "ag1", "bg2", "bg1"));
}

}  // namespace
}  // namespace mokuhyo::projection
