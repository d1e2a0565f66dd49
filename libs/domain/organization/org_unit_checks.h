#ifndef MOKUHYO_LIBS_DOMAIN_ORGANIZATION_ORG_UNIT_CHECKS_H_
#define MOKUHYO_LIBS_DOMAIN_ORGANIZATION_ORG_UNIT_CHECKS_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/violations.h"
#include "libs/domain/organization/organization_state.h"

// What the decisions about org units have in common.
namespace mokuhyo::domain {

// Adds the violations of an id for a new unit, and of the name and kind of a unit.
void CheckUnitId(std::string_view field, const std::string& id, base::Violations& violations);
void CheckDisplayName(std::string_view field, const std::string& name,
                      base::Violations& violations);
void CheckKind(std::string_view field, organization::v1::OrgUnitKind kind,
               base::Violations& violations);
// Adds a violation unless `parent` is "" (the city itself) or a unit of the city.
void CheckParent(const OrganizationState& state, std::string_view field, const std::string& parent,
                 base::Violations& violations);

// Why the unit, which must be known, does not exist on the day; absent if it does. `to_stay`: also
// on every day after it, as far as is recorded. Of reason UNIT_NOT_OPEN.
std::optional<base::BrokenRule> FindNotOpen(const OrganizationState& state,
                                            const base::OrgUnitName& name, const std::string& date,
                                            bool to_stay);
// The same as FAILED_PRECONDITION.
absl::Status RequireOpen(const OrganizationState& state, const base::OrgUnitName& name,
                         const std::string& date, bool to_stay);

// One rule for each unit that stands open under the unit from the day on, but for those of
// `closing`, which close in the same write. Of reason UNITS_BELOW_OPEN.
std::vector<base::BrokenRule> FindOpenBelow(const OrganizationState& state,
                                            const base::OrgUnitName& name, const std::string& date,
                                            const std::set<std::string>& closing = {});
// FAILED_PRECONDITION with reason UNITS_BELOW_OPEN if there are such rules; the metadata name the
// units.
absl::Status UnitsBelowOpen(const std::vector<base::BrokenRule>& rules);

// A unit that a request names, with the two halves of its name.
struct NamedUnit {
  base::OrgUnitName name;
  organization::v1::OrgUnit unit;
};

// What the methods on one unit have in common: its name, that it is there, its etag. `violations`
// holds what was found in the other fields.
absl::StatusOr<NamedUnit> FindUnit(const OrganizationState& state, const std::string& name,
                                   const std::string& etag, const std::string& date,
                                   base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_ORGANIZATION_ORG_UNIT_CHECKS_H_
