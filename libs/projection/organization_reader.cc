#include "libs/projection/organization_reader.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/application/read_point.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/projection/page.h"
#include "libs/projection/sheet_selection.h"

namespace mokuhyo::projection {
namespace {

using organization::v1::OrgUnit;

// Whether a unit belongs into a list: open on the day (unless closed ones are asked for), and under
// the unit asked for.
bool IsListed(const organization::v1::ListOrgUnitsRequest& request,
              const domain::OrganizationState& units, const std::string& id,
              const std::string& date) {
  if (!request.show_closed() && !units.IsOpen(id, date)) return false;
  return request.under_unit().empty() || units.IsUnder(id, request.under_unit(), date);
}

}  // namespace

absl::StatusOr<organization::v1::GetOrgUnitResponse> OrganizationReader::GetOrgUnit(
    const organization::v1::GetOrgUnitRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::OrgUnitName name,
                           base::ParseOrgUnitName(request.name(), "name"));
  MOKUHYO_ASSIGN_OR_RETURN(const std::string day, DayOf(request.effective_date(), clock_));
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(name.city));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto point,
      application::ResolveReadPoint(store_, clock_, name.city, request.at_least_position(),
                                    request.as_of_time()));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      folds_.organizations.LoadAt(name.city, std::string(application::kOrganizationStream),
                                  point.position));
  auto unit = units->state.Get(name.city, name.unit, day);
  if (!unit.has_value())
    return base::NotFound(request.name(), absl::StrCat("there is no org unit ", request.name()));
  organization::v1::GetOrgUnitResponse response;
  *response.mutable_org_unit() = *std::move(unit);
  response.set_position(point.token);
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, point));
  return response;
}

absl::StatusOr<organization::v1::ListOrgUnitsResponse> OrganizationReader::ListOrgUnits(
    const organization::v1::ListOrgUnitsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::CityName city,
                           base::ParseCityName(request.parent(), "parent"));
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(city.city));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, PageOf(request, store_, clock_, city.city));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      folds_.organizations.LoadAt(city.city, std::string(application::kOrganizationStream),
                                  page.point.position));
  MOKUHYO_RETURN_IF_ERROR(RequireKnownUnit(city.city, request.under_unit(), units->state));
  organization::v1::ListOrgUnitsResponse response;
  response.set_position(page.point.token);
  PageFill fill(page, *response.mutable_org_units());
  for (const std::string& id : units->state.UnitIds()) {
    if (id <= page.after || !IsListed(request, units->state, id, page.date)) continue;
    if (!fill.Take(*units->state.Get(city.city, id, page.date), id)) {
      response.set_next_page_token(fill.NextToken(request));
      break;
    }
  }
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, page.point));
  return response;
}

absl::StatusOr<organization::v1::GetFormResponse> OrganizationReader::GetForm(
    const organization::v1::GetFormRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::FormName name, base::ParseFormName(request.name(), "name"));
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(name.city));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto point,
      application::ResolveReadPoint(store_, clock_, name.city, request.at_least_position(),
                                    request.as_of_time()));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto forms,
      folds_.forms.LoadAt(name.city, std::string(application::kFormsStream), point.position));
  const forms::v1::Form* form = forms->state.Find(name.form, request.version());
  if (form == nullptr) {
    return base::NotFound(
        request.name(),
        request.version() == 0
            ? absl::StrCat("there is no form ", request.name())
            : absl::StrCat("there is no version ", request.version(), " of form ", request.name()));
  }
  organization::v1::GetFormResponse response;
  *response.mutable_form() = *form;
  response.set_position(point.token);
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, point));
  return response;
}

absl::StatusOr<organization::v1::ListFormsResponse> OrganizationReader::ListForms(
    const organization::v1::ListFormsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::CityName city,
                           base::ParseCityName(request.parent(), "parent"));
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(city.city));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, PageOf(request, store_, clock_, city.city));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto forms,
      folds_.forms.LoadAt(city.city, std::string(application::kFormsStream), page.point.position));
  organization::v1::ListFormsResponse response;
  response.set_position(page.point.token);
  PageFill fill(page, *response.mutable_forms());
  for (const std::string& id : forms->state.ids()) {
    if (id <= page.after) continue;
    if (!fill.Take(forms::v1::Form(*forms->state.Find(id, 0)), id)) {
      response.set_next_page_token(fill.NextToken(request));
      break;
    }
  }
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, page.point));
  return response;
}

}  // namespace mokuhyo::projection
