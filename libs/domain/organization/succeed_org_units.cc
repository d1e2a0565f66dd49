#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/organization/decide_organization.h"
#include "libs/domain/organization/org_unit_checks.h"

// SplitOrgUnit, MergeOrgUnits: units close, and others go on in their place. Sheets stay with the
// unit that they were made for; who asks what became of it finds its successors.
namespace mokuhyo::domain {
namespace {

using base::BrokenRule;
using base::Violations;
using organization::v1::OrgUnit;
using organization::v1::Successor;

constexpr int kMinSuccessors = 2;
constexpr int kMaxUnits = 100;

std::string Item(std::string_view field, int index) {
  return absl::StrCat(std::string(field), "[", index, "]");
}

// A successor is one that is open already or one that is new, never one of those that close.
// `path` is that of the successor in the request.
void CheckSuccessor(const OrganizationState& state, const Successor& successor,
                    const std::set<std::string>& closing, const std::string& path,
                    Violations& violations) {
  const std::string& id = successor.org_unit_id();
  const std::string id_path = path + ".org_unit_id";
  CheckUnitId(id_path, id, violations);
  if (closing.contains(id)) {
    violations.Add(id_path, absl::StrCat("'", id, "' is closed; it cannot go on in its own place"));
    return;
  }
  const std::string unit_path = path + ".org_unit";
  if (!successor.has_org_unit()) {
    if (base::IsIdentifier(id) && !state.Knows(id)) {
      violations.Add(unit_path, absl::StrCat("is required: the city has no unit '", id,
                                             "' yet, and to open it takes name, kind and parent"));
    }
    return;
  }
  if (state.Knows(id)) {
    violations.Add(unit_path,
                   absl::StrCat("is only for a new unit: the city has '", id,
                                "' already; leave it out, or choose another id: one is used once "
                                "and for ever"));
  }
  const OrgUnit& unit = successor.org_unit();
  CheckDisplayName(unit_path + ".display_name", unit.display_name(), violations);
  CheckKind(unit_path + ".kind", unit.kind(), violations);
  CheckParent(state, unit_path + ".parent_unit", unit.parent_unit(), violations);
  if (closing.contains(unit.parent_unit())) {
    violations.Add(unit_path + ".parent_unit",
                   absl::StrCat("'", unit.parent_unit(), "' is closed; choose a unit that stays"));
  }
}

// Adds a rule unless the unit is open from the day on.
void DemandOpen(const OrganizationState& state, const base::OrgUnitName& name,
                const std::string& date, std::vector<BrokenRule>& rules) {
  auto rule = FindNotOpen(state, name, date, /*to_stay=*/true);
  if (rule.has_value()) rules.push_back(*std::move(rule));
}

// The rules of both methods: all that close are open until then and have nothing open below them
// that does not close with them; successors that are there, and the parents of new ones, are open
// to stay.
absl::Status CheckRules(const OrganizationState& state, const std::string& city,
                        const std::vector<std::string>& closing,
                        const std::vector<const Successor*>& successors, const std::string& date) {
  std::vector<BrokenRule> not_open;
  for (const std::string& unit : closing) DemandOpen(state, {city, unit}, date, not_open);
  for (const Successor* successor : successors) {
    const std::string& needed =
        successor->has_org_unit() ? successor->org_unit().parent_unit() : successor->org_unit_id();
    if (!needed.empty()) DemandOpen(state, {city, needed}, date, not_open);
  }
  if (!not_open.empty()) return base::FailedPrecondition("UNIT_NOT_OPEN", not_open);
  const std::set<std::string> closing_too(closing.begin(), closing.end());
  std::vector<BrokenRule> below;
  for (const std::string& unit : closing) {
    for (BrokenRule& rule : FindOpenBelow(state, {city, unit}, date, closing_too))
      below.push_back(std::move(rule));
  }
  return UnitsBelowOpen(below);
}

// The events that open those successors that are new.
OrganizationEvents OpenNewUnits(const std::vector<const Successor*>& successors) {
  OrganizationEvents events;
  for (const Successor* successor : successors) {
    if (!successor->has_org_unit()) continue;
    events::v1::OrgUnitOpened& opened = *events.emplace_back().mutable_org_unit_opened();
    opened.set_unit(successor->org_unit_id());
    opened.set_display_name(successor->org_unit().display_name());
    opened.set_kind(successor->org_unit().kind());
    opened.set_parent_unit(successor->org_unit().parent_unit());
  }
  return events;
}

void CheckClosing(const OrganizationState& state,
                  const organization::v1::MergeOrgUnitsRequest& request, Violations& violations) {
  if (request.org_units().empty())
    violations.Add("org_units", "is required: at least one unit that is closed");
  if (request.org_units_size() > kMaxUnits) {
    violations.Add("org_units",
                   absl::StrCat("has ", request.org_units_size(), " entries; at most ", kMaxUnits));
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.org_units_size(); ++i) {
    const std::string& unit = request.org_units(i);
    if (!state.Knows(unit)) {
      violations.Add(Item("org_units", i), absl::StrCat("the city has no unit '", unit, "'"));
    } else if (!seen.insert(unit).second) {
      violations.Add(Item("org_units", i), absl::StrCat("'", unit, "' is named twice"));
    }
  }
}

}  // namespace

absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::SplitOrgUnitRequest& request,
                                          const OrganizationContext& context) {
  Violations violations;
  if (request.successors_size() < kMinSuccessors || request.successors_size() > kMaxUnits) {
    violations.Add("successors",
                   absl::StrCat("names ", request.successors_size(), " units; ", kMinSuccessors,
                                " to ", kMaxUnits, " go on in the place of one"));
  }
  const std::string closing = request.name().substr(request.name().rfind('/') + 1);
  std::vector<const Successor*> successors;
  std::set<std::string> seen;
  for (int i = 0; i < request.successors_size(); ++i) {
    const Successor& successor = request.successors(i);
    CheckSuccessor(state, successor, {closing}, Item("successors", i), violations);
    if (!seen.insert(successor.org_unit_id()).second) {
      violations.Add(Item("successors", i) + ".org_unit_id",
                     absl::StrCat("'", successor.org_unit_id(), "' is named twice"));
    }
    successors.push_back(&successor);
  }
  MOKUHYO_ASSIGN_OR_RETURN(const NamedUnit found, FindUnit(state, request.name(), request.etag(),
                                                           context.effective_date, violations));
  const base::OrgUnitName& name = found.name;
  MOKUHYO_RETURN_IF_ERROR(
      CheckRules(state, name.city, {name.unit}, successors, context.effective_date));

  OrganizationEvents events = OpenNewUnits(successors);
  events::v1::OrgUnitSplit& split = *events.emplace_back().mutable_org_unit_split();
  split.set_unit(name.unit);
  for (const Successor* successor : successors) split.add_successors(successor->org_unit_id());
  return events;
}

absl::StatusOr<OrganizationEvents> Decide(const OrganizationState& state,
                                          const organization::v1::MergeOrgUnitsRequest& request,
                                          const OrganizationContext& context) {
  Violations violations;
  const auto city = base::ParseCityName(request.parent(), "parent");
  violations.Add(city.status());
  CheckClosing(state, request, violations);
  const std::vector<std::string> closing(request.org_units().begin(), request.org_units().end());
  const Successor& successor = request.successor();
  if (request.has_successor()) {
    CheckSuccessor(state, successor, {closing.begin(), closing.end()}, "successor", violations);
  } else {
    violations.Add("successor", "is required: the unit that goes on in their place");
  }
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(
      CheckRules(state, city->city, closing, {&successor}, context.effective_date));

  OrganizationEvents events = OpenNewUnits({&successor});
  events::v1::OrgUnitsMerged& merged = *events.emplace_back().mutable_org_units_merged();
  *merged.mutable_units() = request.org_units();
  merged.set_successor(successor.org_unit_id());
  return events;
}

}  // namespace mokuhyo::domain
