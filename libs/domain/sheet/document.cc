#include "libs/domain/sheet/document.h"

#include "libs/domain/sheet/copy_optional.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentEvaluation;
using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;
using documents::v1::SheetDocument;
using sheets::v1::Evaluation;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using sheets::v1::Sheet;

SheetDocument::State StateOf(const Sheet& sheet) {
  if (HasReached(sheet.state(), sheets::v1::SHEET_STATE_CONFIRMED)) return SheetDocument::EVALUATED;
  if (HasReached(sheet.state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED))
    return SheetDocument::RESULTS_REPORTED;
  return SheetDocument::GOALS_SET;
}

// The fields that a sheet and its document have in common.
template <class From, class To>
void CopySheetFields(const From& from, To& to) {
  to.set_name(from.name());
  to.set_form(from.form());
  to.set_fiscal_year(from.fiscal_year());
  to.set_org_unit(from.org_unit());
  MOKUHYO_COPY_OPTIONAL(title, from, to);
  MOKUHYO_COPY_OPTIONAL(subtitle, from, to);
  MOKUHYO_COPY_OPTIONAL(contact, from, to);
  MOKUHYO_COPY_OPTIONAL(material_number, from, to);
  MOKUHYO_COPY_OPTIONAL(created_on, from, to);
  MOKUHYO_COPY_OPTIONAL(revised_on, from, to);
  MOKUHYO_COPY_OPTIONAL(evaluated_on, from, to);
  MOKUHYO_COPY_OPTIONAL(replacement, from, to);
  *to.mutable_texts() = from.texts();
  *to.mutable_notes() = from.notes();
  *to.mutable_editorial() = from.editorial();
}

// The fields that a goal and that of a document have in common, without indicators, evaluation and
// children.
template <class From, class To>
void CopyGoalFields(const From& from, To& to) {
  to.set_level(from.level());
  MOKUHYO_COPY_OPTIONAL(label, from, to);
  MOKUHYO_COPY_OPTIONAL(title, from, to);
  MOKUHYO_COPY_OPTIONAL(subtitle, from, to);
  MOKUHYO_COPY_OPTIONAL(responsible_unit, from, to);
  *to.mutable_texts() = from.texts();
  *to.mutable_initiatives() = from.initiatives();
  *to.mutable_accomplishments() = from.accomplishments();
  *to.mutable_marks() = from.marks();
  if (from.has_not_counted()) *to.mutable_not_counted() = from.not_counted();
  *to.mutable_contributes_to() = from.contributes_to();
  *to.mutable_intentionally_blank() = from.intentionally_blank();
  *to.mutable_editorial() = from.editorial();
}

// The fields that an indicator and that of a document have in common and that are no values.
template <class From, class To>
void CopyIndicatorFields(const From& from, To& to) {
  MOKUHYO_COPY_OPTIONAL(series, from, to);
  MOKUHYO_COPY_OPTIONAL(label, from, to);
  MOKUHYO_COPY_OPTIONAL(name, from, to);
  MOKUHYO_COPY_OPTIONAL(unit, from, to);
  MOKUHYO_COPY_OPTIONAL(direction, from, to);
  MOKUHYO_COPY_OPTIONAL(definition, from, to);
  MOKUHYO_COPY_OPTIONAL(supplement, from, to);
  if (from.has_accumulation()) *to.mutable_accumulation() = from.accumulation();
}

DocumentEvaluation ToDocumentEvaluation(const Evaluation& evaluation) {
  DocumentEvaluation document;
  MOKUHYO_COPY_OPTIONAL(rating, evaluation, document);
  MOKUHYO_COPY_OPTIONAL(comment, evaluation, document);
  MOKUHYO_COPY_OPTIONAL(issues, evaluation, document);
  for (const sheets::v1::Assessment& assessment : evaluation.assessments()) {
    documents::v1::DocumentAssessment& copy = *document.add_assessments();
    copy.set_stage(assessment.stage());
    MOKUHYO_COPY_OPTIONAL(rating, assessment, copy);
    MOKUHYO_COPY_OPTIONAL(comment, assessment, copy);
    MOKUHYO_COPY_OPTIONAL(issues, assessment, copy);
  }
  return document;
}

