#include "libs/domain/organization/organization_state.h"

#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"

namespace mokuhyo::domain {

void OrganizationState::Evolve(const events::v1::OrganizationEvent& event, uint64_t revision,
                               const std::string& effective_date) {
  using Event = events::v1::OrganizationEvent;
  revision_ = revision;
  const auto touch = [&](const std::string& id) -> Unit* {
    const auto found = units_.find(id);
    if (found == units_.end()) return nullptr;
    found->second.last_revision = revision;
    return &found->second;
  };
  switch (event.event_case()) {
    case Event::kOrgUnitOpened: {
      const auto& opened = event.org_unit_opened();
      Unit& unit = units_[opened.unit()];
      unit.kind = opened.kind();
      unit.opened_on = effective_date;
      unit.names[effective_date] = opened.display_name();
      unit.parents[effective_date] = opened.parent_unit();
      unit.last_revision = revision;
      return;
    }
    case Event::kOrgUnitRenamed: {
      const auto& renamed = event.org_unit_renamed();
      if (Unit* unit = touch(renamed.unit())) unit->names[effective_date] = renamed.display_name();
      return;
    }
    case Event::kOrgUnitMoved: {
      const auto& moved = event.org_unit_moved();
      if (Unit* unit = touch(moved.unit())) unit->parents[effective_date] = moved.parent_unit();
      return;
    }
    case Event::kOrgUnitClosed:
      if (Unit* unit = touch(event.org_unit_closed().unit())) unit->closed_on = effective_date;
      return;
    case Event::kOrgUnitSplit: {
      const auto& split = event.org_unit_split();
      for (const std::string& successor : split.successors())
        Succeed(split.unit(), successor, effective_date, revision);
      return;
    }
    case Event::kOrgUnitsMerged: {
      const auto& merged = event.org_units_merged();
      for (const std::string& unit : merged.units())
        Succeed(unit, merged.successor(), effective_date, revision);
      return;
    }
    case Event::EVENT_NOT_SET:
      return;
  }
}

void OrganizationState::Succeed(const std::string& before, const std::string& after,
                                const std::string& date, uint64_t revision) {
  const auto closed = units_.find(before);
  const auto successor = units_.find(after);
  if (closed == units_.end() || successor == units_.end()) return;
  closed->second.closed_on = date;
  closed->second.successors.insert(after);
  closed->second.last_revision = revision;
  successor->second.predecessors.insert(before);
  successor->second.last_revision = revision;
}

bool OrganizationState::Knows(std::string_view unit) const {
  return units_.find(unit) != units_.end();
}

bool OrganizationState::IsOpen(std::string_view unit, std::string_view date) const {
  const auto found = units_.find(unit);
  if (found == units_.end()) return false;
  const Unit& facts = found->second;
  return facts.opened_on <= date && (facts.closed_on.empty() || date < facts.closed_on);
}

std::optional<organization::v1::OrgUnit> OrganizationState::Get(std::string_view city,
                                                                std::string_view unit,
                                                                std::string_view date) const {
  const auto found = units_.find(unit);
  if (found == units_.end()) return std::nullopt;
  const Unit& facts = found->second;
  organization::v1::OrgUnit view;
  view.set_name(base::FormatOrgUnitName({.city = std::string(city), .unit = std::string(unit)}));
  view.set_display_name(At(facts.names, date));
  view.set_kind(facts.kind);
  view.set_parent_unit(At(facts.parents, date));
  view.set_opened_on(facts.opened_on);
  view.set_closed_on(facts.closed_on);
  view.set_etag(absl::StrCat(facts.last_revision));
  view.mutable_predecessors()->Add(facts.predecessors.begin(), facts.predecessors.end());
  view.mutable_successors()->Add(facts.successors.begin(), facts.successors.end());
  return view;
}

bool OrganizationState::IsUnder(std::string_view unit, std::string_view above,
                                std::string_view date) const {
  // Decisions keep the tree free of cycles; the bound keeps a damaged log from hanging a reader.
  auto at = units_.find(unit);
  for (size_t steps = 0; at != units_.end() && steps <= units_.size(); ++steps) {
    if (at->first == above) return true;
    at = units_.find(At(at->second.parents, date));
  }
  return false;
}

const std::set<std::string, std::less<>>& OrganizationState::PredecessorsOf(
    std::string_view unit) const {
  static const std::set<std::string, std::less<>> kNone;
  const auto found = units_.find(unit);
  return found == units_.end() ? kNone : found->second.predecessors;
}

const std::set<std::string, std::less<>>& OrganizationState::SuccessorsOf(
    std::string_view unit) const {
  static const std::set<std::string, std::less<>> kNone;
  const auto found = units_.find(unit);
  return found == units_.end() ? kNone : found->second.successors;
}

std::vector<std::string> OrganizationState::UnitIds() const {
  std::vector<std::string> ids;
  ids.reserve(units_.size());
  for (const auto& [id, unit] : units_) ids.push_back(id);
  return ids;
}

bool OrganizationState::WouldCycle(std::string_view unit, std::string_view parent,
                                   std::string_view date) const {
  const Dated& moves = units_.find(unit)->second.parents;
  const auto next_move = moves.upper_bound(date);
  for (const std::string& day : DaysOfChangeFrom(date)) {
    if (next_move != moves.end() && day >= next_move->first) return false;
    if (IsUnder(parent, unit, day)) return true;
  }
  return false;
}

std::vector<std::string> OrganizationState::OpenUnitsUnder(std::string_view unit,
                                                           std::string_view date) const {
  const std::set<std::string, std::less<>> days = DaysOfChangeFrom(date);
  std::vector<std::string> ids;
  for (const auto& [id, facts] : units_) {
    for (const std::string& day : days) {
      if (IsOpen(id, day) && At(facts.parents, day) == unit) {
        ids.push_back(id);
        break;
      }
    }
  }
  return ids;
}

const std::string& OrganizationState::At(const Dated& dated, std::string_view date) {
  auto next = dated.upper_bound(date);
  if (next != dated.begin()) --next;
  return next->second;
}

std::set<std::string, std::less<>> OrganizationState::DaysOfChangeFrom(
    std::string_view date) const {
  std::set<std::string, std::less<>> days = {std::string(date)};
  const auto add = [&](const std::string& day) {
    if (day > date) days.insert(day);
  };
  for (const auto& [id, unit] : units_) {
    add(unit.opened_on);
    add(unit.closed_on);
    for (const auto& [day, parent] : unit.parents) add(day);
  }
  return days;
}

}  // namespace mokuhyo::domain
