#include "libs/domain/sheet/sheet_state.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain {
namespace {

using testing::Event;
using testing::Fold;
using testing::SheetCreatedEvent;

// Revisions: 0 sheet, 1 g1 with i1 and i2, 2 g2 under g1, 3 published.
SheetState Published() {
  SheetState state;
  Fold({SheetCreatedEvent(), Event(R"pb(goal_created {
                                          goal {
                                            id: "g1"
                                            level: "goal"
                                            indicators { id: "i1" }
                                            indicators { id: "i2" }
                                          }
                                        })pb"),
        Event(R"pb(goal_created {
                     goal { id: "g2" level: "item" }
                     parent_goal: "g1"
                   })pb"),
        Event(R"pb(goals_published { published_on: "2022-04-28" })pb")},
       state);
  return state;
}

TEST(SheetStateTest, IsNothingBeforeItIsCreated) {
  SheetState state;
  EXPECT_FALSE(state.exists());
  EXPECT_FALSE(state.revision().has_value());
  EXPECT_EQ(state.FindGoal("g1"), nullptr);
  EXPECT_EQ(state.FindIndicator("i1"), nullptr);
  EXPECT_EQ(state.NextGoalId(), "g1");
}

TEST(SheetStateTest, CopiesAndMovesWithTheirIndex) {
  const SheetState original = Published();
  SheetState copy = original;
  Fold({Event(R"pb(goal_updated {
                     goal { id: "g2" title: "x" }
                     update_mask { paths: "title" }
                   })pb")},
       copy);
  EXPECT_EQ(copy.FindGoal("g2")->title(), "x");
  EXPECT_EQ(copy.FindGoal("g2"), &copy.sheet().goals(0).goals(0));
  EXPECT_FALSE(original.FindGoal("g2")->has_title());

  const SheetState moved = std::move(copy);
  EXPECT_EQ(moved.FindGoal("g2"), &moved.sheet().goals(0).goals(0));
  SheetState assigned;
  assigned = moved;
  EXPECT_EQ(assigned.FindIndicator("i2"), &assigned.sheet().goals(0).indicators(1));
  EXPECT_EQ(assigned.revision(), 4u);
}

TEST(SheetStateTest, NamesOfWhatIsNotThereChangeNothingButTheRevision) {
  const SheetState before = Published();
  for (const char* event : {
           R"pb(goal_updated {
                  goal { id: "x" title: "t" }
                  update_mask { paths: "title" }
                })pb",
           R"pb(goal_moved { goal: "x" })pb",
           R"pb(goal_moved { goal: "g2" parent_goal: "x" })pb",
           R"pb(goal_created {
                  goal { id: "g9" }
                  parent_goal: "x"
                })pb",
           R"pb(goal_removed { goal: "x" })pb",
           R"pb(goal_withdrawn { goal: "x" })pb",
           R"pb(indicator_created {
                  goal: "x"
                  indicator { id: "i9" }
                })pb",
           R"pb(indicator_removed { indicator: "x" })pb",
           R"pb(targets_set {
                  targets {
                    indicator: "x"
                    target { text: "1" }
                  }
                })pb",
           R"pb(past_values_set { indicator: "x" })pb",
           R"pb(goals_linked { goal: "x" })pb",
           R"pb(goals_unlinked { goal: "x" })pb",
           R"pb(marked_intentionally_blank { goal: "x" })pb",
           R"pb(results_withdrawn { withdrawals { indicator: "x" } })pb",
       }) {
    SCOPED_TRACE(event);
    SheetState after = before;
    Fold({Event(event)}, after);
    EXPECT_EQ(after.revision(), 4u);
    sheets::v1::Sheet sheet = after.sheet();
    sheet.set_etag(before.sheet().etag());
    EXPECT_EQ(sheet.DebugString(), before.sheet().DebugString());
  }
}

