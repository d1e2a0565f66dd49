#include "gtest/gtest.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"
#include "libs/domain/testing/test_form.h"
#include "libs/values/parse.h"

// CreateGoal, UpdateGoal, MoveGoal, WithdrawGoal, LinkGoals, UnlinkGoals.
namespace mokuhyo::domain::testing {
namespace {

using goals::v1::CreateGoalRequest;
using goals::v1::LinkGoalsRequest;
using goals::v1::MoveGoalRequest;
using goals::v1::UnlinkGoalsRequest;
using goals::v1::UpdateGoalRequest;
using goals::v1::WithdrawGoalRequest;
constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;

CreateGoalRequest Create(const std::string& fields) {
  auto request = Proto<CreateGoalRequest>(fields);
  request.set_parent("cities/test/sheets/s");
  return request;
}

template <class Request>
Request OfGoal(const std::string& goal, const std::string& fields = "") {
  auto request = Proto<Request>(fields);
  request.set_name("cities/test/sheets/s/goals/" + goal);
  return request;
}

// g1 (goal) over g2, g3 (items); h (heading) over g4 (item).
SheetEvents Tree() {
  return {
      SheetCreatedEvent(),
      Event(R"pb(goal_created { goal { id: "g1" level: "goal" label: "1" title: "道路" } })pb"),
      Event(R"pb(goal_created {
                   goal { id: "g2" level: "item" }
                   parent_goal: "g1"
                   index: 0
                 })pb"),
      Event(R"pb(goal_created {
                   goal { id: "g3" level: "item" }
                   parent_goal: "g1"
                   index: 1
                 })pb"),
      Event(R"pb(goal_created {
                   goal { id: "h" level: "heading" }
                   index: 1
                 })pb"),
      Event(R"pb(goal_created {
                   goal { id: "g4" level: "item" }
                   parent_goal: "h"
                   index: 0
                 })pb"),
  };
}

SheetEvents PublishedTree() {
  SheetEvents events = Tree();
  events.push_back(Event("goals_published {}"));
  return events;
}

TEST(CreateGoalTest, AssignsIdsAndReadsValues) {
  auto expected = Event(R"pb(goal_created {
                               goal {
                                 id: "g1"
                                 level: "goal"
                                 title: "道路"
                                 indicators {
                                   id: "i1"
                                   name: "舗装"
                                   past { fiscal_year: 2021 }
                                 }
                                 indicators { id: "i2" }
                                 indicators { id: "i3" }
                               }
                             })pb");
  auto& indicators = *expected.mutable_goal_created()->mutable_goal()->mutable_indicators();
  *indicators[0].mutable_target() = values::Parse("70回");
  *indicators[0].mutable_past(0)->mutable_value() = values::Parse("65");
  Scenario()
      .Given({SheetCreatedEvent()})
      .When(Create(R"pb(
        goal {
          level: "goal"
          title: "道路"
          withdrawn: true
          etag: "7"
          indicators {
            name: "舗装"
            target {
              text: "70回"
              meaning { words: "what a client claims" }
              grammar_version: 99
            }
            past {
              fiscal_year: 2021
              value { text: "65" }
            }
          }
          indicators { id: "i2" }
          indicators {}
        }
      )pb"))
      .Then({expected});
}

TEST(CreateGoalTest, PutsTheGoalWhereItIsAskedFor) {
  const auto at = [](const std::string& place) {
    CreateGoalRequest request = Create(place);
    request.mutable_goal()->set_level("item");
    request.set_goal_id("new");
    return Scenario().Given(Tree()).When(request);
  };
  EXPECT_EQ(at(R"pb(parent_goal: "g1" index: 0)pb").after().ChildrenOf("g1")[0].id(), "new");
  EXPECT_EQ(at(R"pb(parent_goal: "g1" index: 1)pb").after().ChildrenOf("g1")[1].id(), "new");
  EXPECT_EQ(at(R"pb(parent_goal: "g1")pb").after().ChildrenOf("g1")[2].id(), "new");
  at(R"pb(parent_goal: "g1" index: 3)pb").ThenViolates({"index"});
}

