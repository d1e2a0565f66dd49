#include "libs/domain/evaluation/assessments.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/text_check.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using evaluations::v1::GoalAssessment;

// Goal and indicator are there, belong together and may be rated.
void CheckRated(const SheetState& state, const GoalAssessment& assessment,
                const SheetContext& context, const std::string& path,
                base::Violations& violations) {
  const std::string field = JoinPath(path, "goal");
  const sheets::v1::Goal* goal = state.FindGoal(assessment.goal());
  if (goal == nullptr) {
    violations.Add(field, assessment.goal().empty()
                              ? "is required"
                              : absl::StrCat("the sheet has no goal '", assessment.goal(), "'"));
    return;
  }
  const forms::v1::Level* level = FindLevel(context.form, goal->level());
  if (level != nullptr && level->never_counted()) {
    violations.Add(field, absl::StrCat("goals of the level '", goal->level(),
                                       "' are headings and never rated"));
  }
  const std::string& indicator = assessment.indicator();
  if (indicator.empty()) return;
  if (state.FindIndicator(indicator) == nullptr || state.GoalOfIndicator(indicator) != goal->id()) {
    violations.Add(JoinPath(path, "indicator"),
                   absl::StrCat("goal '", goal->id(), "' has no indicator '", indicator, "'"));
  }
  if (assessment.has_rating()) {
    CheckIndicatorsAreRated(context, JoinPath(path, "rating"), violations);
  }
}

void CheckContent(const GoalAssessment& assessment, bool of_record, const SheetContext& context,
                  const std::string& path, base::Violations& violations) {
  const bool given = assessment.has_rating() || assessment.has_comment() || assessment.has_issues();
  if (assessment.remove() && (given || !assessment.departure_reason().empty())) {
    violations.Add(
        JoinPath(path, "remove"),
        "takes the assessment away; rating, comment, issues and departure_reason must be "
        "absent");
  }
  // A printed cell of a transcribed sheet may be there and empty.
  if (!given && !assessment.remove() && !context.transcribed) {
    violations.Add(path, "gives nothing: give rating, comment or issues, or set `remove`");
  }
  if (assessment.has_rating()) {
    CheckRating(context.form, assessment.rating(), JoinPath(path, "rating"), violations);
  }
  base::CheckText(JoinPath(path, "comment"), assessment.comment(), kMaxTextCharacters, violations);
  base::CheckText(JoinPath(path, "issues"), assessment.issues(), kMaxTextCharacters, violations);
  const std::string reason = JoinPath(path, "departure_reason");
  base::CheckText(reason, assessment.departure_reason(), kMaxReasonCharacters, violations);
  if (!of_record && !assessment.departure_reason().empty()) {
    violations.Add(reason,
                   "belongs to the stage of record, whose rating a suggestion stands beside");
  }
}

}  // namespace

const forms::v1::AssessmentStage* CheckStage(const forms::v1::Form& form, const std::string& stage,
                                             base::Violations& violations) {
  const forms::v1::AssessmentStage* found =
      stage.empty() ? StageOfRecord(form) : FindStage(form, stage);
  if (found != nullptr) return found;
  std::vector<std::string> keys;
  for (const auto& known : form.stages()) keys.push_back(known.key());
  if (keys.empty()) {
    violations.Add("stage", "the form has no stages: its sheets are not assessed");
  } else if (stage.empty()) {
    violations.Add("stage", absl::StrCat("the form has no stage of record; name one of ",
                                         absl::StrJoin(keys, ", ")));
  } else {
    violations.Add("stage", absl::StrCat("the form has no stage '", stage, "'; it has ",
                                         absl::StrJoin(keys, ", ")));
  }
  return nullptr;
}

void CheckIndicatorsAreRated(const SheetContext& context, const std::string& path,
                             base::Violations& violations) {
  if (context.form.rates_indicators() || context.transcribed) return;
  violations.Add(path,
                 "the form rates goals, not indicators (rates_indicators); rate the goal, or give "
                 "a comment alone");
}

void CheckAssessments(const SheetState& state, const evaluations::v1::AssessGoalsRequest& request,
                      const forms::v1::AssessmentStage* stage, const SheetContext& context,
                      base::Violations& violations) {
  const auto& assessments = request.assessments();
  if (assessments.empty()) violations.Add("assessments", "at least one assessment is required");
  if (assessments.size() > kMaxAssessments) {
    violations.Add("assessments", absl::StrCat("has ", assessments.size(), " entries, at most ",
                                               kMaxAssessments, " are taken at once"));
    return;
  }
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < assessments.size(); ++i) {
    const GoalAssessment& assessment = assessments[i];
    const std::string path = absl::StrCat("assessments[", i, "]");
    CheckRated(state, assessment, context, path, violations);
    CheckContent(assessment, stage == nullptr || stage->of_record(), context, path, violations);
    if (!seen.insert(absl::StrCat(assessment.goal(), "\n", assessment.indicator())).second) {
      violations.Add(path, "comes twice: each goal and indicator is assessed once in a request");
    }
  }
}

}  // namespace mokuhyo::domain
