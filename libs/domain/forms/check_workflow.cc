#include "libs/domain/forms/check_workflow.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/base/text_check.h"
#include "libs/domain/forms/check_form.h"
#include "libs/domain/sheet/checks.h"

namespace mokuhyo::domain {
namespace {

using base::Violations;
using forms::v1::Deadline;

// Most calendar years between the start of a fiscal year and a deadline of it.
constexpr int kMaxYearsAfter = 2;

void CheckBetween(int number, int least, int most, const std::string& path,
                  Violations& violations) {
  if (number < least || number > most) {
    violations.Add(path, absl::StrCat("must be from ", least, " to ", most));
  }
}

void CheckDeadline(const Deadline& deadline, const std::string& path, Violations& violations) {
  if (!base::IsIdentifier(deadline.key())) {
    violations.Add(JoinPath(path, "key"),
                   "must be 1 to 63 lower-case letters, digits and hyphens, with no hyphen first "
                   "or last, for example interim");
  }
  for (const auto& [field, text] : {std::pair("title.ja", &deadline.title().ja()),
                                    std::pair("title.en", &deadline.title().en())}) {
    base::CheckLine(JoinPath(path, field), *text, kMaxTitleCharacters, violations);
  }
  if (deadline.subject() == Deadline::SUBJECT_UNSPECIFIED ||
      !Deadline::Subject_IsValid(deadline.subject())) {
    violations.Add(JoinPath(path, "subject"),
                   "is required: what is due, for example SUBJECT_RESULTS");
  }
  const std::string period = JoinPath(path, "period");
  if (!deadline.period().empty() && deadline.subject() != Deadline::SUBJECT_RESULTS) {
    violations.Add(period, "is only for SUBJECT_RESULTS");
  }
  base::CheckLine(period, deadline.period(), kMaxLabelCharacters, violations);
  CheckBetween(deadline.due_month(), 1, 12, JoinPath(path, "due_month"), violations);
  CheckBetween(deadline.due_day(), 1, 31, JoinPath(path, "due_day"), violations);
  CheckBetween(deadline.years_after(), 0, kMaxYearsAfter, JoinPath(path, "years_after"),
               violations);
}

}  // namespace

void CheckWorkflow(const forms::v1::Form& form, std::string_view path, Violations& violations) {
  const std::string list = JoinPath(path, "deadlines");
  if (form.deadlines_size() > kMaxDeadlines) {
    violations.Add(
        list, absl::StrCat("has ", form.deadlines_size(), " entries, at most ", kMaxDeadlines));
  }
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < form.deadlines_size(); ++i) {
    const Deadline& deadline = form.deadlines(i);
    const std::string at = ItemPath(list, i);
    CheckDeadline(deadline, at, violations);
    if (!deadline.key().empty() && !seen.insert(deadline.key()).second) {
      violations.Add(JoinPath(at, "key"), absl::StrCat("'", deadline.key(), "' is there already"));
    }
  }
  if (form.workflow().evaluation_needs_submission() && form.stages().empty()) {
    violations.Add(JoinPath(path, "workflow.evaluation_needs_submission"),
                   "needs a stage of assessment: what is never assessed is never submitted");
  }
}

}  // namespace mokuhyo::domain