TEST(SheetStateTest, GoesForwardOnly) {
  SheetState state = Published();
  const std::pair<const char*, sheets::v1::SheetState> steps[] = {
      {"results_reported {}", sheets::v1::SHEET_STATE_RESULTS_REPORTED},
      {"goals_assessed {}", sheets::v1::SHEET_STATE_ASSESSED},
      {"narrative_recorded {}", sheets::v1::SHEET_STATE_ASSESSED},
      {R"pb(evaluation_confirmed { confirmed_on: "2023-04-10" })pb",
       sheets::v1::SHEET_STATE_CONFIRMED},
      {"results_reported {}", sheets::v1::SHEET_STATE_CONFIRMED},
      {"goals_published {}", sheets::v1::SHEET_STATE_CONFIRMED},
      {R"pb(edition_published {
              number: 1
              published_on: "2023-06-01"
              digest: "ab"
              canonical_document: "{}"
            })pb",
       sheets::v1::SHEET_STATE_EDITION_PUBLISHED},
  };
  for (const auto& [event, expected] : steps) {
    Fold({Event(event)}, state);
    EXPECT_EQ(state.sheet().state(), expected) << event;
  }
  EXPECT_EQ(state.sheet().confirmed_on(), "2023-04-10");
  ASSERT_EQ(state.sheet().editions_size(), 1);
  EXPECT_EQ(state.sheet().editions(0).digest(), "ab");
  EXPECT_EQ(state.sheet().editions(0).position(), 110u);
}

TEST(SheetStateTest, GivesAnEtagToWhatAnEventChangesAlone) {
  struct Case {
    const char* event;
    const char* g1;
    const char* g2;
    const char* i1;
    const char* i2;
  };
  const Case cases[] = {
      {R"pb(goal_moved { goal: "g2" parent_goal: "g1" })pb", "1", "4", "1", "1"},
      {R"pb(goal_withdrawn { goal: "g1" })pb", "4", "4", "1", "1"},
      {R"pb(goals_linked {
              goal: "g1"
              links { goal: "x" }
            })pb",
       "4", "2", "1", "1"},
      {R"pb(marked_intentionally_blank { goal: "g2" })pb", "1", "4", "1", "1"},
      {R"pb(narrative_recorded {
              texts { key: "result" value: "x" }
              goals { goal: "g2" }
            })pb",
       "1", "4", "1", "1"},
      {R"pb(indicator_updated { indicator { id: "i1" } })pb", "1", "2", "4", "1"},
      {R"pb(targets_set { targets { indicator: "i2" } })pb", "1", "2", "1", "4"},
      {R"pb(past_values_set { indicator: "i1" })pb", "1", "2", "4", "1"},
      {R"pb(results_reported { results { indicator: "i1" } })pb", "1", "2", "4", "1"},
      {R"pb(goals_assessed {
              of_record: true
              assessments { goal: "g2" }
            })pb",
       "1", "4", "1", "1"},
      {R"pb(goals_assessed {
              of_record: true
              assessments { goal: "g1" indicator: "i2" }
            })pb",
       "1", "2", "1", "4"},
      {R"pb(totals_declared {})pb", "1", "2", "1", "1"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.event);
    SheetState state = Published();
    Fold({Event(c.event)}, state);
    EXPECT_EQ(state.sheet().etag(), "4");
    EXPECT_EQ(state.FindGoal("g1")->etag(), c.g1);
    EXPECT_EQ(state.FindGoal("g2")->etag(), c.g2);
    EXPECT_EQ(state.FindIndicator("i1")->etag(), c.i1);
    EXPECT_EQ(state.FindIndicator("i2")->etag(), c.i2);
  }
}

TEST(SheetStateTest, KeepsResultsByPeriod) {
  SheetState state = Published();
  Fold({Event(R"pb(results_reported {
                     results {
                       indicator: "i1"
                       result { value { text: "83" } }
                     }
                     results {
                       indicator: "i1"
                       result {
                         period: "2022-09-30"
                         value { text: "40" }
                       }
                     }
                     results {
                       indicator: "i1"
                       result {
                         period: "other"
                         value { text: "1" }
                       }
                     }
                   })pb"),
        Event(R"pb(results_corrected {
                     corrections {
                       now {
                         indicator: "i1"
                         result { value { text: "84" } }
                       }
                     }
                     corrections {
                       now {
                         indicator: "i1"
                         result { period: "2022-09-30" kind: "interim" }
                       }
                     }
                   })pb")},
       state);
  const sheets::v1::Indicator* indicator = state.FindIndicator("i1");
  EXPECT_EQ(indicator->result().text(), "84");
  ASSERT_EQ(indicator->results_size(), 2);
  EXPECT_EQ(indicator->results(0).kind(), "interim");
  EXPECT_FALSE(indicator->results(0).has_value());

  Fold({Event(R"pb(results_withdrawn {
                     withdrawals { indicator: "i1" }
                     withdrawals { indicator: "i1" period: "2022-09-30" }
                     withdrawals { indicator: "i1" period: "never reported" }
                   })pb")},
       state);
  indicator = state.FindIndicator("i1");
  EXPECT_FALSE(indicator->has_result());
  ASSERT_EQ(indicator->results_size(), 1);
  EXPECT_EQ(indicator->results(0).period(), "other");
}

