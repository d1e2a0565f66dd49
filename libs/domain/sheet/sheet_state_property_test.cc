#include <random>
#include <set>
#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "libs/domain/sheet/event_codec.h"
#include "libs/domain/sheet/sheet_state.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/random_commands.h"

// Whatever commands come, in whatever order: the state that is kept up event by event is the one
// that the stored events give from zero, and its index is that of its tree.
namespace mokuhyo::domain::testing {
namespace {

// Of the life of a sheet, all but SHEET_STATE_UNSPECIFIED: else the commands prove little.
constexpr size_t kStates = sheets::v1::SheetState_ARRAYSIZE - 1;

// The state that the events give when they are read back from the store.
SheetState Replay(const SheetEvents& events) {
  SheetState state;
  for (const events::v1::SheetEvent& event : events) {
    const EncodedEvent encoded = EncodeEvent(event);
    events::v1::SheetEvent decoded;
    EXPECT_TRUE(DecodeEvent(encoded.type, encoded.payload, kEventSchemaVersion, &decoded).ok());
    Fold({decoded}, state);
  }
  return state;
}

void ExpectSame(const SheetState& kept, const SheetState& replayed) {
  EXPECT_EQ(kept.exists(), replayed.exists());
  EXPECT_EQ(kept.revision(), replayed.revision());
  EXPECT_EQ(kept.NextGoalId(), replayed.NextGoalId());
  EXPECT_EQ(kept.NextIndicatorId(), replayed.NextIndicatorId());
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(kept.sheet(), replayed.sheet())) << difference;
}

void ExpectIndexed(const SheetState& state,
                   const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals,
                   const std::string& parent, std::set<std::string>& ids) {
  for (const sheets::v1::Goal& goal : goals) {
    EXPECT_TRUE(ids.insert("goal " + goal.id()).second) << goal.id();
    ASSERT_EQ(state.FindGoal(goal.id()), &goal);
    EXPECT_EQ(state.ParentOf(goal.id()), parent);
    EXPECT_EQ(&state.ChildrenOf(goal.id()), &goal.goals());
    for (const sheets::v1::Indicator& indicator : goal.indicators()) {
      EXPECT_TRUE(ids.insert("indicator " + indicator.id()).second) << indicator.id();
      ASSERT_EQ(state.FindIndicator(indicator.id()), &indicator);
      EXPECT_EQ(state.GoalOfIndicator(indicator.id()), goal.id());
    }
    ExpectIndexed(state, goal.goals(), goal.id(), ids);
  }
}

void ExpectIndexIsThatOfTheTree(const SheetState& state) {
  std::set<std::string> ids;
  ExpectIndexed(state, state.sheet().goals(), "", ids);
  int goal_count = 0;
  VisitGoals(state.sheet().goals(), [&](const sheets::v1::Goal&, int) { ++goal_count; });
  EXPECT_EQ(state.goal_count(), goal_count);
}

// Facts up to a day are those events of the history that are about this day and earlier ones, in
// the order in which they were recorded: any of them may be missing.
void ExpectTreeOfAnyPart(const SheetEvents& history, std::mt19937& random) {
  SheetState state;
  for (size_t i = 0; i < history.size(); ++i) {
    if (i > 0 && random() % 4 == 0) continue;
    state.Evolve(history[i], {.revision = i});
  }
  ExpectIndexIsThatOfTheTree(state);
  ExpectIndexIsThatOfTheTree(SheetState(state));
}

// Adds the states that the sheet came through to `reached`.
void RunCommands(uint32_t seed, bool transcribed, std::set<sheets::v1::SheetState>& reached) {
  SCOPED_TRACE(seed);
  constexpr int kCommands = 400;
  Scenario world;
  SheetEvents history = {transcribed ? TranscribedSheetCreatedEvent() : SheetCreatedEvent()};
  world.Given(history);
  RandomCommands commands(seed);
  int accepted = 0;
  for (int i = 0; i < kCommands; ++i) {
    const auto decision = commands.Next(world.state(), world.context());
    if (!decision.ok()) continue;
    accepted += decision->empty() ? 0 : 1;
    world.Given(*decision);
    reached.insert(world.state().sheet().state());
    history.insert(history.end(), decision->begin(), decision->end());
    ExpectSame(world.state(), Replay(history));
    ExpectIndexIsThatOfTheTree(world.state());
    ExpectIndexIsThatOfTheTree(SheetState(world.state()));
    if (::testing::Test::HasFailure()) return;
  }
  // Else the commands prove nothing.
  EXPECT_GT(accepted, kCommands / 4);
  std::mt19937 random(seed);
  for (int i = 0; i < 50 && !::testing::Test::HasFailure(); ++i)
    ExpectTreeOfAnyPart(history, random);
}

TEST(SheetStatePropertyTest, KeptStateIsReplayedStateWhenOperated) {
  std::set<sheets::v1::SheetState> reached;
  for (uint32_t seed = 1; seed <= 12; ++seed) RunCommands(seed, /*transcribed=*/false, reached);
  EXPECT_EQ(reached.size(), kStates);
}

TEST(SheetStatePropertyTest, KeptStateIsReplayedStateWhenTranscribed) {
  std::set<sheets::v1::SheetState> reached;
  for (uint32_t seed = 101; seed <= 112; ++seed) RunCommands(seed, /*transcribed=*/true, reached);
  // Results may come into a draft, so a state of the goals may be passed by.
  EXPECT_GE(reached.size(), kStates - 2);
}

}  // namespace
}  // namespace mokuhyo::domain::testing
