#include "libs/domain/transcription/document_check.h"

#include <set>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "libs/base/date.h"
#include "libs/base/resource_name.h"
#include "libs/base/text_check.h"
#include "libs/base/violations.h"
#include "libs/domain/evaluation/assessments.h"
#include "libs/domain/results/result_report.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/transcription/document_blanks.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentEvaluation;
using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;
using documents::v1::DocumentResult;
using documents::v1::SheetDocument;

// `responsible_unit` → `responsibleUnit`: the names of the file are those of proto3 JSON. Keys of
// texts and counts are no names of fields and stay as they are.
std::string ToJsonPath(const std::string& path) {
  std::string json;
  bool key = false;
  for (const absl::string_view segment : absl::StrSplit(path, '.')) {
    if (!json.empty()) json += '.';
    bool upper = false;
    for (const char c : segment) {
      if (c == '_' && !key) {
        upper = true;
      } else {
        json += upper ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c;
        upper = false;
      }
    }
    key = key || segment == "texts" || segment == "counts";
  }
  return json;
}

// Calls `visit(key)` in byte order: violations come in the same order every time.
template <class Map, class Visit>
void VisitKeys(const Map& map, const Visit& visit) {
  std::set<std::string> keys;
  for (const auto& [key, value] : map) keys.insert(key);
  for (const std::string& key : keys) visit(key);
}

class DocumentChecker {
 public:
  DocumentChecker(const SheetDocument& document, const SheetContext& context)
      : document_(document), context_(context) {}

  absl::Status Check() {
    CheckHead();
    if (document_.goals().empty()) violations_.Add("goals", "a document needs at least one goal");
    CheckGoals(document_.goals(), "", "", 1);
    if (goal_count_ > kMaxGoals) {
      violations_.Add("goals",
                      absl::StrCat("has ", goal_count_, " goals; a sheet may have ", kMaxGoals));
    }
    base::Violations renamed;
    for (const auto& violation : violations_.list())
      renamed.Add(ToJsonPath(violation.field), violation.description);
    return renamed.ToStatus();
  }

 private:
  void CheckHead() {
    const auto name = base::ParseSheetName(document_.name(), "name");
    if (name.ok()) city_ = name->city;
    violations_.Add(name.status());
    if (document_.state() == SheetDocument::STATE_UNSPECIFIED) {
      violations_.Add("state", "is required: GOALS_SET, RESULTS_REPORTED or EVALUATED");
    }
    if (document_.fiscal_year() < kFirstFiscalYear || document_.fiscal_year() > kLastFiscalYear) {
      violations_.Add("fiscal_year", absl::StrCat("must be a year from ", kFirstFiscalYear, " to ",
                                                  kLastFiscalYear));
    }
    if (!context_.organization.Knows(document_.org_unit())) {
      violations_.Add("org_unit", absl::StrCat("no org unit \"", document_.org_unit(),
                                               "\" in this city; open it first (OpenOrgUnit)"));
    }
    CheckSheetFields(ToSheet(document_), context_.form, "", violations_);
    CheckDeclaredTotals(document_.declared_totals(), context_.form, "declared_totals", violations_);
    VisitKeys(document_.texts(), [&](const std::string& key) {
      CheckStage(key, /*of_goal=*/false, JoinPath("texts", key));
    });
  }

  void CheckGoals(const google::protobuf::RepeatedPtrField<DocumentGoal>& goals,
                  const std::string& path, const std::string& parent_level, int depth) {
    for (int i = 0; i < goals.size(); ++i) {
      CheckGoal(goals[i], absl::StrCat(JoinPath(path, "goals"), "[", i, "]"), parent_level, depth);
    }
  }

