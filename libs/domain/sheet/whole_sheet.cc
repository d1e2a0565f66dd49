#include "libs/domain/sheet/whole_sheet.h"

#include "libs/domain/sheet/copy_optional.h"
#include "libs/domain/sheet/document.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentEvaluation;
using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;
using documents::v1::SheetDocument;

sheets::v1::Evaluation ToEvaluation(const DocumentEvaluation& document) {
  sheets::v1::Evaluation evaluation;
  MOKUHYO_COPY_OPTIONAL(rating, document, evaluation);
  MOKUHYO_COPY_OPTIONAL(comment, document, evaluation);
  MOKUHYO_COPY_OPTIONAL(issues, document, evaluation);
  for (const documents::v1::DocumentAssessment& assessment : document.assessments()) {
    sheets::v1::Assessment& copy = *evaluation.add_assessments();
    copy.set_stage(assessment.stage());
    MOKUHYO_COPY_OPTIONAL(rating, assessment, copy);
    MOKUHYO_COPY_OPTIONAL(comment, assessment, copy);
    MOKUHYO_COPY_OPTIONAL(issues, assessment, copy);
  }
  return evaluation;
}

void AddResults(const DocumentIndicator& document, sheets::v1::Indicator& indicator) {
  if (document.has_result()) indicator.mutable_result()->set_text(document.result());
  if (document.has_result_detail()) {
    sheets::v1::ResultDetail& copy = *indicator.mutable_result_detail();
    MOKUHYO_COPY_OPTIONAL(measured_on, document.result_detail(), copy);
    MOKUHYO_COPY_OPTIONAL(numerator, document.result_detail(), copy);
    MOKUHYO_COPY_OPTIONAL(denominator, document.result_detail(), copy);
  }
  for (const documents::v1::DocumentResult& result : document.results()) {
    sheets::v1::PeriodResult& copy = *indicator.add_results();
    copy.set_period(result.period());
    MOKUHYO_COPY_OPTIONAL(kind, result, copy);
    if (result.has_value()) copy.mutable_value()->set_text(result.value());
    MOKUHYO_COPY_OPTIONAL(measured_on, result, copy);
    MOKUHYO_COPY_OPTIONAL(numerator, result, copy);
    MOKUHYO_COPY_OPTIONAL(denominator, result, copy);
  }
  if (document.has_evaluation())
    *indicator.mutable_evaluation() = ToEvaluation(document.evaluation());
}

sheets::v1::Goal ToWholeGoal(const DocumentGoal& document) {
  sheets::v1::Goal goal = ToGoal(document);
  for (int i = 0; i < document.indicators_size(); ++i)
    AddResults(document.indicators(i), *goal.mutable_indicators(i));
  if (document.has_evaluation()) *goal.mutable_evaluation() = ToEvaluation(document.evaluation());
  for (const DocumentGoal& child : document.goals()) *goal.add_goals() = ToWholeGoal(child);
  goal.set_withdrawn(document.withdrawn());
  return goal;
}

sheets::v1::SheetState StateOf(const SheetDocument& document) {
  switch (document.state()) {
    case SheetDocument::RESULTS_REPORTED:
      return sheets::v1::SHEET_STATE_RESULTS_REPORTED;
    case SheetDocument::EVALUATED:
      return sheets::v1::SHEET_STATE_CONFIRMED;
    default:
      return sheets::v1::SHEET_STATE_GOALS_PUBLISHED;
  }
}

}  // namespace

sheets::v1::Sheet ToWholeSheet(const SheetDocument& document) {
  sheets::v1::Sheet sheet = ToSheet(document);
  sheet.set_form_version_named(document.has_form_version());
  sheet.set_state(StateOf(document));
  for (const DocumentGoal& goal : document.goals()) *sheet.add_goals() = ToWholeGoal(goal);
  *sheet.mutable_declared_totals() = document.declared_totals();
  return sheet;
}

}  // namespace mokuhyo::domain