DocumentIndicator ToDocumentIndicator(const Indicator& indicator, DocumentIds ids) {
  DocumentIndicator document;
  if (ids == DocumentIds::kInclude) document.set_id(indicator.id());
  CopyIndicatorFields(indicator, document);
  for (const sheets::v1::PastValue& past : indicator.past()) {
    documents::v1::DocumentPastValue& copy = *document.add_past();
    copy.set_fiscal_year(past.fiscal_year());
    if (past.has_value()) copy.set_value(past.value().text());
  }
  if (indicator.has_target()) document.set_target(indicator.target().text());
  if (indicator.has_result()) document.set_result(indicator.result().text());
  const sheets::v1::ResultDetail& detail = indicator.result_detail();
  // The day of the report is kept too, but not printed.
  if (detail.has_measured_on() || detail.has_numerator() || detail.has_denominator()) {
    documents::v1::DocumentResultDetail& copy = *document.mutable_result_detail();
    MOKUHYO_COPY_OPTIONAL(measured_on, detail, copy);
    MOKUHYO_COPY_OPTIONAL(numerator, detail, copy);
    MOKUHYO_COPY_OPTIONAL(denominator, detail, copy);
  }
  for (const sheets::v1::PeriodResult& result : indicator.results()) {
    documents::v1::DocumentResult& copy = *document.add_results();
    copy.set_period(result.period());
    MOKUHYO_COPY_OPTIONAL(kind, result, copy);
    if (result.has_value()) copy.set_value(result.value().text());
    MOKUHYO_COPY_OPTIONAL(measured_on, result, copy);
    MOKUHYO_COPY_OPTIONAL(numerator, result, copy);
    MOKUHYO_COPY_OPTIONAL(denominator, result, copy);
  }
  if (indicator.has_evaluation())
    *document.mutable_evaluation() = ToDocumentEvaluation(indicator.evaluation());
  return document;
}

DocumentGoal ToDocumentGoal(const Goal& goal, DocumentIds ids) {
  DocumentGoal document;
  if (ids == DocumentIds::kInclude) document.set_id(goal.id());
  CopyGoalFields(goal, document);
  for (const Indicator& indicator : goal.indicators()) {
    *document.add_indicators() = ToDocumentIndicator(indicator, ids);
  }
  if (goal.has_evaluation())
    *document.mutable_evaluation() = ToDocumentEvaluation(goal.evaluation());
  for (const Goal& child : goal.goals()) *document.add_goals() = ToDocumentGoal(child, ids);
  if (goal.withdrawn()) document.set_withdrawn(true);
  return document;
}

}  // namespace

SheetDocument ToDocument(const Sheet& sheet, DocumentIds ids) {
  SheetDocument document;
  CopySheetFields(sheet, document);
  if (sheet.form_version_named() || ids == DocumentIds::kInclude)
    document.set_form_version(sheet.form_version());
  document.set_state(StateOf(sheet));
  for (const Goal& goal : sheet.goals()) *document.add_goals() = ToDocumentGoal(goal, ids);
  *document.mutable_declared_totals() = sheet.declared_totals();
  return document;
}

Sheet ToSheet(const SheetDocument& document) {
  Sheet sheet;
  CopySheetFields(document, sheet);
  sheet.set_form_version(document.form_version());
  return sheet;
}

Goal ToGoal(const DocumentGoal& document) {
  Goal goal;
  goal.set_id(document.id());
  CopyGoalFields(document, goal);
  for (const DocumentIndicator& indicator : document.indicators())
    *goal.add_indicators() = ToIndicator(indicator);
  return goal;
}

Indicator ToIndicator(const DocumentIndicator& document) {
  Indicator indicator;
  indicator.set_id(document.id());
  CopyIndicatorFields(document, indicator);
  for (const documents::v1::DocumentPastValue& past : document.past()) {
    sheets::v1::PastValue& copy = *indicator.add_past();
    copy.set_fiscal_year(past.fiscal_year());
    if (past.has_value()) copy.mutable_value()->set_text(past.value());
  }
  if (document.has_target()) indicator.mutable_target()->set_text(document.target());
  return indicator;
}

}  // namespace mokuhyo::domain
