#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "libs/domain/transcription/transcribe.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

namespace mokuhyo::domain {

// Brings a sheet, command by command, to what a document says. Used by Transcribe alone; one object
// a document.
//
// Order: sheet, goals and indicators (plan), publication, results and narratives, assessments,
// confirmation. A goal of the document and the goal of the sheet that it is are paired by
// SyncGoals; later steps go by these pairs.
class Transcriber {
 public:
  Transcriber(const SheetState& current, const documents::v1::SheetDocument& document,
              const SheetContext& context, const std::string& reason)
      : document_(document), context_(context), reason_(reason) {
    done_.state = current;
  }

  // All steps. The document has been checked.
  absl::Status Run();
  Transcription Take() { return std::move(done_); }

 private:
  using DocumentGoals = google::protobuf::RepeatedPtrField<documents::v1::DocumentGoal>;
  using DocumentIndicators = google::protobuf::RepeatedPtrField<documents::v1::DocumentIndicator>;

  // transcriber.cc: the sheet itself.
  absl::Status SyncSheet();
  absl::Status Publish();
  absl::Status Confirm();

  // transcriber_goals.cc: goals, their links and their indicators as planned.
  absl::Status SyncGoals(const DocumentGoals& goals, const std::string& parent);
  absl::Status SyncGoal(const documents::v1::DocumentGoal& goal, const std::string& id);
  absl::Status CreateGoal(const documents::v1::DocumentGoal& goal, const std::string& parent,
                          uint32_t index, std::string& id);
  absl::Status SyncLinks(const documents::v1::DocumentGoal& goal, const std::string& id);
  absl::Status SyncIndicators(const DocumentIndicators& indicators, const std::string& goal);
  absl::Status SyncIndicator(const documents::v1::DocumentIndicator& indicator,
                             const std::string& id);
  absl::Status RemoveIndicator(const std::string& id);
  absl::Status RemoveLeftOver();
  // For each goal of the list, the goal of the sheet that it is; "" for a new one.
  std::vector<std::string> Match(const DocumentGoals& goals, const std::string& parent) const;
  // The goal as CreateGoal and UpdateGoal take it: without what is written with the results.
  sheets::v1::Goal Planned(const documents::v1::DocumentGoal& goal) const;

  // transcriber_results.cc: results, narratives, assessments.
  absl::Status SyncResults();
  absl::Status SyncNarrative();
  absl::Status SyncAssessments();
  absl::Status SyncBlanks();

  // Decides a command on the state so far and applies its events.
  template <typename Command>
  absl::Status Do(Command command, const std::string& target);

  const documents::v1::SheetDocument& document_;
  const SheetContext& context_;
  const std::string& reason_;
  Transcription done_;
  // Pairs of SyncGoals, in document order.
  std::vector<std::pair<const documents::v1::DocumentGoal*, std::string>> goals_;
  std::vector<std::pair<const documents::v1::DocumentIndicator*, std::string>> indicators_;
  absl::flat_hash_set<std::string> matched_;
  // Ids that the document itself names: matching by label or position leaves them alone.
  absl::flat_hash_set<std::string> named_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_TRANSCRIBER_H_
