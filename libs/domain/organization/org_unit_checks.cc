#include "libs/domain/organization/org_unit_checks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"

namespace mokuhyo::domain {
namespace {

constexpr size_t kMaxNameCharacters = 200;

}  // namespace

void CheckUnitId(std::string_view field, const std::string& id, base::Violations& violations) {
  if (base::IsIdentifier(id)) return;
  violations.Add(std::string(field),
                 "must be 1 to 63 lower-case letters, digits and hyphens, with no hyphen first or "
                 "last, for example nishi-kensetsu");
}

void CheckDisplayName(std::string_view field, const std::string& name,
                      base::Violations& violations) {
  if (name.empty()) {
    violations.Add(std::string(field), "is required, 1 to 200 characters");
  } else {
    base::CheckLine(field, name, kMaxNameCharacters, violations);
  }
}

void CheckKind(std::string_view field, organization::v1::OrgUnitKind kind,
               base::Violations& violations) {
  if (kind == organization::v1::ORG_UNIT_KIND_UNSPECIFIED ||
      !organization::v1::OrgUnitKind_IsValid(kind)) {
    violations.Add(std::string(field), "is required, for example ORG_UNIT_KIND_SECTION");
  }
}

void CheckParent(const OrganizationState& state, std::string_view field, const std::string& parent,
                 base::Violations& violations) {
  if (parent.empty() || state.Knows(parent)) return;
  violations.Add(std::string(field), absl::StrCat("the city has no unit '", parent,
                                                  "'; open it first (OpenOrgUnit) or leave the "
                                                  "field empty for the city itself"));
}

std::optional<base::BrokenRule> FindNotOpen(const OrganizationState& state,
                                            const base::OrgUnitName& name, const std::string& date,
                                            bool to_stay) {
  const auto unit = state.Get(name.city, name.unit, date);
  if (date < unit->opened_on()) {
    return base::BrokenRule{unit->name(),
                            absl::StrCat("the unit '", name.unit, "' opens on ", unit->opened_on(),
                                         "; choose an effective date from that day on")};
  }
  if (!unit->closed_on().empty() && (to_stay || date >= unit->closed_on())) {
    return base::BrokenRule{unit->name(),
                            absl::StrCat("the unit '", name.unit, "' closes on ", unit->closed_on(),
                                         to_stay ? "; it must be open from the effective date on"
                                                 : "; choose an effective date before that day")};
  }
  return std::nullopt;
}

absl::Status RequireOpen(const OrganizationState& state, const base::OrgUnitName& name,
                         const std::string& date, bool to_stay) {
  const auto rule = FindNotOpen(state, name, date, to_stay);
  if (!rule.has_value()) return absl::OkStatus();
  return base::FailedPrecondition("UNIT_NOT_OPEN", rule->subject, rule->description);
}

std::vector<base::BrokenRule> FindOpenBelow(const OrganizationState& state,
                                            const base::OrgUnitName& name, const std::string& date,
                                            const std::set<std::string>& closing) {
  std::vector<base::BrokenRule> rules;
  for (const std::string& child : state.OpenUnitsUnder(name.unit, date)) {
    if (closing.contains(child)) continue;
    rules.push_back(
        {.subject = base::FormatOrgUnitName({.city = name.city, .unit = child}),
         .description = absl::StrCat("unit '", child, "' stands open under '", name.unit,
                                     "'; move or close it first (MoveOrgUnit, "
                                     "CloseOrgUnit)")});
  }
  return rules;
}

absl::Status UnitsBelowOpen(const std::vector<base::BrokenRule>& rules) {
  if (rules.empty()) return absl::OkStatus();
  const std::string units =
      absl::StrJoin(rules, ",", [](std::string* out, const base::BrokenRule& rule) {
        out->append(rule.subject.substr(rule.subject.rfind('/') + 1));
      });
  return base::FailedPrecondition("UNITS_BELOW_OPEN", rules, {{"units", units}});
}

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

}  // namespace mokuhyo::domain