TEST(SheetStateTest, KeepsAssessmentsByStage) {
  SheetState state = Published();
  Fold({Event(R"pb(goals_assessed {
                     stage: "section"
                     of_record: true
                     assessments {
                       goal: "g1"
                       assessment { rating: "達成" comment: "c" }
                       suggestion { rule: "r" }
                       departure_reason: "d"
                     }
                   })pb"),
        Event(R"pb(goals_assessed {
                     stage: "review"
                     assessments {
                       goal: "g1"
                       assessment { stage: "review" rating: "未達成" }
                     }
                   })pb")},
       state);
  const sheets::v1::Evaluation& evaluation = state.FindGoal("g1")->evaluation();
  EXPECT_EQ(evaluation.rating(), "達成");
  EXPECT_EQ(evaluation.suggestion().rule(), "r");
  EXPECT_EQ(evaluation.departure_reason(), "d");
  ASSERT_EQ(evaluation.assessments_size(), 1);
  EXPECT_EQ(evaluation.assessments(0).rating(), "未達成");

  Fold({Event(R"pb(goals_assessed {
                     of_record: true
                     assessments {
                       goal: "g1"
                       assessment { issues: "i" }
                     }
                   })pb")},
       state);
  EXPECT_FALSE(state.FindGoal("g1")->evaluation().has_rating());
  EXPECT_FALSE(state.FindGoal("g1")->evaluation().has_comment());
  EXPECT_FALSE(state.FindGoal("g1")->evaluation().has_suggestion());
  EXPECT_EQ(state.FindGoal("g1")->evaluation().issues(), "i");

  Fold({Event(R"pb(goals_assessed {
                     of_record: true
                     assessments { goal: "g1" removed: true }
                   })pb")},
       state);
  EXPECT_TRUE(state.FindGoal("g1")->has_evaluation());
  Fold({Event(R"pb(goals_assessed {
                     stage: "review"
                     assessments { goal: "g1" removed: true }
                   })pb")},
       state);
  EXPECT_FALSE(state.FindGoal("g1")->has_evaluation());
}

TEST(SheetStateTest, MergesNarratives) {
  SheetState state = Published();
  Fold({Event(R"pb(narrative_recorded {
                     texts { key: "result" value: "a" }
                     texts { key: "future" value: "b" }
                     goals {
                       goal: "g1"
                       texts { key: "outcome" value: "c" }
                       accomplishments: "x"
                       replace_accomplishments: true
                     }
                   })pb"),
        Event(R"pb(narrative_recorded {
                     removed_texts: "future"
                     goals { goal: "g1" removed_texts: "outcome" }
                   })pb")},
       state);
  EXPECT_EQ(state.sheet().texts().size(), 1u);
  EXPECT_EQ(state.sheet().texts().at("result"), "a");
  EXPECT_TRUE(state.FindGoal("g1")->texts().empty());
  ASSERT_EQ(state.FindGoal("g1")->accomplishments_size(), 1);
}

TEST(SheetStateTest, NeverAssignsAnIdThatAClientTook) {
  SheetState state = Published();
  EXPECT_EQ(state.NextGoalId(), "g3");
  EXPECT_EQ(state.NextIndicatorId(), "i3");
  Fold({Event(R"pb(goal_created { goal { id: "g7" } })pb"),
        Event(R"pb(goal_removed { goal: "g7" })pb"),
        Event(R"pb(goal_created { goal { id: "g99999999999999999999" } })pb"),
        Event(R"pb(goal_created { goal { id: "g08x" } })pb")},
       state);
  EXPECT_EQ(state.NextGoalId(), "g8");
  EXPECT_EQ(state.NextGoalId(2), "g10");
  const SheetState copy = state;
  EXPECT_EQ(copy.NextGoalId(), "g8");
}

TEST(VisitGoalsTest, VisitsParentsFirstInPrintedOrder) {
  std::string visited;
  const SheetState state = Published();
  VisitGoals(state.sheet().goals(), [&](const sheets::v1::Goal& goal, int depth) {
    visited += goal.id() + ":" + std::to_string(depth) + " ";
  });
  EXPECT_EQ(visited, "g1:0 g2:1 ");
}

