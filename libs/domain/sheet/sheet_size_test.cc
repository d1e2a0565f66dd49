#include "libs/domain/sheet/sheet_size.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "libs/base/errors.h"
#include "libs/domain/testing/given_when_then.h"
#include "libs/domain/testing/proto.h"

namespace mokuhyo::domain {
namespace {

using testing::Event;

// A goal with ten initiatives of `bytes` bytes each.
events::v1::SheetEvent GoalOf(size_t bytes, int number) {
  events::v1::SheetEvent event = Event("goal_created { goal { level: 'goal' } }");
  auto& goal = *event.mutable_goal_created()->mutable_goal();
  goal.set_id(absl::StrCat("g", number));
  for (int i = 0; i < 10; ++i) goal.add_initiatives(std::string(bytes, 'x'));
  return event;
}

// A sheet of `goals` goals of 100,000 bytes each.
SheetState SheetOf(int goals) {
  SheetEvents events = {testing::SheetCreatedEvent()};
  for (int i = 1; i <= goals; ++i) events.push_back(GoalOf(10'000, i));
  SheetState state;
  testing::Fold(events, state);
  return state;
}

TEST(RequireSheetSize, TakesWhatCanBePublishedAndNoMore) {
  const SheetState state = SheetOf(14);
  EXPECT_TRUE(RequireSheetSize(state, {GoalOf(10'000, 15)}).ok());
  EXPECT_TRUE(RequireSheetSize(state, {GoalOf(10, 15), GoalOf(10, 16)}).ok());
  const absl::Status refused = RequireSheetSize(state, {GoalOf(10'000, 15), GoalOf(10'000, 16)});
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(base::ErrorReason(refused), "SHEET_TOO_LARGE");
}

TEST(RequireSheetSize, CountsWhatIsSmallInTheStoreAndLargeInPrint) {
  // Each indicator takes a few bytes here and more than a hundred in JSON.
  events::v1::SheetEvent event = GoalOf(0, 1);
  for (int i = 0; i < 20'000; ++i) {
    auto& indicator = *event.mutable_goal_created()->mutable_goal()->add_indicators();
    indicator.set_direction(documents::v1::HIGHER_IS_BETTER);
    indicator.mutable_accumulation()->set_kind(documents::v1::Accumulation::CUMULATIVE);
    indicator.set_definition("");
    indicator.set_supplement("");
  }
  EXPECT_LT(event.ByteSizeLong(), kMaxDocumentBytes);
  EXPECT_EQ(base::ErrorReason(RequireSheetSize(SheetOf(0), {event})), "SHEET_TOO_LARGE");
}

TEST(RequireSheetSize, NeverRefusesWhatMakesASheetSmaller) {
  EXPECT_TRUE(RequireSheetSize(SheetOf(20), {Event("goal_removed { goal: 'g1' }")}).ok());
  EXPECT_FALSE(RequireSheetSize(SheetOf(20), {GoalOf(1, 21)}).ok());
}

}  // namespace
}  // namespace mokuhyo::domain