TEST(CreateGoalTest, TellsAllThatIsWrongAtOnce) {
  Scenario()
      .Given(Tree())
      .When(Create(R"pb(
        goal_id: "_"
        parent_goal: "nowhere"
        goal {
          level: "chapter"
          label: "1\n2"
          texts { key: "purpose" value: "a key of the sheet" }
          marks: "covid-19"
          marks: "covid-19"
          marks: "star"
          responsible_unit: "nowhere"
          not_counted { counted_at: "3" }
          contributes_to { sheet: "2022" goal: "1" }
          contributes_to { sheet: "cities/other/sheets/s" goal: "" }
          evaluation { rating: "達成" }
          goals { level: "item" }
          indicators {
            id: "I"
            series: "A B"
            target { text: "a\001" }
            result { text: "1" }
            results { period: "x" }
            past { fiscal_year: 2022 }
            past { fiscal_year: 2020 }
            past {
              fiscal_year: 2020
              value { text: "\002" }
            }
            accumulation { first_fiscal_year: 2022 last_fiscal_year: 2021 }
          }
        }
      )pb"))
      .ThenViolates({"goal_id",
                     "parent_goal",
                     "goal.level",
                     "goal.label",
                     "goal.texts.purpose",
                     "goal.marks[1]",
                     "goal.marks[2]",
                     "goal.responsible_unit",
                     "goal.not_counted.reason",
                     "goal.contributes_to[0].sheet",
                     "goal.contributes_to[1].sheet",
                     "goal.contributes_to[1].goal",
                     "goal.evaluation",
                     "goal.goals",
                     "goal.indicators[0].id",
                     "goal.indicators[0].series",
                     "goal.indicators[0].target",
                     "goal.indicators[0].result",
                     "goal.indicators[0].results",
                     "goal.indicators[0].past[0].fiscal_year",
                     "goal.indicators[0].past[2].fiscal_year",
                     "goal.indicators[0].past[2].value",
                     "goal.indicators[0].accumulation.kind",
                     "goal.indicators[0].accumulation.last_fiscal_year"});
}

TEST(CreateGoalTest, KeepsTheLevelsOfTheForm) {
  Scenario tree;
  tree.Given(Tree());
  tree.When(Create(R"pb(goal { level: "item" })pb")).ThenViolates({"goal.level"});
  tree.When(Create(R"pb(goal { level: "goal" }
                        parent_goal: "g1")pb"))
      .ThenViolates({"goal.level"});
  tree.When(Create(R"pb(goal { level: "item" }
                        parent_goal: "h")pb"))
      .ThenAccepted();
}

TEST(CreateGoalTest, RefusesIdsThatAreTaken) {
  Scenario()
      .Given(Tree())
      .When(Create(R"pb(goal { level: "goal" }
                        goal_id: "g1")pb"))
      .ThenRefused(absl::StatusCode::kAlreadyExists, "GOAL_EXISTS");
}

TEST(CreateGoalTest, NeverAssignsTheIdOfAGoalThatIsGone) {
  Scenario tree;
  tree.Given(Tree()).Given({Event(R"pb(goal_removed { goal: "g1" })pb")});
  EXPECT_NE(
      tree.When(Create(R"pb(goal { level: "goal" })pb")).ThenAccepted().after().FindGoal("g5"),
      nullptr);
}

TEST(CreateGoalTest, TakesResultsOnlyAfterPublication) {
  const char* bearing_results[] = {
      R"pb(goal {
             level: "goal"
             texts { key: "outcome" value: "できた" }
           }
           reason: "追加")pb",
      R"pb(goal { level: "goal" accomplishments: "会議 3回" }
           reason: "追加")pb",
  };
  for (const char* fields : bearing_results) {
    Scenario().Given(Tree()).When(Create(fields)).ThenRefused(kRefused, "GOALS_NOT_PUBLISHED");
    Scenario().Given(PublishedTree()).When(Create(fields)).ThenAccepted();
    Scenario().Given({TranscribedSheetCreatedEvent()}).When(Create(fields)).ThenAccepted();
  }
}

TEST(CreateGoalTest, IsARevisionAfterPublication) {
  const auto request = Create(R"pb(goal { level: "goal" })pb");
  Scenario().Given(PublishedTree()).When(request).ThenViolates({"reason"});
}

TEST(CreateGoalTest, KeepsTheLimitsOfTheTree) {
  Scenario full;
  full.Given({SheetCreatedEvent()});
  events::v1::SheetEvent event;
  event.mutable_goal_created()->mutable_goal()->set_level("goal");
  for (int i = 0; i < 1000; ++i) {
    event.mutable_goal_created()->mutable_goal()->set_id("x" + std::to_string(i));
    full.Given({event});
  }
  full.When(Create(R"pb(goal { level: "goal" })pb")).ThenRefused(kRefused, "TOO_MANY_GOALS");
}

// A form of 13 levels, each under the one before.
forms::v1::Form DeepForm() {
  forms::v1::Form form = TestForm();
  form.clear_levels();
  for (int i = 1; i <= 13; ++i) {
    auto& level = *form.add_levels();
    level.set_key("l" + std::to_string(i));
    if (i > 1) level.add_parents("l" + std::to_string(i - 1));
  }
  return form;
}

TEST(CreateGoalTest, KeepsTheDepthOfTheTree) {
  Scenario deep;
  deep.WithForm(DeepForm()).Given({SheetCreatedEvent()});
  for (int i = 1; i <= 13; ++i) {
    CreateGoalRequest request = Create("");
    request.mutable_goal()->set_level("l" + std::to_string(i));
    if (i > 1) request.set_parent_goal("g" + std::to_string(i - 1));
    if (i <= 12) {
      deep.GivenCommand(request);
    } else {
      deep.When(request).ThenRefused(kRefused, "TREE_TOO_DEEP");
    }
  }
}

TEST(UpdateGoalTest, ChangesWhatTheMaskNames) {
  Scenario()
      .Given(Tree())
      .When(OfGoal<UpdateGoalRequest>("g1", R"pb(
        goal {
          id: "other"
          title: "橋"
          label: "9"
          not_counted { reason: RELISTED }
        }
        update_mask { paths: "title" paths: "not_counted" paths: "marks" }
      )pb"))
      .Then({Event(R"pb(goal_updated {
                          goal {
                            id: "g1"
                            title: "橋"
                            not_counted { reason: RELISTED }
                          }
                          update_mask { paths: "title" paths: "not_counted" }
                        })pb")});
}

TEST(UpdateGoalTest, ChangesTheEtagOfThisGoalAlone) {
  const Outcome outcome =
      Scenario()
          .Given(Tree())
          .When(OfGoal<UpdateGoalRequest>("g2", R"pb(goal { title: "x" }
                                                     update_mask { paths: "title" }
                                                     etag: "2")pb"))
          .ThenAccepted();
  EXPECT_EQ(outcome.after().FindGoal("g2")->etag(), "6");
  EXPECT_EQ(outcome.after().FindGoal("g1")->etag(), "1");
  EXPECT_EQ(outcome.after().FindGoal("g3")->etag(), "3");
  EXPECT_EQ(outcome.after().sheet().etag(), "6");
}

TEST(UpdateGoalTest, IsRefused) {
  struct Case {
    const char* goal;
    const char* request;
    absl::StatusCode code;
    const char* reason;
  };
  const Case cases[] = {
      {"g9", R"pb(update_mask { paths: "title" })pb", absl::StatusCode::kNotFound, "NOT_FOUND"},
      {"g1", R"pb(update_mask { paths: "title" }
                  etag: "0")pb",
       absl::StatusCode::kAborted, "STALE_ETAG"},
      {"g1", R"pb(goal { texts { key: "outcome" value: "x" } }
                  update_mask { paths: "texts" })pb",
       kRefused, "GOALS_NOT_PUBLISHED"},
      {"g1", R"pb(update_mask { paths: "indicators" })pb", absl::StatusCode::kInvalidArgument,
       "INVALID_FIELDS"},
      {"g1", R"pb(update_mask { paths: "level" })pb", absl::StatusCode::kInvalidArgument,
       "INVALID_FIELDS"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.request);
    Scenario()
        .Given(Tree())
        .When(OfGoal<UpdateGoalRequest>(c.goal, c.request))
        .ThenRefused(c.code, c.reason);
  }
}

TEST(UpdateGoalTest, KeepsLevelsRightUpAndDown) {
  const auto to = [](const std::string& goal, const std::string& level) {
    auto request = OfGoal<UpdateGoalRequest>(goal, R"pb(update_mask { paths: "level" }
                                                        reason: "整理")pb");
    request.mutable_goal()->set_level(level);
    return request;
  };
  Scenario().Given(Tree()).When(to("g1", "heading")).ThenAccepted();
  Scenario().Given(Tree()).When(to("g2", "goal")).ThenViolates({"goal.level"});
  Scenario().Given(Tree()).When(to("g1", "item")).ThenViolates({"goal.level", "goal.level"});
  const auto assessed = Event(R"pb(goals_assessed {
                                     of_record: true
                                     assessments {
                                       goal: "g1"
                                       assessment { rating: "達成" }
                                     }
                                   })pb");
  Scenario()
      .Given(PublishedTree())
      .Given({assessed})
      .When(to("g1", "heading"))
      .ThenViolates({"goal.level"});
}

TEST(UpdateGoalTest, DemandsAReasonForAPlanTextButNotForAResult) {
  const auto plan =
      OfGoal<UpdateGoalRequest>("g1", R"pb(goal { texts { key: "description" value: "x" } }
                                           update_mask { paths: "texts" })pb");
  const auto result =
      OfGoal<UpdateGoalRequest>("g1", R"pb(goal { texts { key: "outcome" value: "x" } }
                                           update_mask { paths: "texts" })pb");
  Scenario().Given(PublishedTree()).When(plan).ThenViolates({"reason"});
  Scenario().Given(PublishedTree()).When(result).ThenAccepted();
}

TEST(MoveGoalTest, MovesAGoalWithAllBelowIt) {
  const Outcome outcome =
      Scenario()
          .Given(Tree())
          .When(OfGoal<MoveGoalRequest>("g2", R"pb(parent_goal: "h" index: 0)pb"))
          .Then({Event(R"pb(goal_moved { goal: "g2" parent_goal: "h" index: 0 })pb")});
  EXPECT_EQ(outcome.after().ChildrenOf("h")[0].id(), "g2");
  EXPECT_EQ(outcome.after().ChildrenOf("h")[1].id(), "g4");
  EXPECT_EQ(outcome.after().ParentOf("g2"), "h");
  EXPECT_EQ(outcome.after().ChildrenOf("g1").size(), 1);
}

TEST(MoveGoalTest, CountsTheIndexAfterTheMove) {
  Scenario tree;
  tree.Given(Tree());
  tree.When(OfGoal<MoveGoalRequest>("g1", ""))
      .Then({Event(R"pb(goal_moved { goal: "g1" index: 1 })pb")});
  tree.When(OfGoal<MoveGoalRequest>("g1", "index: 0")).ThenNothing();
  tree.When(OfGoal<MoveGoalRequest>("h", "")).ThenNothing();
  tree.When(OfGoal<MoveGoalRequest>("h", "index: 2")).ThenViolates({"index"});
  tree.When(OfGoal<MoveGoalRequest>("g2", R"pb(parent_goal: "h" index: 2)pb"))
      .ThenViolates({"index"});
}

TEST(MoveGoalTest, IsRefused) {
  Scenario tree;
  tree.Given(Tree());
  tree.When(OfGoal<MoveGoalRequest>("g1", R"pb(parent_goal: "g1")pb"))
      .ThenRefused(kRefused, "GOAL_CYCLE");
  tree.When(OfGoal<MoveGoalRequest>("g1", R"pb(parent_goal: "g2")pb"))
      .ThenRefused(kRefused, "GOAL_CYCLE");
  tree.When(OfGoal<MoveGoalRequest>("g1", R"pb(parent_goal: "h")pb"))
      .ThenRefused(kRefused, "LEVEL_NOT_ALLOWED");
  tree.When(OfGoal<MoveGoalRequest>("g2", "")).ThenRefused(kRefused, "LEVEL_NOT_ALLOWED");
  tree.When(OfGoal<MoveGoalRequest>("g2", R"pb(parent_goal: "x")pb")).ThenViolates({"parent_goal"});
  Scenario()
      .Given(PublishedTree())
      .When(OfGoal<MoveGoalRequest>("g2", R"pb(parent_goal: "h")pb"))
      .ThenViolates({"reason"});
}

TEST(WithdrawGoalTest, RemovesFromADraftAndMarksAfterPublication) {
  const Outcome removed = Scenario()
                              .Given(Tree())
                              .When(OfGoal<WithdrawGoalRequest>("g1"))
                              .Then({Event(R"pb(goal_removed { goal: "g1" })pb")});
  EXPECT_EQ(removed.after().FindGoal("g2"), nullptr);
  EXPECT_EQ(removed.after().goal_count(), 2);

  Scenario published;
  published.Given(PublishedTree());
  published.When(OfGoal<WithdrawGoalRequest>("g1")).ThenViolates({"reason"});
  const auto withdraw = OfGoal<WithdrawGoalRequest>("g1", R"pb(reason: "事業の廃止")pb");
  published.When(withdraw).Then({Event(R"pb(goal_withdrawn { goal: "g1" })pb")});
  published.GivenCommand(withdraw);
  EXPECT_TRUE(published.state().FindGoal("g3")->withdrawn());
  EXPECT_FALSE(published.state().FindGoal("g4")->withdrawn());
  published.When(OfGoal<WithdrawGoalRequest>("g1")).ThenNothing();
  published
      .When(Create(R"pb(goal { level: "item" }
                        parent_goal: "g1"
                        reason: "追加")pb"))
      .ThenRefused(kRefused, "GOAL_WITHDRAWN");
  published.When(OfGoal<MoveGoalRequest>("g4", R"pb(parent_goal: "g1" reason: "整理")pb"))
      .ThenRefused(kRefused, "GOAL_WITHDRAWN");
}

TEST(WithdrawGoalTest, RemovesFromATranscribedSheetAtAnyTime) {
  Scenario()
      .Given({TranscribedSheetCreatedEvent(),
              Event(R"pb(goal_created { goal { id: "g1" level: "goal" } })pb"),
              Event("goals_published {}"), Event("evaluation_confirmed {}")})
      .When(OfGoal<WithdrawGoalRequest>("g1"))
      .Then({Event(R"pb(goal_removed { goal: "g1" })pb")});
}

TEST(LinkGoalsTest, AddsAndTakesAwayWithoutAReason) {
  const std::string both = R"pb(links { sheet: "cities/test/sheets/ward" goal: "1" }
                                links { sheet: "cities/test/sheets/ward" goal: "2/1" })pb";
  Scenario tree;
  tree.Given(PublishedTree())
      .Given({Event(R"pb(goals_linked {
                           goal: "g1"
                           links { sheet: "cities/test/sheets/ward" goal: "1" }
                         })pb")});
  tree.When(OfGoal<LinkGoalsRequest>("g1", both))
      .Then({Event(R"pb(goals_linked {
                          goal: "g1"
                          links { sheet: "cities/test/sheets/ward" goal: "2/1" }
                        })pb")});
  tree.When(OfGoal<UnlinkGoalsRequest>("g1", both)).ThenViolates({"links[1]"});
  tree.GivenCommand(OfGoal<LinkGoalsRequest>("g1", both));
  tree.When(OfGoal<LinkGoalsRequest>("g1", both)).ThenNothing();
  tree.GivenCommand(OfGoal<UnlinkGoalsRequest>(
      "g1", R"pb(links { sheet: "cities/test/sheets/ward" goal: "1" })pb"));
  ASSERT_EQ(tree.state().FindGoal("g1")->contributes_to_size(), 1);
  EXPECT_EQ(tree.state().FindGoal("g1")->contributes_to(0).goal(), "2/1");
}

TEST(LinkGoalsTest, IsRefused) {
  Scenario tree;
  tree.Given(Tree());
  tree.When(OfGoal<LinkGoalsRequest>("g1")).ThenViolates({"links"});
  tree.When(OfGoal<LinkGoalsRequest>(
                "g1", R"pb(links { sheet: "cities/other/sheets/ward" goal: "1" })pb"))
      .ThenViolates({"links[0].sheet"});
  tree.When(OfGoal<LinkGoalsRequest>("g1", R"pb(links { sheet: "ward" })pb"))
      .ThenViolates({"links[0].sheet", "links[0].goal"});
}

}  // namespace
}  // namespace mokuhyo::domain::testing