TEST(SheetStateTest, AssignsNoIdTwiceAfterTheLastThatAClientMayGive) {
  SheetState state;
  Fold({SheetCreatedEvent(), Event("goal_created { goal { id: 'g999999999' level: 'goal' } }"),
        Event("indicator_created { goal: 'g999999999' indicator { id: 'i999999999' } }")},
       state);
  EXPECT_EQ(state.NextGoalId(), "g1000000000");
  EXPECT_EQ(state.NextIndicatorId(), "i1000000000");
  Fold({Event("goal_created { goal { id: 'g1000000000' level: 'goal' } }"),
        Event("indicator_created { goal: 'g1000000000' indicator { id: 'i1000000000' } }")},
       state);
  EXPECT_EQ(state.NextGoalId(), "g1000000001");
  EXPECT_EQ(state.NextIndicatorId(), "i1000000001");
}

TEST(SheetStateTest, AFieldThatIsFilledIsNoLongerEmptyOnPurpose) {
  SheetState state;
  Fold({SheetCreatedEvent(),
        Event("goal_created { goal { id: 'g1' level: 'goal' indicators { id: 'i1' } } }"),
        Event("marked_intentionally_blank { goal: 'g1' fields: 'texts.outcome' "
              "fields: 'indicators[0].result' fields: 'evaluation.rating' }"),
        Event("narrative_recorded { goals { goal: 'g1' texts { key: 'outcome' value: 'x' } } }")},
       state);
  EXPECT_THAT(state.FindGoal("g1")->intentionally_blank(),
              ::testing::ElementsAre("indicators[0].result", "evaluation.rating"));
  Fold({Event("results_reported { results { indicator: 'i1' result { value { text: '1' } } } }")},
       state);
  EXPECT_THAT(state.FindGoal("g1")->intentionally_blank(),
              ::testing::ElementsAre("evaluation.rating"));
  EXPECT_EQ(state.FindGoal("g1")->etag(), state.sheet().etag());
}

// The events of a sheet up to a day: what is about a later day is not among them.
TEST(SheetStateTest, PutsNoGoalUnderItselfWhereAMoveIsMissing) {
  SheetState state;
  Fold({SheetCreatedEvent(), Event("goal_created { goal { id: 'g1' level: 'item' } }"),
        Event("goal_created { goal { id: 'g2' level: 'item' } index: 1 }"),
        Event("goal_moved { goal: 'g1' parent_goal: 'g2' }"),
        // Missing: g1 moved to the top again.
        Event("goal_moved { goal: 'g2' parent_goal: 'g1' }"),
        Event("goal_withdrawn { goal: 'g1' }")},
       state);
  ASSERT_EQ(state.sheet().goals_size(), 1);
  EXPECT_EQ(state.sheet().goals(0).id(), "g2");
  EXPECT_EQ(state.ParentOf("g1"), "g2");
  EXPECT_TRUE(state.FindGoal("g1")->withdrawn());
  EXPECT_FALSE(state.FindGoal("g2")->withdrawn());
}

TEST(SheetStateTest, HasOneBearerOfAnIdWhereARemovalIsMissing) {
  SheetState state;
  Fold({SheetCreatedEvent(), Event("goal_created { goal { id: 'p' level: 'goal' } }"),
        Event(R"pb(goal_created {
                     goal {
                       id: "g1"
                       level: "item"
                       indicators { id: "i1" }
                     }
                     parent_goal: "p"
                   })pb"),
        // Missing: g1 removed.
        Event(R"pb(goal_created {
                     goal {
                       id: "g1"
                       level: "item"
                       indicators { id: "i2" }
                       indicators { id: "i3" }
                     }
                     index: 1
                   })pb"),
        // Missing: i3 removed.
        Event("indicator_created { goal: 'p' indicator { id: 'i3' } }"),
        Event("goal_removed { goal: 'p' }"), Event("indicator_removed { indicator: 'i2' }")},
       state);
  ASSERT_EQ(state.sheet().goals_size(), 1);
  EXPECT_EQ(state.FindGoal("g1"), &state.sheet().goals(0));
  EXPECT_EQ(state.sheet().goals(0).indicators_size(), 0);
  EXPECT_EQ(state.FindIndicator("i1"), nullptr);
  EXPECT_EQ(state.FindIndicator("i3"), nullptr);
}

}  // namespace
}  // namespace mokuhyo::domain
