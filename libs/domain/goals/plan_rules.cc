#include "libs/domain/goals/plan_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/domain/sheet/checks.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain {
namespace {

bool IsResultText(const forms::v1::Form& form, const std::string& key, bool of_goal) {
  const forms::v1::TextKey* text = FindText(form, key, of_goal);
  return text != nullptr && text->stage() == forms::v1::STAGE_RESULT;
}

// True if a plan text of `texts` is missing in `others` or differs there.
bool HasOtherPlanText(const Texts& texts, const Texts& others, const forms::v1::Form& form,
                      bool of_goal) {
  for (const auto& [key, text] : texts) {
    if (IsResultText(form, key, of_goal)) continue;
    const auto other = others.find(key);
    if (other == others.end() || other->second != text) return true;
  }
  return false;
}

// `cities/niigata` of a resource name below it.
std::string_view CityOf(std::string_view name) {
  return name.substr(0, name.find('/', name.find('/') + 1));
}

// Of ids like `g12`, by their numbers.
bool IsBetween(std::string_view first, std::string_view id, std::string_view last) {
  const auto before = [](std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  };
  const bool numbered =
      id.size() > 1 && id[0] == first[0] &&
      std::all_of(id.begin() + 1, id.end(), [](char c) { return c >= '0' && c <= '9'; });
  return numbered && !before(id, first) && !before(last, id);
}

}  // namespace

bool HasResultText(const Texts& texts, const forms::v1::Form& form, bool of_goal) {
  for (const auto& [key, text] : texts) {
    if (IsResultText(form, key, of_goal)) return true;
  }
  return false;
}

bool PlanTextsDiffer(const Texts& before, const Texts& after, const forms::v1::Form& form,
                     bool of_goal) {
  return HasOtherPlanText(before, after, form, of_goal) ||
         HasOtherPlanText(after, before, form, of_goal);
}

absl::Status ResultsInDraft(std::string_view sheet_name) {
  return base::FailedPrecondition(
      "GOALS_NOT_PUBLISHED", sheet_name,
      "the sheet is a draft: texts and accomplishments of the result stage come after its goals "
      "are published; "
      "publish the goals first (PublishGoals), then record them (RecordNarrative)");
}

absl::Status GoalsAlreadyPublished(const sheets::v1::Sheet& sheet, std::string_view remedy) {
  return base::FailedPrecondition(
      "GOALS_ALREADY_PUBLISHED", sheet.name(),
      absl::StrCat("the goals of the sheet are published already; ", std::string(remedy)));
}

void CheckNewGoalId(const SheetState& state, std::string_view id, std::string_view path,
                    base::Violations& violations) {
  if (IsBetween(state.NextGoalId(), id, state.NextGoalId(kMaxGoals))) return;
  CheckGivenId(id, path, violations);
}

void CheckNewIndicatorId(const SheetState& state, std::string_view id, std::string_view path,
                         base::Violations& violations) {
  constexpr uint64_t kMostIndicators = uint64_t{kMaxGoals} * kMaxIndicatorsPerGoal;
  if (IsBetween(state.NextIndicatorId(), id, state.NextIndicatorId(kMostIndicators))) return;
  CheckGivenId(id, path, violations);
}

void CheckLinksStayInCity(const google::protobuf::RepeatedPtrField<documents::v1::GoalLink>& links,
                          const SheetState& state, std::string_view path,
                          base::Violations& violations) {
  const std::string_view city = CityOf(state.sheet().name());
  for (int i = 0; i < links.size(); ++i) {
    const auto linked = base::ParseSheetName(links[i].sheet(), "sheet");
    // CheckLinks tells of a name that is none.
    if (!linked.ok() || base::FormatCityName({.city = linked->city}) == city) continue;
    violations.Add(JoinPath(ItemPath(path, i), "sheet"),
                   absl::StrCat("must be a sheet of the same city, ", std::string(city)));
  }
}

void CheckIndex(std::optional<uint32_t> index, int count, base::Violations& violations) {
  if (!index.has_value() || *index <= static_cast<uint32_t>(count)) return;
  violations.Add("index",
                 absl::StrCat("must be 0 to ", count, ", a place among those that are there"));
}

void CheckNoResults(const sheets::v1::Indicator& indicator, std::string_view path,
                    base::Violations& violations) {
  if (indicator.has_result()) {
    violations.Add(JoinPath(path, "result"),
                   "results are reported once the goals are published (ReportResults)");
  }
  if (indicator.has_result_detail()) {
    violations.Add(JoinPath(path, "result_detail"),
                   "comes with the result once the goals are published (ReportResults)");
  }
  if (!indicator.results().empty()) {
    violations.Add(JoinPath(path, "results"),
                   "results are reported once the goals are published (ReportResults)");
  }
  if (indicator.has_evaluation()) {
    violations.Add(JoinPath(path, "evaluation"), "assessments come in by AssessGoals");
  }
}

sheets::v1::Indicator NewIndicator(const sheets::v1::Indicator& given, std::string id) {
  sheets::v1::Indicator indicator = given;
  indicator.set_id(std::move(id));
  indicator.clear_etag();
  indicator.clear_target_revisions();
  indicator.clear_series_break();
  indicator.clear_carried_from();
  if (given.has_target()) *indicator.mutable_target() = values::Parse(given.target().text());
  for (sheets::v1::PastValue& past : *indicator.mutable_past()) {
    if (past.has_value()) *past.mutable_value() = values::Parse(std::string(past.value().text()));
  }
  return indicator;
}

}  // namespace mokuhyo::domain
