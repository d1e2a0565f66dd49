#include "libs/domain/transcription/import_dates.h"

#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "libs/base/date.h"
#include "libs/domain/sheet/event_family.h"

namespace mokuhyo::domain {
namespace {

// The first that is a day; the last of them is.
std::string FirstDay(std::initializer_list<std::string> candidates) {
  for (const std::string& candidate : candidates) {
    if (base::IsDate(candidate)) return candidate;
  }
  return "";
}

void CheckDay(const std::string& day, const std::string& field, base::Violations& violations) {
  if (!day.empty() && !base::IsDate(day)) violations.Add(field, "must be a day, YYYY-MM-DD");
}

}  // namespace

const std::string& ImportDates::Of(const events::v1::SheetEvent& event) const {
  return FamilyOf(event) == EventFamily::kGoals ? goals : results;
}

ImportDates DatesOfImport(const imports::v1::ImportSheetRequest& request,
                          const documents::v1::SheetDocument& document, const SheetState& current,
                          const std::string& today, base::Violations& violations) {
  CheckDay(request.goals_effective_date(), "goals_effective_date", violations);
  CheckDay(request.results_effective_date(), "results_effective_date", violations);
  const bool of_the_past = !current.exists() || current.sheet().transcribed();
  const std::string created = of_the_past ? document.created_on() : "";
  const std::string evaluated = of_the_past ? document.evaluated_on() : "";
  ImportDates dates;
  dates.goals = FirstDay(
      {request.goals_effective_date(), request.effective_date(), created, evaluated, today});
  dates.results = FirstDay({request.results_effective_date(), request.effective_date(), evaluated,
                            current.exists() ? today : dates.goals});
  // Days are written so that their order is that of their letters.
  if (dates.results >= dates.goals) return dates;
  if (base::IsDate(request.results_effective_date())) {
    violations.Add("results_effective_date",
                   absl::StrCat("must not be before ", dates.goals, ", the day of the goals"));
  }
  dates.results = dates.goals;
  return dates;
}

}  // namespace mokuhyo::domain
