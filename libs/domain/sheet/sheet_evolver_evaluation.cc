#include <algorithm>

#include "libs/domain/sheet/sheet_evolver.h"

namespace mokuhyo::domain {
namespace {

using sheets::v1::Assessment;
using sheets::v1::Evaluation;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using GoalAssessment = events::v1::GoalsAssessed::GoalAssessment;
using Texts = google::protobuf::Map<std::string, std::string>;

void MergeTexts(const Texts& changed,
                const google::protobuf::RepeatedPtrField<std::string>& removed, Texts* texts) {
  for (const auto& [key, text] : changed) (*texts)[key] = text;
  for (const std::string& key : removed) texts->erase(key);
}

// The rating of record: it stands in the evaluation itself.
void AssessOfRecord(const GoalAssessment& given, Evaluation* evaluation) {
  evaluation->clear_rating();
  evaluation->clear_comment();
  evaluation->clear_issues();
  evaluation->clear_suggestion();
  evaluation->clear_departure_reason();
  if (given.removed()) return;
  const Assessment& assessment = given.assessment();
  if (assessment.has_rating()) evaluation->set_rating(assessment.rating());
  if (assessment.has_comment()) evaluation->set_comment(assessment.comment());
  if (assessment.has_issues()) evaluation->set_issues(assessment.issues());
  if (given.has_suggestion()) *evaluation->mutable_suggestion() = given.suggestion();
  evaluation->set_departure_reason(given.departure_reason());
}

void AssessAtStage(const std::string& stage, const GoalAssessment& given, Evaluation* evaluation) {
  auto* assessments = evaluation->mutable_assessments();
  const auto found =
      std::find_if(assessments->begin(), assessments->end(),
                   [&](const Assessment& assessment) { return assessment.stage() == stage; });
  if (given.removed()) {
    if (found != assessments->end()) assessments->erase(found);
    return;
  }
  Assessment& place = found == assessments->end() ? *assessments->Add() : *found;
  place = given.assessment();
  place.set_stage(stage);
}

template <class Rated>
void Assess(const events::v1::GoalsAssessed& event, const GoalAssessment& given, Rated* rated) {
  // Taking away what is not there must not leave an empty evaluation behind.
  if (given.removed() && !rated->has_evaluation()) return;
  Evaluation* evaluation = rated->mutable_evaluation();
  if (event.of_record()) {
    AssessOfRecord(given, evaluation);
  } else {
    AssessAtStage(event.stage(), given, evaluation);
  }
  if (given.removed() && evaluation->ByteSizeLong() == 0) rated->clear_evaluation();
}

}  // namespace

void SheetEvolver::Apply(const events::v1::NarrativeRecorded& event) {
  MergeTexts(event.texts(), event.removed_texts(), state_.sheet_.mutable_texts());
  for (const auto& narrative : event.goals()) {
    Goal* goal = Touch(narrative.goal());
    if (goal == nullptr) continue;
    MergeTexts(narrative.texts(), narrative.removed_texts(), goal->mutable_texts());
    if (narrative.replace_accomplishments())
      *goal->mutable_accomplishments() = narrative.accomplishments();
  }
  Advance(sheets::v1::SHEET_STATE_RESULTS_REPORTED);
}

void SheetEvolver::Apply(const events::v1::GoalsAssessed& event) {
  for (const GoalAssessment& given : event.assessments()) {
    if (given.indicator().empty()) {
      if (Goal* goal = Touch(given.goal()); goal != nullptr) Assess(event, given, goal);
    } else if (Indicator* indicator = TouchIndicator(given.indicator()); indicator != nullptr) {
      Assess(event, given, indicator);
    }
  }
  Advance(sheets::v1::SHEET_STATE_ASSESSED);
}

}  // namespace mokuhyo::domain