  void CheckGoal(const DocumentGoal& goal, const std::string& path, const std::string& parent_level,
                 int depth) {
    ++goal_count_;
    if (depth > kMaxDepth) {
      violations_.Add(path,
                      absl::StrCat("stands ", depth, " deep; a tree may be ", kMaxDepth, " deep"));
      return;
    }
    if (goal.has_id()) CheckId(goal.id(), JoinPath(path, "id"), goal_ids_);
    CheckGoalFields(ToGoal(goal), context_, document_.fiscal_year(), path, violations_);
    if (FindLevel(context_.form, goal.level()) != nullptr) {
      CheckLevelUnder(context_.form, goal.level(), parent_level, JoinPath(path, "level"),
                      violations_);
    }
    CheckLinksStayInCity(goal, path);
    CheckDocumentBlanks(goal, context_.form, path, violations_);
    VisitKeys(goal.texts(), [&](const std::string& key) {
      CheckStage(key, /*of_goal=*/true, absl::StrCat(path, ".texts.", key));
    });
    if (!goal.accomplishments().empty())
      CheckGoesTo(SheetDocument::RESULTS_REPORTED, JoinPath(path, "accomplishments"));
    if (goal.has_evaluation())
      CheckEvaluation(goal.evaluation(), JoinPath(path, "evaluation"), goal.level());
    for (int i = 0; i < goal.indicators_size(); ++i) {
      CheckIndicator(goal.indicators(i), absl::StrCat(path, ".indicators[", i, "]"), goal.level());
    }
    CheckGoals(goal.goals(), path, goal.level(), depth + 1);
  }

  void CheckLinksStayInCity(const DocumentGoal& goal, const std::string& path) {
    for (int i = 0; i < goal.contributes_to_size(); ++i) {
      const auto sheet = base::ParseSheetName(goal.contributes_to(i).sheet(), "sheet");
      // CheckGoalFields tells of a name that is none.
      if (!sheet.ok() || city_.empty() || sheet->city == city_) continue;
      violations_.Add(absl::StrCat(path, ".contributes_to[", i, "].sheet"),
                      absl::StrCat("must be a sheet of the same city, cities/", city_));
    }
  }

  void CheckIndicator(const DocumentIndicator& indicator, const std::string& path,
                      const std::string& level) {
    if (indicator.has_id()) CheckId(indicator.id(), JoinPath(path, "id"), indicator_ids_);
    if (indicator.has_result()) {
      CheckGoesTo(SheetDocument::RESULTS_REPORTED, JoinPath(path, "result"));
      CheckValueText(indicator.result(), JoinPath(path, "result"), violations_);
    }
    if (indicator.has_result_detail())
      CheckResultDetail(indicator, JoinPath(path, "result_detail"));
    if (indicator.results_size() > kMaxPeriodResults) {
      violations_.Add(
          JoinPath(path, "results"),
          absl::StrCat("has ", indicator.results_size(), " entries; at most ", kMaxPeriodResults));
    }
    absl::flat_hash_set<std::string> periods;
    for (int i = 0; i < indicator.results_size(); ++i) {
      const DocumentResult& result = indicator.results(i);
      const std::string result_path = absl::StrCat(path, ".results[", i, "]");
      CheckGoesTo(SheetDocument::RESULTS_REPORTED, result_path);
      CheckResult(result, result_path);
      if (!periods.insert(result.period()).second) {
        violations_.Add(JoinPath(result_path, "period"), "stands twice for this indicator");
      }
    }
    if (indicator.has_evaluation()) {
      const std::string evaluation = JoinPath(path, "evaluation");
      CheckEvaluation(indicator.evaluation(), evaluation, level);
      if (indicator.evaluation().has_rating())
        CheckIndicatorsAreRated(context_, JoinPath(evaluation, "rating"), violations_);
    }
  }

  void CheckResult(const DocumentResult& result, const std::string& path) {
    if (result.period().empty()) violations_.Add(JoinPath(path, "period"), "is required");
    base::CheckLine(JoinPath(path, "period"), result.period(), kMaxLabelCharacters, violations_);
    base::CheckLine(JoinPath(path, "kind"), result.kind(), kMaxLabelCharacters, violations_);
    CheckValueText(result.value(), JoinPath(path, "value"), violations_);
    CheckDetail(result, path);
  }

  // What a result says besides its value.
  template <typename Result>
  void CheckDetail(const Result& result, const std::string& path) {
    if (result.has_measured_on() && !base::IsDate(result.measured_on())) {
      violations_.Add(JoinPath(path, "measured_on"), "must be a day, YYYY-MM-DD");
    }
    if (result.has_numerator())
      CheckNumerator(result.numerator(), JoinPath(path, "numerator"), violations_);
    if (result.has_denominator())
      CheckDenominator(result.denominator(), JoinPath(path, "denominator"), violations_);
  }

