#include "libs/domain/sheet/event_family.h"

#include <memory>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace mokuhyo::domain {
namespace {

using events::v1::SheetEvent;

// Every kind of event is asked, so that a new one is looked at here too.
TEST(EventFamilyTest, ResultsAndEvaluationAreWhatComesAfterTheGoals) {
  const std::set<std::string> results = {"results_reported", "results_corrected",
                                         "results_withdrawn", "marked_intentionally_blank"};
  const std::set<std::string> evaluation = {
      "totals_declared",      "narrative_recorded",  "goals_assessed",
      "evaluation_submitted", "evaluation_returned", "evaluation_confirmed",
      "evaluation_reopened",  "edition_published",   "observation_answered"};
  const auto* kinds = SheetEvent::descriptor()->FindOneofByName("event");
  int goals = 0;
  for (int i = 0; i < kinds->field_count(); ++i) {
    SheetEvent event;
    event.GetReflection()->MutableMessage(&event, kinds->field(i));
    const std::string& kind = kinds->field(i)->name();
    const EventFamily expected = results.contains(kind)      ? EventFamily::kResults
                                 : evaluation.contains(kind) ? EventFamily::kEvaluation
                                                             : EventFamily::kGoals;
    EXPECT_EQ(FamilyOf(event), expected) << kind;
    goals += expected == EventFamily::kGoals ? 1 : 0;
  }
  EXPECT_EQ(goals, 20);
}

}  // namespace
}  // namespace mokuhyo::domain
