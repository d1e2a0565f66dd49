#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/domain/transcription/document_match.h"
#include "libs/domain/transcription/transcribe.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

namespace mokuhyo::domain {

// Brings a sheet, command by command, to what a document says. Used by Transcribe alone; one object
// a document.
//
// Order: sheet, what is to go, goals and indicators (plan), publication, results and narratives,
// assessments, confirmation. Which goal of the sheet a goal of the document is, DocumentMatch says
// before anything changes; later steps go by these ids.
class Transcriber {
 public:
  // `results_date`: see Transcribe. All other arguments must outlive this.
  Transcriber(const SheetState& current, const documents::v1::SheetDocument& document,
              const SheetContext& context, const std::string& reason,
              const std::string& results_date)
      : document_(document), context_(context), results_context_(context), reason_(reason) {
    if (!results_date.empty()) results_context_.effective_date = results_date;
    done_.state = current;
  }

  // All steps. The document has been checked.
  absl::Status Run();
  Transcription Take() { return std::move(done_); }

 private:
  using DocumentGoals = google::protobuf::RepeatedPtrField<documents::v1::DocumentGoal>;
  using Texts = google::protobuf::Map<std::string, std::string>;

  // transcriber.cc: the sheet itself.
  absl::Status SyncSheet();
  absl::Status Publish();
  absl::Status Confirm();
  // Replaces the texts of the result stage among `texts` by those of `here`: they are narratives
  // and have a step of their own.
  void KeepResultTexts(const Texts& here, bool of_goal, Texts* texts) const;

  // transcriber_goals.cc: goals and their links.
  absl::Status RemoveGoals();
  absl::Status SyncGoals(const DocumentGoals& goals, const std::string& parent);
  absl::Status SyncGoal(const documents::v1::DocumentGoal& goal, const std::string& id);
  absl::Status CreateGoal(const documents::v1::DocumentGoal& goal, const std::string& id,
                          const std::string& parent, uint32_t index);
  absl::Status MoveGoal(const std::string& id, const std::string& parent, uint32_t index);
  absl::Status WithdrawGoal(const std::string& id);
  absl::Status SyncLinks(const documents::v1::DocumentGoal& goal, const std::string& id);
  // The goal as CreateGoal and UpdateGoal take it, without what is written with the results.
  sheets::v1::Goal Planned(const documents::v1::DocumentGoal& goal,
                           const sheets::v1::Goal& here) const;

  // transcriber_indicators.cc: indicators as planned.
  absl::Status RemoveIndicators();
  absl::Status RemoveIndicator(const std::string& id);
  absl::Status SyncIndicators(const documents::v1::DocumentGoal& goal, const std::string& id);
  absl::Status SyncIndicator(const documents::v1::DocumentIndicator& indicator,
                             const std::string& id);
  absl::Status SyncTargets();

  // transcriber_results.cc: results, narratives and blanks; transcriber_assessments.cc.
  absl::Status SyncResults();
  absl::Status SyncNarrative();
  absl::Status SyncBlanks();
  absl::Status SyncAssessments();
  absl::Status SyncOtherStages();
  absl::Status SyncStageOfRecord(const forms::v1::AssessmentStage& stage);

  // Decides a command on the state so far and applies its events.
  template <typename Command>
  absl::Status Do(Command command, const std::string& target);
  // The same for a bulk command whose list may be longer than one command takes; nothing if it is
  // empty.
  template <typename Command, typename Entry>
  absl::Status DoInParts(Command command,
                         google::protobuf::RepeatedPtrField<Entry>* (Command::*mutable_entries)(),
                         int entries_at_once, const std::string& target);

  const documents::v1::SheetDocument& document_;
  const SheetContext& context_;
  // The same, on the day of results and evaluation.
  SheetContext results_context_;
  const std::string& reason_;
  Transcription done_;
  // Made once the sheet is there.
  std::optional<DocumentMatch> match_;
  // Goals that go, but only after what the document keeps has moved out of them.
  std::vector<std::string> removed_later_;
  goals::v1::SetTargetsRequest targets_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_H_
