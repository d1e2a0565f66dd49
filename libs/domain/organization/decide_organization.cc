#include "libs/domain/organization/decide_organization.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/base/violations.h"

namespace mokuhyo::domain {
namespace {

constexpr size_t kMaxNameCharacters = 200;

void CheckDisplayName(std::string_view field, const std::string& name,
                      base::Violations& violations) {
  if (name.empty()) {
    violations.Add(std::string(field), "is required, 1 to 200 characters");
  } else {
    base::CheckLine(field, name, kMaxNameCharacters, violations);
  }
}

// "" (the city itself) or a unit of the city.
void CheckParent(const OrganizationState& state, std::string_view field, const std::string& parent,
                 base::Violations& violations) {
  if (parent.empty() || state.Knows(parent)) return;
  violations.Add(std::string(field), absl::StrCat("the city has no unit '", parent,
                                                  "'; open it first (OpenOrgUnit) or leave the "
                                                  "field empty for the city itself"));
}

// Whether the unit exists on the day. `to_stay`: also on every day after it, as far as is recorded.
absl::Status CheckOpen(const OrganizationState& state, const base::OrgUnitName& name,
                       const std::string& date, bool to_stay) {
  const auto unit = state.Get(name.city, name.unit, date);
  const std::string subject = base::FormatOrgUnitName(name);
  if (date < unit->opened_on()) {
    return base::FailedPrecondition(
        "UNIT_NOT_OPEN", subject,
        absl::StrCat("the unit '", name.unit, "' opens on ", unit->opened_on(),
                     "; choose an effective date from that day on"));
  }
  if (!unit->closed_on().empty() && (to_stay || date >= unit->closed_on())) {
    return base::FailedPrecondition(
        "UNIT_NOT_OPEN", subject,
        absl::StrCat("the unit '", name.unit, "' closes on ", unit->closed_on(),
                     to_stay ? "; it must be open from the effective date on"
                             : "; choose an effective date before that day"));
  }
  return absl::OkStatus();
}

// A unit that a request names, with the two halves of its name.
struct NamedUnit {
  base::OrgUnitName name;
  organization::v1::OrgUnit unit;
};

// What the methods on one unit have in common: its name, that it is there, its etag. `violations`
// holds what was found in the other fields.
absl::StatusOr<NamedUnit> FindUnit(const OrganizationState& state, const std::string& name,
                                   const std::string& etag, const std::string& date,
                                   base::Violations& violations) {
  auto parsed = base::ParseOrgUnitName(name, "name");
  violations.Add(parsed.status());
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  auto unit = state.Get(parsed->city, parsed->unit, date);
  if (!unit) {
    return base::NotFound(name, absl::StrCat("the city has no unit '", parsed->unit, "'"));
  }
  if (!etag.empty() && etag != unit->etag()) return base::StaleEtag(name, etag, unit->etag());
  return NamedUnit{.name = *std::move(parsed), .unit = *std::move(unit)};
}

}  // namespace

absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::OpenOrgUnitRequest& request,
                                          const OrganizationContext& context) {
  const organization::v1::OrgUnit& unit = request.org_unit();
  base::Violations violations;
  const auto city = base::ParseCityName(request.parent(), "parent");
  violations.Add(city.status());
  if (!base::IsIdentifier(request.org_unit_id())) {
    violations.Add("org_unit_id",
                   "must be 1 to 63 lower-case letters, digits and hyphens, with no hyphen first "
                   "or last, for example nishi-kensetsu");
  }
  CheckDisplayName("org_unit.display_name", unit.display_name(), violations);
  if (unit.kind() == organization::v1::ORG_UNIT_KIND_UNSPECIFIED ||
      !organization::v1::OrgUnitKind_IsValid(unit.kind())) {
    violations.Add("org_unit.kind", "is required, for example ORG_UNIT_KIND_SECTION");
  }
  CheckParent(state, "org_unit.parent_unit", unit.parent_unit(), violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  if (state.Knows(request.org_unit_id())) {
    return base::AlreadyExists(
        base::FormatOrgUnitName({.city = city->city, .unit = request.org_unit_id()}), "UNIT_EXISTS",
        "the id is taken: a unit keeps its id for ever, also after it is closed; choose another");
  }
  if (!unit.parent_unit().empty()) {
    MOKUHYO_RETURN_IF_ERROR(CheckOpen(state, {.city = city->city, .unit = unit.parent_unit()},
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
  MOKUHYO_RETURN_IF_ERROR(CheckOpen(state, name, context.effective_date, /*to_stay=*/false));
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
  MOKUHYO_RETURN_IF_ERROR(CheckOpen(state, name, context.effective_date, /*to_stay=*/false));
  if (unit.parent_unit() == request.parent_unit()) return OrganizationEvents{};
  if (!request.parent_unit().empty()) {
    if (state.WouldCycle(name.unit, request.parent_unit(), context.effective_date)) {
      return base::FailedPrecondition(
          "UNIT_CYCLE", request.name(),
          absl::StrCat("'", request.parent_unit(), "' is or comes to stand under '", name.unit,
                       "', which would so stand under itself; move '", request.parent_unit(),
                       "' first"));
    }
    MOKUHYO_RETURN_IF_ERROR(CheckOpen(state, {.city = name.city, .unit = request.parent_unit()},
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
  MOKUHYO_RETURN_IF_ERROR(CheckOpen(state, name, context.effective_date, /*to_stay=*/true));
  const std::vector<std::string> below = state.OpenUnitsUnder(name.unit, context.effective_date);
  if (!below.empty()) {
    std::vector<base::BrokenRule> rules;
    for (const std::string& child : below) {
      rules.push_back({.subject = base::FormatOrgUnitName({.city = name.city, .unit = child}),
                       .description = absl::StrCat("stands open under '", name.unit,
                                                   "'; move or close it first (MoveOrgUnit, "
                                                   "CloseOrgUnit)")});
    }
    return base::FailedPrecondition("UNITS_BELOW_OPEN", rules,
                                    {{"units", absl::StrJoin(below, ",")}});
  }

  OrganizationEvents events(1);
  events[0].mutable_org_unit_closed()->set_unit(name.unit);
  return events;
}

}  // namespace mokuhyo::domain
