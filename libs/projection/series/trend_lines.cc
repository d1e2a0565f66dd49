#include "libs/projection/series/trend_lines.h"

#include <algorithm>
#include <utility>

namespace mokuhyo::projection {
namespace {

bool HaveCommon(const std::set<int32_t>& a, const std::set<int32_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](int32_t year) { return b.contains(year); });
}

// Shares out lines. Units that go on in each other's place in a circle, which no decision makes but
// a damaged log may hold, are placed last, so that every unit has its line.
class Sharing {
 public:
  Sharing(const YearsByUnit& years, const domain::OrganizationState& units,
          const std::string& until)
      : years_(years), units_(units), until_(until) {}

  std::vector<UnitsOfLine> Share() {
    std::set<std::string> continued;
    for (const auto& [unit, years] : years_) continued.insert(Before(unit));
    for (const auto& [unit, years] : years_) {
      if (!continued.contains(unit)) AddLines(unit);
    }
    for (const auto& [unit, years] : years_) AddLines(unit);
    std::sort(lines_.begin(), lines_.end(), [](const UnitsOfLine& a, const UnitsOfLine& b) {
      return a.on_line.back() < b.on_line.back();
    });
    return std::move(lines_);
  }

 private:
  // Whether the unit gave its place to others by the day.
  bool HasEnded(const std::string& unit) const {
    if (until_.empty()) return true;
    const auto facts = units_.Get("", unit, until_);
    return facts.has_value() && !facts->closed_on().empty() && facts->closed_on() <= until_;
  }

  // The nearest units with figures in whose place `unit` goes on; with `sole` only by steps at
  // which there is no other successor.
  std::set<std::string> Nearest(const std::string& unit, bool sole) const {
    std::set<std::string> found;
    std::set<std::string> seen = {unit};
    std::vector<std::string> open = {unit};
    while (!open.empty()) {
      const std::string at = std::move(open.back());
      open.pop_back();
      for (const std::string& before : units_.PredecessorsOf(at)) {
        if (!HasEnded(before) || (sole && units_.SuccessorsOf(before).size() != 1)) continue;
        if (!seen.insert(before).second) continue;
        if (years_.contains(before)) {
          found.insert(before);
        } else {
          open.push_back(before);
        }
      }
    }
    return found;
  }

  // The unit whose line `unit` goes on, unless a year has figures of both; empty if it begins one.
  std::string Before(const std::string& unit) const {
    const std::set<std::string> nearest = Nearest(unit, /*sole=*/false);
    if (nearest.size() != 1 || Nearest(unit, /*sole=*/true) != nearest) return "";
    return *nearest.begin();
  }

  // The line that ends with `unit`, unless it is on one already. Where a unit farther back has
  // figures of a year of this line, another line ends with it.
  void AddLines(const std::string& last) {
    std::string at = last;
    while (!at.empty() && !placed_.contains(at)) {
      UnitsOfLine line;
      std::set<int32_t> years_of_line;
      std::string first;
      while (!at.empty() && !HaveCommon(years_.at(at), years_of_line) &&
             placed_.insert(at).second) {
        line.on_line.push_back(at);
        years_of_line.insert(years_.at(at).begin(), years_.at(at).end());
        first = at;
        at = Before(at);
      }
      std::reverse(line.on_line.begin(), line.on_line.end());
      line.beside = Nearest(first, /*sole=*/false);
      lines_.push_back(std::move(line));
    }
  }

  const YearsByUnit& years_;
  const domain::OrganizationState& units_;
  const std::string& until_;
  std::set<std::string> placed_;
  std::vector<UnitsOfLine> lines_;
};

}  // namespace

std::vector<UnitsOfLine> ShareOutLines(const YearsByUnit& years,
                                       const domain::OrganizationState& units,
                                       const std::string& until) {
  return Sharing(years, units, until).Share();
}

std::set<std::string> UnitWithPredecessors(const std::string& unit,
                                           const domain::OrganizationState& units,
                                           const std::string& date) {
  std::set<std::string> all;
  std::vector<std::string> open;
  for (const std::string& id : units.UnitIds()) {
    if (units.IsUnder(id, unit, date)) open.push_back(id);
  }
  while (!open.empty()) {
    std::string at = std::move(open.back());
    open.pop_back();
    if (!all.insert(at).second) continue;
    for (const std::string& before : units.PredecessorsOf(at)) open.push_back(before);
  }
  return all;
}

}  // namespace mokuhyo::projection