  // What is said of the result of the whole year goes with that result.
  void CheckResultDetail(const DocumentIndicator& indicator, const std::string& path) {
    const documents::v1::DocumentResultDetail& detail = indicator.result_detail();
    CheckGoesTo(SheetDocument::RESULTS_REPORTED, path);
    if (!indicator.has_result())
      violations_.Add(path, "is only for an indicator with a `result`; leave it out");
    if (!detail.has_measured_on() && !detail.has_numerator() && !detail.has_denominator())
      violations_.Add(path, "must say something; leave it out where nothing more is known");
    CheckDetail(detail, path);
  }

  void CheckEvaluation(const DocumentEvaluation& evaluation, const std::string& path,
                       const std::string& level) {
    CheckGoesTo(SheetDocument::RESULTS_REPORTED, path);
    if (StageOfRecord(context_.form) == nullptr) {
      violations_.Add(path,
                      absl::StrCat("sheets of the form ", context_.form.name(), " are not rated"));
      return;
    }
    const forms::v1::Level* found = FindLevel(context_.form, level);
    if (found != nullptr && found->never_counted()) {
      violations_.Add(
          path, absl::StrCat("goals of level \"", level, "\" are headings and are never rated"));
    }
    CheckAssessment(evaluation, path);
    absl::flat_hash_set<std::string> stages;
    for (int i = 0; i < evaluation.assessments_size(); ++i) {
      const auto& assessment = evaluation.assessments(i);
      const std::string assessment_path = absl::StrCat(path, ".assessments[", i, "]");
      const forms::v1::AssessmentStage* stage = FindStage(context_.form, assessment.stage());
      if (stage == nullptr) {
        violations_.Add(JoinPath(assessment_path, "stage"), "is not a stage of the form");
      } else if (stage->of_record()) {
        violations_.Add(JoinPath(assessment_path, "stage"),
                        "is the stage of record; its rating stands in the evaluation itself");
      } else if (!stages.insert(assessment.stage()).second) {
        violations_.Add(JoinPath(assessment_path, "stage"), "stands twice");
      }
      CheckAssessment(assessment, assessment_path);
    }
  }

  // What the evaluation of record and the assessments at other stages have in common.
  template <typename Assessment>
  void CheckAssessment(const Assessment& assessment, const std::string& path) {
    if (assessment.has_rating()) {
      CheckRating(context_.form, assessment.rating(), JoinPath(path, "rating"), violations_);
    }
    base::CheckText(JoinPath(path, "comment"), assessment.comment(), kMaxTextCharacters,
                    violations_);
    base::CheckText(JoinPath(path, "issues"), assessment.issues(), kMaxTextCharacters, violations_);
  }

  // A document cannot carry what belongs to a later state than its own.
  void CheckGoesTo(SheetDocument::State needed, const std::string& path) {
    if (document_.state() != SheetDocument::STATE_UNSPECIFIED && document_.state() < needed) {
      violations_.Add(
          path, absl::StrCat("belongs to the results, but the document's state is ",
                             SheetDocument::State_Name(document_.state()), "; set the state to ",
                             SheetDocument::State_Name(needed), " or EVALUATED"));
    }
  }

  void CheckStage(const std::string& key, bool of_goal, const std::string& path) {
    const forms::v1::TextKey* text = FindText(context_.form, key, of_goal);
    if (text != nullptr && text->stage() == forms::v1::STAGE_RESULT) {
      CheckGoesTo(SheetDocument::RESULTS_REPORTED, path);
    }
  }

  void CheckId(const std::string& id, const std::string& path,
               absl::flat_hash_set<std::string>& seen) {
    CheckGivenId(id, path, violations_);
    if (!seen.insert(id).second) {
      violations_.Add(path, absl::StrCat("\"", id, "\" stands twice in the document"));
    }
  }

  const SheetDocument& document_;
  const SheetContext& context_;
  base::Violations violations_;
  // That of the document's name; empty if the name is none.
  std::string city_;
  int goal_count_ = 0;
  absl::flat_hash_set<std::string> goal_ids_;
  absl::flat_hash_set<std::string> indicator_ids_;
};

}  // namespace

absl::Status CheckDocument(const SheetDocument& document, const SheetContext& context) {
  return DocumentChecker(document, context).Check();
}

}  // namespace mokuhyo::domain
