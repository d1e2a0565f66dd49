#include "libs/projection/expected_results.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "libs/domain/results/goal_path.h"
#include "libs/domain/sheet/reported.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::projection {
namespace {

using forms::v1::Deadline;
using sheets::v1::Goal;
using sheets::v1::Indicator;
using sheets::v1::Sheet;

// What is known of something that is there: the day on which it came, "" if that is not known.
// Absent: it is not there.
using Done = std::optional<std::string>;

Punctuality Judge(const Done& done, const std::string& due_on, std::string_view day) {
  if (!done.has_value()) return day <= due_on ? Punctuality::kPending : Punctuality::kMissing;
  if (done->empty()) return Punctuality::kUndated;
  return *done <= due_on ? Punctuality::kOnTime : Punctuality::kLate;
}

Done ReportOf(const Indicator& indicator, const std::string& period) {
  if (period.empty()) {
    if (!domain::IsReported(indicator)) return std::nullopt;
    return indicator.result_detail().reported_on();
  }
  for (const sheets::v1::PeriodResult& result : indicator.results()) {
    if (result.period() != period) continue;
    if (!domain::IsReported(result)) return std::nullopt;
    return result.reported_on();
  }
  return std::nullopt;
}

// Whether the goal says of the result of its indicator at `index` that it is empty on purpose.
bool IsBlankOnPurpose(const Goal& goal, int index, const std::string& period) {
  const auto& blank = goal.intentionally_blank();
  return std::any_of(blank.begin(), blank.end(), [&](const std::string& path) {
    return domain::CoversResult(path, index, period);
  });
}

// Walks the tree for one deadline; what is above a goal is in `expected_` already.
class Walk {
 public:
  Walk(const Deadline& deadline, const Sheet& sheet, std::string_view day,
       std::vector<ExpectedResult>& results)
      : day_(day), results_(results) {
    expected_.deadline = &deadline;
    expected_.responsible_unit = sheet.org_unit();
    expected_.due_on = DueOn(deadline, sheet.fiscal_year());
  }

  void Visit(const google::protobuf::RepeatedPtrField<Goal>& goals) {
    for (const Goal& goal : goals) {
      if (goal.withdrawn()) continue;
      std::string unit_above = expected_.responsible_unit;
      if (goal.has_responsible_unit()) expected_.responsible_unit = goal.responsible_unit();
      expected_.path.push_back(goal.label());
      for (int i = 0; i < goal.indicators_size(); ++i) Add(goal, i);
      Visit(goal.goals());
      expected_.path.pop_back();
      expected_.responsible_unit = std::move(unit_above);
    }
  }

 private:
  void Add(const Goal& goal, int index) {
    ExpectedResult result = expected_;
    result.goal = &goal;
    result.indicator = &goal.indicators(index);
    const std::string& period = result.deadline->period();
    const Done report = ReportOf(*result.indicator, period);
    result.reported_on = report.value_or("");
    result.punctuality = !report.has_value() && IsBlankOnPurpose(goal, index, period)
                             ? Punctuality::kBlank
                             : Judge(report, result.due_on, day_);
    results_.push_back(std::move(result));
  }

  const std::string_view day_;
  std::vector<ExpectedResult>& results_;
  ExpectedResult expected_;
};

Done Publication(const Sheet& sheet) {
  if (!domain::HasReached(sheet.state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED)) {
    return std::nullopt;
  }
  return sheet.goals_published_on();
}

Done Confirmation(const Sheet& sheet) {
  if (!domain::HasReached(sheet.state(), sheets::v1::SHEET_STATE_CONFIRMED)) return std::nullopt;
  // The day on which a document of the past was confirmed is not known, only that of its import.
  if (sheet.confirmed_on().empty()) return "";
  const auto& steps = sheet.transitions();
  const auto first = std::find_if(steps.begin(), steps.end(), [](const auto& step) {
    return step.kind() == sheets::v1::Transition::KIND_EVALUATION_CONFIRMED;
  });
  return first == steps.end() ? sheet.confirmed_on() : first->effective_date();
}

Done FirstEdition(const Sheet& sheet) {
  if (sheet.editions().empty()) return std::nullopt;
  return sheet.editions(0).published_on();
}

Done StepOf(const Sheet& sheet, Deadline::Subject subject) {
  switch (subject) {
    case Deadline::SUBJECT_GOALS:
      return Publication(sheet);
    case Deadline::SUBJECT_EVALUATION:
      return Confirmation(sheet);
    case Deadline::SUBJECT_EDITION:
      return FirstEdition(sheet);
    default:
      return std::nullopt;
  }
}

bool IsOfSheet(Deadline::Subject subject) {
  return subject == Deadline::SUBJECT_GOALS || subject == Deadline::SUBJECT_EVALUATION ||
         subject == Deadline::SUBJECT_EDITION;
}

}  // namespace

bool IsThere(Punctuality punctuality) {
  return punctuality == Punctuality::kOnTime || punctuality == Punctuality::kLate ||
         punctuality == Punctuality::kUndated;
}

std::string DueOn(const Deadline& deadline, int32_t fiscal_year) {
  const absl::CivilMonth month(fiscal_year + deadline.years_after(), deadline.due_month());
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::StrFormat("%04d-%02d-%02d", month.year(), month.month(),
                         std::min(deadline.due_day(), last.day()));
}

std::vector<ExpectedResult> ExpectedResults(const SheetWithForm& sheet, std::string_view day) {
  std::vector<ExpectedResult> results;
  for (const Deadline& deadline : sheet.form->deadlines()) {
    if (deadline.subject() != Deadline::SUBJECT_RESULTS) continue;
    Walk(deadline, *sheet.sheet, day, results).Visit(sheet.sheet->goals());
  }
  return results;
}

std::vector<ExpectedStep> ExpectedSteps(const SheetWithForm& sheet, std::string_view day) {
  std::vector<ExpectedStep> steps;
  for (const Deadline& deadline : sheet.form->deadlines()) {
    if (!IsOfSheet(deadline.subject())) continue;
    const Done done = StepOf(*sheet.sheet, deadline.subject());
    ExpectedStep& step = steps.emplace_back();
    step.deadline = &deadline;
    step.due_on = DueOn(deadline, sheet.sheet->fiscal_year());
    step.done_on = done.value_or("");
    step.punctuality = Judge(done, step.due_on, day);
  }
  return steps;
}

}  // namespace mokuhyo::projection
