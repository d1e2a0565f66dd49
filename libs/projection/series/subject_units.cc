#include "libs/projection/series/subject_units.h"

#include <algorithm>
#include <utility>

#include "libs/domain/organization/succession.h"

namespace mokuhyo::projection {

SubjectUnits::SubjectUnits(const domain::OrganizationState& units, std::string date)
    : units_(units), date_(std::move(date)) {}

void SubjectUnits::Add(const std::string& unit) {
  if (running_.insert(unit).second) is_arranged_ = false;
}

void SubjectUnits::Arrange() const {
  below_.clear();
  for (const std::string& unit : running_) {
    for (const std::string& upper : Above(unit)) below_[upper].push_back(unit);
  }
  is_arranged_ = true;
}

std::vector<std::string> SubjectUnits::Above(const std::string& unit) const {
  std::vector<std::string> above;
  // Decisions keep the tree free of cycles; a damaged log may hold one.
  Units seen = {unit};
  auto at = units_.Get("", unit, date_);
  while (at.has_value() && seen.insert(at->parent_unit()).second) {
    const std::string parent = at->parent_unit();
    at = units_.Get("", parent, date_);
    if (at.has_value() && running_.contains(parent)) above.push_back(parent);
  }
  return above;
}

SubjectUnits::Units SubjectUnits::FamilyOf(const std::string& unit) const {
  Units family = domain::AllSuccessorsOf(units_, unit);
  std::vector<std::string> open_ends = {unit};
  Units before = {unit};
  while (!open_ends.empty()) {
    const std::string next = std::move(open_ends.back());
    open_ends.pop_back();
    for (const std::string& predecessor : units_.PredecessorsOf(next)) {
      if (before.insert(predecessor).second) open_ends.push_back(predecessor);
    }
  }
  before.erase(unit);
  family.merge(before);
  return family;
}

bool SubjectUnits::IsAlone(const std::string& lower, const Units& family,
                           const std::string& upper) const {
  const auto below = below_.find(upper);
  return below == below_.end() ||
         std::all_of(below->second.begin(), below->second.end(), [&](const std::string& third) {
           return third == lower || family.contains(third);
         });
}

std::vector<SubjectUnits::Neighbor> SubjectUnits::NeighborsOf(const std::string& unit) const {
  if (!is_arranged_) Arrange();
  std::vector<Neighbor> near;
  if (running_.contains(unit)) near.push_back({unit, Nearness::kSame});
  const Units family = FamilyOf(unit);
  for (const std::string& other : family) {
    if (running_.contains(other)) near.push_back({other, Nearness::kSuccession});
  }
  for (const std::string& upper : Above(unit)) {
    if (!family.contains(upper) && IsAlone(unit, family, upper))
      near.push_back({upper, Nearness::kAboveOrBelow});
  }
  const auto below = below_.find(unit);
  if (below == below_.end()) return near;
  for (const std::string& lower : below->second) {
    if (!family.contains(lower) && IsAlone(lower, FamilyOf(lower), unit))
      near.push_back({lower, Nearness::kAboveOrBelow});
  }
  return near;
}

}  // namespace mokuhyo::projection
