#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/domain/forms/forms_state.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/goals/plan_rules.h"
#include "libs/domain/goals/sheet_id.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using base::Violations;
using sheets::v1::Sheet;

void CheckForm(const Sheet& sheet, const forms::v1::Form& form, Violations& violations) {
  if (sheet.form().empty()) {
    violations.Add("sheet.form", "is required: the id of a form of the city");
  } else if (sheet.form() != FormId(form)) {
    violations.Add("sheet.form", absl::StrCat("the city has no form '", sheet.form(), "'"));
  } else if (sheet.form_version() != 0 && sheet.form_version() != form.version()) {
    violations.Add("sheet.form_version",
                   absl::StrCat("form '", sheet.form(), "' has no version ", sheet.form_version(),
                                "; leave it out for the newest"));
  }
}

void CheckUnit(const Sheet& sheet, bool transcribed, const SheetContext& context,
               Violations& violations) {
  if (sheet.org_unit().empty()) {
    violations.Add("sheet.org_unit", "is required: the id of a unit of the city");
  } else if (!context.organization.Knows(sheet.org_unit())) {
    violations.Add("sheet.org_unit", absl::StrCat("the city has no unit '", sheet.org_unit(),
                                                  "'; open it first (OpenOrgUnit)"));
  } else if (!transcribed &&
             !context.organization.IsOpen(sheet.org_unit(), context.effective_date)) {
    violations.Add("sheet.org_unit",
                   absl::StrCat("unit '", sheet.org_unit(), "' is not open on ",
                                context.effective_date, "; choose a unit that is"));
  }
}

void CheckNewSheet(const Sheet& sheet, Violations& violations) {
  if (sheet.fiscal_year() < kFirstFiscalYear || sheet.fiscal_year() > kLastFiscalYear) {
    violations.Add("sheet.fiscal_year", absl::StrCat("is required: a year from ", kFirstFiscalYear,
                                                     " to ", kLastFiscalYear));
  }
  if (!sheet.goals().empty())
    violations.Add("sheet.goals", "goals are added one by one (CreateGoal)");
  if (!sheet.declared_totals().empty()) {
    violations.Add("sheet.declared_totals",
                   "totals are declared once the sheet is there (DeclareTotals)");
  }
}

// What the client says about fields that only the system sets is passed over.
Sheet NewSheet(const Sheet& given, std::string name, uint32_t form_version, bool transcribed) {
  Sheet sheet = given;
  sheet.clear_etag();
  sheet.clear_state();
  sheet.clear_editions();
  sheet.clear_goals_published_on();
  sheet.clear_confirmed_on();
  sheet.clear_transitions();
  sheet.clear_carried_from();
  sheet.clear_approval_reference();
  sheet.clear_observation_answers();
  sheet.set_name(std::move(name));
  sheet.set_form_version(form_version);
  sheet.set_form_version_named(given.form_version() != 0);
  sheet.set_transcribed(transcribed);
  return sheet;
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::CreateSheetRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::CityName city,
                           base::ParseCityName(request.parent(), "parent"));
  const Sheet& sheet = request.sheet();
  const std::string id = SheetIdOf(request);
  Violations violations;
  CheckForm(sheet, context.form, violations);
  CheckUnit(sheet, request.transcribed(), context, violations);
  CheckNewSheet(sheet, violations);
  // An id made of fields that are themselves wrong is not worth a word of its own.
  if (!base::IsIdentifier(id) && (violations.empty() || !request.sheet_id().empty())) {
    violations.Add("sheet_id",
                   absl::StrCat("'", id,
                                "' is no id: 1 to 63 lower-case letters, digits and hyphens; "
                                "give a shorter one"));
  }
  CheckSheetFields(sheet, context.form, "sheet", violations);
  CheckReason(request.reason(), /*required=*/false, "", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  std::string name = base::FormatSheetName({.city = city.city, .sheet = id});
  MOKUHYO_RETURN_IF_ERROR(RequireUnusedName(state, name));
  if (!request.transcribed() && HasResultText(sheet.texts(), context.form, /*of_goal=*/false)) {
    return ResultsInDraft(name);
  }
  SheetEvents events(1);
  *events[0].mutable_sheet_created()->mutable_sheet() =
      NewSheet(sheet, std::move(name), context.form.version(), request.transcribed());
  return events;
}

}  // namespace mokuhyo::domain
