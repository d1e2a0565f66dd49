#ifndef MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_MATCH_H_
#define MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_MATCH_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"

namespace mokuhyo::domain {

// Which goal and indicator of a sheet each one of a document is, found before anything is changed.
//
// A goal is the one of its id; else, among those of its level under the same parent that the
// document does not name, the first with its label; else the first that is left. An indicator is
// the one of its id; else, among those of its goal that the document does not name, the first with
// its label and name; else the first that is left. What is none of them is new and gets the id that
// the document names or one that was never used. A goal that was withdrawn is only one that the
// document says was: what is new does not come in withdrawn.
class DocumentMatch {
 public:
  using GoalPair = std::pair<const documents::v1::DocumentGoal*, std::string>;
  using IndicatorPair = std::pair<const documents::v1::DocumentIndicator*, std::string>;

  // `state` is looked at in here only; `document` must outlive this.
  DocumentMatch(const SheetState& state, const documents::v1::SheetDocument& document);

  // All goals (indicators) of the document with their ids in the sheet, parents first, in order.
  const std::vector<GoalPair>& goals() const { return goals_; }
  const std::vector<IndicatorPair>& indicators() const { return indicators_; }

  // The id of a goal (indicator) of the document.
  const std::string& IdOf(const documents::v1::DocumentGoal& goal) const {
    return goal_ids_.at(&goal);
  }
  const std::string& IdOf(const documents::v1::DocumentIndicator& indicator) const {
    return indicator_ids_.at(&indicator);
  }

  // The goal of the document that a goal of the sheet is; null if the document does not have it.
  const documents::v1::DocumentGoal* FindGoal(const std::string& id) const;
  // True if the document has the indicator.
  bool HasIndicator(const std::string& id) const { return indicators_by_id_.contains(id); }

 private:
  using DocumentGoals = google::protobuf::RepeatedPtrField<documents::v1::DocumentGoal>;

  void CollectNames(const DocumentGoals& goals);
  void MatchGoals(const DocumentGoals& goals, const sheets::v1::Goal* parent);
  void MatchIndicators(const documents::v1::DocumentGoal& goal, const sheets::v1::Goal* here);
  void AssignNewIds(const DocumentGoals& goals);

  const SheetState& state_;
  // Ids that the document itself names: matching by label or position leaves them alone.
  absl::flat_hash_set<std::string> named_goals_;
  absl::flat_hash_set<std::string> named_indicators_;
  absl::flat_hash_map<const documents::v1::DocumentGoal*, std::string> goal_ids_;
  absl::flat_hash_map<const documents::v1::DocumentIndicator*, std::string> indicator_ids_;
  absl::flat_hash_map<std::string, const documents::v1::DocumentGoal*> goals_by_id_;
  absl::flat_hash_set<std::string> indicators_by_id_;
  uint64_t goals_assigned_ = 0;
  uint64_t indicators_assigned_ = 0;
  std::vector<GoalPair> goals_;
  std::vector<IndicatorPair> indicators_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_TRANSCRIPTION_DOCUMENT_MATCH_H_
