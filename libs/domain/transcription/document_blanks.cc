#include "libs/domain/transcription/document_blanks.h"

#include "absl/strings/str_cat.h"
#include "libs/domain/results/goal_path.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/document.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentEvaluation;
using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;

template <class From, class To>
void CopyAssessment(const From& from, To& to) {
  to.set_rating(from.rating());
  to.set_comment(from.comment());
  to.set_issues(from.issues());
}

sheets::v1::Evaluation ToEvaluation(const DocumentEvaluation& document) {
  sheets::v1::Evaluation evaluation;
  CopyAssessment(document, evaluation);
  for (const auto& assessment : document.assessments())
    CopyAssessment(assessment, *evaluation.add_assessments());
  return evaluation;
}

// The goal as it stands in the sheet once the document is in it, as far as it matters what is
// empty.
sheets::v1::Goal Filled(const DocumentGoal& document) {
  sheets::v1::Goal goal = ToGoal(document);
  if (document.has_evaluation()) *goal.mutable_evaluation() = ToEvaluation(document.evaluation());
  for (int i = 0; i < document.indicators_size(); ++i) {
    const DocumentIndicator& from = document.indicators(i);
    sheets::v1::Indicator& to = *goal.mutable_indicators(i);
    if (from.has_result()) to.mutable_result()->set_text(from.result());
    if (from.has_result_detail()) {
      sheets::v1::ResultDetail& detail = *to.mutable_result_detail();
      detail.set_measured_on(from.result_detail().measured_on());
      detail.set_numerator(from.result_detail().numerator());
      detail.set_denominator(from.result_detail().denominator());
    }
    for (const auto& result : from.results()) {
      sheets::v1::PeriodResult& copy = *to.add_results();
      copy.set_period(result.period());
      copy.set_kind(result.kind());
      copy.mutable_value()->set_text(result.value());
      copy.set_measured_on(result.measured_on());
      copy.set_numerator(result.numerator());
      copy.set_denominator(result.denominator());
    }
    if (from.has_evaluation()) *to.mutable_evaluation() = ToEvaluation(from.evaluation());
  }
  return goal;
}

}  // namespace

void CheckDocumentBlanks(const DocumentGoal& goal, const forms::v1::Form& form,
                         const std::string& path, base::Violations& violations) {
  if (goal.intentionally_blank().empty()) return;
  const sheets::v1::Goal filled = Filled(goal);
  for (int i = 0; i < goal.intentionally_blank_size(); ++i) {
    const std::string& field = goal.intentionally_blank(i);
    // CheckGoalFields tells of an entry that names nothing at all.
    if (field.empty()) continue;
    const std::string entry = ItemPath(JoinPath(path, "intentionally_blank"), i);
    switch (FindField(filled, form, field)) {
      case GoalField::kUnknown:
        violations.Add(entry, absl::StrCat("a goal has no field '", field,
                                           "'; fields are named as in the document, for example "
                                           "evaluation.comment"));
        break;
      case GoalField::kFilled:
        violations.Add(entry, absl::StrCat("'", field, "' is not empty in this goal"));
        break;
      case GoalField::kEmpty:
        break;
    }
  }
}

}  // namespace mokuhyo::domain
