#include <string>

#include "gtest/gtest.h"
#include "libs/domain/transcription/transcribe_test_util.h"

// Documents over sheets in the states of the workflow: they change what single commands may change,
// and what is locked stays as it is.
namespace mokuhyo::domain {
namespace {

using documents::v1::SheetDocument;
using testing::Evaluated;
using testing::Event;
using testing::Fold;
using testing::TranscribeTest;

class TranscribeWorkflowTest : public TranscribeTest {
 protected:
  // A draft with a goal.
  void GivenDraft() {
    Fold({testing::SheetCreatedEvent(),
          Event("goal_created { goal { id: 'g1' level: 'goal' label: '1' } }")},
         state_);
  }

  // Confirmed, and in an edition.
  void GivenPublishedEdition() {
    GivenOperated();
    GivenResult("9");
    Fold({Event("goals_assessed { stage: 'section' of_record: true assessments { goal: 'g1' "
                "assessment { rating: '達成' } } assessments { goal: 'g2' assessment { rating: "
                "'達成' } } }"),
          Event("evaluation_confirmed {}"), Event("edition_published { number: 1 digest: 'x' }")},
         state_);
  }

  SheetDocument Renamed() const {
    SheetDocument document = ToDocument(state_.sheet(), DocumentIds::kOmit);
    document.mutable_goals(0)->set_title("改めた題");
    return document;
  }
};

TEST_F(TranscribeWorkflowTest, WhatIsLockedIsNotRevised) {
  reason_ = "紙の正本に合わせる";
  GivenDraft();
  Fold({Event("goals_submitted {}")}, state_);
  ThenRefused(Renamed(), /*revise=*/true, absl::StatusCode::kFailedPrecondition, "GOALS_SUBMITTED");
  Fold({Event("goals_approved {}")}, state_);
  ThenRefused(Renamed(), /*revise=*/true, absl::StatusCode::kFailedPrecondition, "GOALS_APPROVED");
  // The document that says the same is no change.
  ThenChanges(ToDocument(state_.sheet(), DocumentIds::kOmit), {});

  state_ = SheetState();
  GivenOperated();
  GivenResult("9");
  Fold({Event("evaluation_submitted {}")}, state_);
  ThenRefused(Renamed(), /*revise=*/true, absl::StatusCode::kFailedPrecondition,
              "EVALUATION_SUBMITTED");
}

TEST_F(TranscribeWorkflowTest, ADraftIsPublishedOnlyWithTheApprovalThatTheFormWants) {
  form_.mutable_workflow()->set_goals_need_approval(true);
  GivenDraft();
  ThenRefused(Renamed(), /*revise=*/true, absl::StatusCode::kFailedPrecondition,
              "GOALS_NOT_APPROVED");
  Fold({Event("goals_submitted {}"), Event("goals_approved {}"), Event("goals_published {}")},
       state_);
  reason_ = "紙の正本に合わせる";
  ThenChanges(Renamed(), {"UpdateGoal g1"});
}

TEST_F(TranscribeWorkflowTest, AReopenedSheetIsRevisedAndConfirmedAgain) {
  reason_ = "紙の正本に合わせる";
  GivenPublishedEdition();
  ThenRefused(Renamed(), /*revise=*/true, absl::StatusCode::kFailedPrecondition,
              "EVALUATION_CONFIRMED");
  const SheetDocument document = Renamed();
  Fold({Event("evaluation_reopened {}")}, state_);
  ThenChanges(document, {"UpdateGoal g1", "ConfirmEvaluation cities/test/sheets/s"});
  EXPECT_EQ(state_.sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED);
}

TEST_F(TranscribeWorkflowTest, ATranscribedSheetIsRevisedInEveryState) {
  Fold({testing::TranscribedSheetCreatedEvent(),
        Event("goal_created { goal { id: 'g1' level: 'goal' label: '1' } }"),
        Event("goals_submitted {}")},
       state_);
  const SheetDocument document = Evaluated("goals { level: 'goal' label: '1' title: '道路' }");
  Given(document);
  EXPECT_EQ(state_.sheet().state(), sheets::v1::SHEET_STATE_CONFIRMED);
  EXPECT_EQ(state_.sheet().transitions(2).kind(), sheets::v1::Transition::KIND_GOALS_PUBLISHED);
  ThenPrints(document);
}

}  // namespace
}  // namespace mokuhyo::domain
