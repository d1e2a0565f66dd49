#include "libs/domain/goals/carry_forward.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/goals/carried_goals.h"
#include "libs/domain/goals/level_mapping.h"
#include "libs/domain/organization/succession.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

using base::Violations;
using goals::v1::CarryForwardSheetRequest;
using sheets::v1::Sheet;

void CheckYear(const Sheet& source, const NextSheet& next, Violations& violations) {
  const int year = next.place.fiscal_year;
  if (year > source.fiscal_year() && year <= kLastFiscalYear) return;
  violations.Add("fiscal_year", absl::StrCat(year, " is not a year after ", source.fiscal_year(),
                                             ", that of the sheet, and at most ", kLastFiscalYear));
}

// The unit of the sheet, or one of those that go on in its place; in any case one that is open.
void CheckUnit(const Sheet& source, const NextSheet& next, const SheetContext& context,
               Violations& violations) {
  const OrganizationState& units = context.organization;
  const std::string& before = source.org_unit();
  const std::string& unit = next.place.org_unit;
  const bool goes_on = unit == before || AllSuccessorsOf(units, before).contains(unit);
  if (goes_on && units.IsOpen(unit, context.effective_date)) return;
  const std::vector<std::string> open = OpenSuccessorsOf(units, before, context.effective_date);
  std::string remedy;
  if (units.IsOpen(before, context.effective_date)) {
    remedy = absl::StrCat("leave the field empty for '", before, "', the unit of the sheet");
    if (!open.empty()) absl::StrAppend(&remedy, ", or name one of ", absl::StrJoin(open, ", "));
  } else if (open.empty()) {
    remedy = absl::StrCat("no unit goes on in the place of '", before, "' (SplitOrgUnit, ",
                          "MergeOrgUnits); create the sheet of another unit with CreateSheet");
  } else {
    remedy = absl::StrCat("name the unit that goes on in the place of '", before,
                          "': ", absl::StrJoin(open, " or "));
  }
  violations.Add("org_unit", goes_on
                                 ? absl::StrCat("unit '", unit, "' is not open on ",
                                                context.effective_date, "; ", remedy)
                                 : absl::StrCat("unit '", unit, "' does not go on in the place of ",
                                                "'", before, "'; ", remedy));
}

void CheckId(const NextSheet& next, const CarryForwardSheetRequest& request,
             Violations& violations) {
  // An id made of fields that are themselves wrong is not worth a word of its own.
  if (base::IsIdentifier(next.id) || (!violations.empty() && request.sheet_id().empty())) return;
  violations.Add("sheet_id", absl::StrCat("'", next.id,
                                          "' is no id: 1 to 63 lower-case letters, digits and "
                                          "hyphens; give a shorter one"));
}

}  // namespace

NextSheet NextSheetOf(const Sheet& source, const CarryForwardSheetRequest& request) {
  NextSheet next;
  next.place.fiscal_year =
      request.fiscal_year() != 0 ? request.fiscal_year() : source.fiscal_year() + 1;
  next.place.form = request.form().empty() ? source.form() : request.form();
  next.place.org_unit = request.org_unit().empty() ? source.org_unit() : request.org_unit();
  next.form_version = request.form_version();
  next.id = request.sheet_id().empty() ? DefaultSheetId(next.place) : request.sheet_id();
  return next;
}

std::set<std::string> LinkedSheets(const SheetState& source) {
  std::set<std::string> sheets;
  VisitGoals(source.sheet().goals(), [&](const sheets::v1::Goal& goal, int) {
    for (const auto& link : goal.contributes_to()) sheets.insert(link.sheet());
  });
  return sheets;
}

SheetPlace NextPlaceOf(const Sheet& linked, const Sheet& source, const NextSheet& next,
                       const OrganizationState& organization, const std::string& date) {
  const std::string unit = SuccessorOn(organization, linked.org_unit(), date);
  return {.org_unit = unit.empty() ? linked.org_unit() : unit,
          .fiscal_year = linked.fiscal_year() + next.place.fiscal_year - source.fiscal_year(),
          .form = linked.form()};
}

absl::StatusOr<CarriedForward> CarryForward(const SheetState& source,
                                            const forms::v1::Form& source_form,
                                            const SheetState& target,
                                            const CarryForwardSheetRequest& request,
                                            const NextLinks& links, const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name,
                           base::ParseSheetName(request.name(), "name"));
  MOKUHYO_RETURN_IF_ERROR(RequireSheet(source, request.name()));
  MOKUHYO_RETURN_IF_ERROR(RequireEtag(request.name(), request.etag(), source.sheet().etag()));
  const NextSheet next = NextSheetOf(source.sheet(), request);
  const LevelMapping levels(request.levels(), source_form, context.form);
  Violations violations;
  CheckYear(source.sheet(), next, violations);
  CheckUnit(source.sheet(), next, context, violations);
  levels.Check(source, violations);
  CheckId(next, request, violations);
  CheckReason(request.reason(), /*required=*/false, "", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(
      RequireUnusedName(target, base::FormatSheetName({.city = name.city, .sheet = next.id})));
  return CarriedGoals(source, source_form, request, levels, next, links, context).Carry();
}

}  // namespace mokuhyo::domain
