#include "libs/domain/organization/decide_organization.h"

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/organization/org_unit_checks.h"

namespace mokuhyo::domain {
absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::OpenOrgUnitRequest& request,
                                          const OrganizationContext& context) {
  const organization::v1::OrgUnit& unit = request.org_unit();
  base::Violations violations;
  const auto city = base::ParseCityName(request.parent(), "parent");
  violations.Add(city.status());
  CheckUnitId("org_unit_id", request.org_unit_id(), violations);
  CheckDisplayName("org_unit.display_name", unit.display_name(), violations);
  CheckKind("org_unit.kind", unit.kind(), violations);
  CheckParent(state, "org_unit.parent_unit", unit.parent_unit(), violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  if (state.Knows(request.org_unit_id())) {
    return base::AlreadyExists(
        base::FormatOrgUnitName({.city = city->city, .unit = request.org_unit_id()}), "UNIT_EXISTS",
        "the id is taken: a unit keeps its id for ever, also after it is closed; choose another");
  }
  if (!unit.parent_unit().empty()) {
    MOKUHYO_RETURN_IF_ERROR(RequireOpen(state, {.city = city->city, .unit = unit.parent_unit()},
                                        context.effective_date, /*to_stay=*/true));
  }

  OrganizationEvents events(1);
  auto& opened = *events[0].mutable_org_unit_opened();
  opened.set_unit(request.org_unit_id());
  opened.set_display_name(unit.display_name());
  opened.set_kind(unit.kind());
  opened.set_parent_unit(unit.parent_unit());
  return events;
}

absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::RenameOrgUnitRequest& request,
                                          const OrganizationContext& context) {
  base::Violations violations;
  CheckDisplayName("display_name", request.display_name(), violations);
  MOKUHYO_ASSIGN_OR_RETURN(const NamedUnit found, FindUnit(state, request.name(), request.etag(),
                                                           context.effective_date, violations));
  const auto& [name, unit] = found;
  MOKUHYO_RETURN_IF_ERROR(RequireOpen(state, name, context.effective_date, /*to_stay=*/false));
  if (unit.display_name() == request.display_name()) return OrganizationEvents{};

  OrganizationEvents events(1);
  auto& renamed = *events[0].mutable_org_unit_renamed();
  renamed.set_unit(name.unit);
  renamed.set_display_name(request.display_name());
  return events;
}

absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::MoveOrgUnitRequest& request,
                                          const OrganizationContext& context) {
  base::Violations violations;
  CheckParent(state, "parent_unit", request.parent_unit(), violations);
  MOKUHYO_ASSIGN_OR_RETURN(const NamedUnit found, FindUnit(state, request.name(), request.etag(),
                                                           context.effective_date, violations));
  const auto& [name, unit] = found;
  MOKUHYO_RETURN_IF_ERROR(RequireOpen(state, name, context.effective_date, /*to_stay=*/false));
  if (unit.parent_unit() == request.parent_unit()) return OrganizationEvents{};
  if (!request.parent_unit().empty()) {
    if (state.WouldCycle(name.unit, request.parent_unit(), context.effective_date)) {
      return base::FailedPrecondition(
          "UNIT_CYCLE", request.name(),
          absl::StrCat("'", request.parent_unit(), "' is or comes to stand under '", name.unit,
                       "', which would so stand under itself; move '", request.parent_unit(),
                       "' first"));
    }
    MOKUHYO_RETURN_IF_ERROR(RequireOpen(state, {.city = name.city, .unit = request.parent_unit()},
                                        context.effective_date, /*to_stay=*/true));
  }

  OrganizationEvents events(1);
  auto& moved = *events[0].mutable_org_unit_moved();
  moved.set_unit(name.unit);
  moved.set_parent_unit(request.parent_unit());
  return events;
}

absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::CloseOrgUnitRequest& request,
                                          const OrganizationContext& context) {
  base::Violations violations;
  MOKUHYO_ASSIGN_OR_RETURN(const NamedUnit found, FindUnit(state, request.name(), request.etag(),
                                                           context.effective_date, violations));
  const auto& [name, unit] = found;
  if (unit.closed_on() == context.effective_date) return OrganizationEvents{};
  MOKUHYO_RETURN_IF_ERROR(RequireOpen(state, name, context.effective_date, /*to_stay=*/true));
  MOKUHYO_RETURN_IF_ERROR(UnitsBelowOpen(FindOpenBelow(state, name, context.effective_date)));

  OrganizationEvents events(1);
  events[0].mutable_org_unit_closed()->set_unit(name.unit);
  return events;
}

}  // namespace mokuhyo::domain
