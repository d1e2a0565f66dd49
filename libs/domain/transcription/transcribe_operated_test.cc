#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "libs/domain/evaluation/decide_evaluation.h"
#include "libs/domain/transcription/transcribe_test_util.h"

// Documents over sheets that were worked on here: the ordinary rules hold.
namespace mokuhyo::domain {
namespace {

using documents::v1::SheetDocument;
using ::testing::IsEmpty;
using testing::Proto;
using testing::Set;
using testing::TranscribeTest;

TEST_F(TranscribeTest, ASheetThatWasWorkedOnKeepsItsRules) {
  GivenOperated();
  const SheetDocument fewer = [] {
    SheetDocument document = Set("goals { level: 'goal' label: '1' indicators { target: '12' } }");
    document.set_title("組織目標管理シート");
    document.clear_texts();
    return document;
  }();
  ThenRefused(fewer, /*revise=*/true, absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  reason_ = "紙の正本に合わせる";
  ThenChanges(fewer, {"WithdrawGoal g2", "SetTargets cities/test/sheets/s"});
  EXPECT_TRUE(state_.FindGoal("g2")->withdrawn());
  // Its own export has the withdrawn goal and is the same sheet as well.
  const auto exported = Import(ToDocument(state_.sheet(), DocumentIds::kOmit), /*revise=*/false);
  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_THAT(exported->events, IsEmpty());
  // What is withdrawn does not stand in the way of the rest.
  SheetDocument corrected = ToDocument(state_.sheet(), DocumentIds::kOmit);
  corrected.mutable_goals(0)->set_title("道路");
  ThenChanges(corrected, {"UpdateGoal g1"});
  ThenChanges(fewer, {"UpdateGoal g1"});
  // What is new does not come in withdrawn.
  SheetDocument more = fewer;
  more.add_goals()->set_level("goal");
  more.mutable_goals(1)->set_title("新しい目標");
  ThenChanges(more, {"CreateGoal g3"});
}

TEST_F(TranscribeTest, OfASheetThatWasWorkedOnAnIndicatorGoesAfterItsResults) {
  GivenOperated();
  GivenResult("9");
  reason_ = "紙の正本に合わせる";
  SheetDocument document = ToDocument(state_.sheet(), DocumentIds::kOmit);
  document.mutable_goals(0)->clear_indicators();
  ThenChanges(document, {"WithdrawResults i1", "RemoveIndicator i1"});
}

TEST_F(TranscribeTest, TheReasonOfADepartureStaysAsLongAsTheRating) {
  form_ = testing::TestFormWithAuthority();
  GivenOperated();
  const SheetContext context{form_, organization_, "2023-04-01", "tester", false, nullptr};
  GivenResult("1");
  const auto assessed =
      Decide(state_,
             Proto<evaluations::v1::AssessGoalsRequest>(
                 "parent: 'cities/test/sheets/s' assessments { goal: 'g1' rating: '達成' "
                 "departure_reason: '効果は得られた' }"),
             context);
  ASSERT_TRUE(assessed.ok()) << assessed.status();
  testing::Fold(*assessed, state_);
  SheetDocument document = ToDocument(state_.sheet(), DocumentIds::kOmit);
  document.mutable_goals(0)->mutable_evaluation()->set_comment("誤字を直した");
  ThenChanges(document, {"AssessGoals section"});
  EXPECT_EQ(state_.FindGoal("g1")->evaluation().departure_reason(), "効果は得られた");
  document.mutable_goals(0)->mutable_evaluation()->set_rating("一部未達成");
  ThenRefused(document, /*revise=*/true, absl::StatusCode::kFailedPrecondition,
              "DEPARTURE_NEEDS_REASON");
}

TEST_F(TranscribeTest, ADocumentWithdrawsNoGoal) {
  SheetDocument document = Set("goals { level: 'goal' label: '1' withdrawn: true }");
  ThenRefused(document, /*revise=*/false, absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  document.mutable_goals(0)->set_withdrawn(false);
  ThenRefused(document, /*revise=*/false, absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  document.mutable_goals(0)->clear_withdrawn();
  Given(document);
  document.mutable_goals(0)->set_withdrawn(true);
  ThenRefused(document, /*revise=*/true, absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
}

}  // namespace
}  // namespace mokuhyo::domain
