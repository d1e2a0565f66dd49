#include <map>
#include <string>
#include <utility>

#include "libs/domain/sheet/checks.h"
#include "libs/domain/transcription/transcriber.h"
#include "libs/domain/transcription/transcriber_do.h"

namespace mokuhyo::domain {
namespace {

using evaluations::v1::AssessGoalsRequest;
using evaluations::v1::GoalAssessment;

// True if rating, comment and issues are the same. Absent and "" are different things.
template <class A, class B>
bool SameAssessment(const A& a, const B& b) {
  return a.has_rating() == b.has_rating() && a.rating() == b.rating() &&
         a.has_comment() == b.has_comment() && a.comment() == b.comment() &&
         a.has_issues() == b.has_issues() && a.issues() == b.issues();
}

// Copies rating, comment and issues, each only if it is there.
template <class From>
void CopyAssessment(const From& from, GoalAssessment& to) {
  if (from.has_rating()) to.set_rating(from.rating());
  if (from.has_comment()) to.set_comment(from.comment());
  if (from.has_issues()) to.set_issues(from.issues());
}

// The assessments to give and to take away at the stages that are not of record, by place and
// stage. New ones go to the end, so from the first place where the stages differ on all are taken
// away (first, at kAway) and given anew in their order.
class OtherStages {
 public:
  static constexpr int kAway = -1;

  // `goal` and `indicator` name what is rated.
  template <class Wanted, class Here>
  void Compare(const Wanted& wanted, const Here& here, const std::string& goal,
               const std::string& indicator) {
    const auto& there = wanted.evaluation().assessments();
    const auto& known = here.evaluation().assessments();
    const auto add = [&](int place, const std::string& stage) -> GoalAssessment& {
      GoalAssessment& assessment = *commands[{place, stage}].add_assessments();
      assessment.set_goal(goal);
      assessment.set_indicator(indicator);
      return assessment;
    };
    int same = 0;
    while (same < there.size() && same < known.size() &&
           there[same].stage() == known[same].stage()) {
      if (!SameAssessment(there[same], known[same]))
        CopyAssessment(there[same], add(same, there[same].stage()));
      ++same;
    }
    for (int i = same; i < known.size(); ++i) add(kAway, known[i].stage()).set_remove(true);
    for (int i = same; i < there.size(); ++i) CopyAssessment(there[i], add(i, there[i].stage()));
  }

  std::map<std::pair<int, std::string>, AssessGoalsRequest> commands;
};

}  // namespace

absl::Status Transcriber::SyncAssessments() {
  const forms::v1::AssessmentStage* of_record = StageOfRecord(context_.form);
  if (of_record == nullptr) return absl::OkStatus();
  // The stage of record comes last: taking the last assessment of another stage away takes an
  // otherwise empty evaluation with it, and an empty evaluation is a thing of its own.
  MOKUHYO_RETURN_IF_ERROR(SyncOtherStages());
  return SyncStageOfRecord(*of_record);
}

absl::Status Transcriber::SyncOtherStages() {
  OtherStages others;
  for (const auto& [goal, id] : match_->goals())
    others.Compare(*goal, *done_.state.FindGoal(id), id, "");
  for (const auto& [indicator, id] : match_->indicators()) {
    others.Compare(*indicator, *done_.state.FindIndicator(id), done_.state.GoalOfIndicator(id), id);
  }
  for (auto& [place, assess] : others.commands) {
    const std::string& stage = place.second;
    assess.set_parent(document_.name());
    assess.set_stage(stage);
    MOKUHYO_RETURN_IF_ERROR(DoInParts(std::move(assess), &AssessGoalsRequest::mutable_assessments,
                                      kMaxBulkEntries, stage));
  }
  return absl::OkStatus();
}

absl::Status Transcriber::SyncStageOfRecord(const forms::v1::AssessmentStage& stage) {
  AssessGoalsRequest assess;
  assess.set_parent(document_.name());
  assess.set_stage(stage.key());
  const auto compare = [&](const auto& wanted, const auto& here, const std::string& goal,
                           const std::string& indicator) {
    if (wanted.has_evaluation() == here.has_evaluation() &&
        SameAssessment(wanted.evaluation(), here.evaluation())) {
      return;
    }
    GoalAssessment& assessment = *assess.add_assessments();
    assessment.set_goal(goal);
    assessment.set_indicator(indicator);
    assessment.set_remove(!wanted.has_evaluation());
    CopyAssessment(wanted.evaluation(), assessment);
    // A document does not print why a rating departs; as long as the rating stands, so does that.
    if (wanted.evaluation().has_rating() &&
        wanted.evaluation().rating() == here.evaluation().rating()) {
      assessment.set_departure_reason(here.evaluation().departure_reason());
    }
  };
  for (const auto& [goal, id] : match_->goals()) compare(*goal, *done_.state.FindGoal(id), id, "");
  for (const auto& [indicator, id] : match_->indicators()) {
    compare(*indicator, *done_.state.FindIndicator(id), done_.state.GoalOfIndicator(id), id);
  }
  return DoInParts(std::move(assess), &AssessGoalsRequest::mutable_assessments, kMaxBulkEntries,
                   stage.key());
}

}  // namespace mokuhyo::domain
