#include "libs/domain/organization/succession.h"

#include <utility>

namespace mokuhyo::domain {

std::set<std::string> AllSuccessorsOf(const OrganizationState& state, std::string_view unit) {
  std::set<std::string> found;
  std::vector<std::string> open_ends = {std::string(unit)};
  while (!open_ends.empty()) {
    const std::string next = std::move(open_ends.back());
    open_ends.pop_back();
    for (const std::string& successor : state.SuccessorsOf(next)) {
      if (successor != unit && found.insert(successor).second) open_ends.push_back(successor);
    }
  }
  return found;
}

std::vector<std::string> OpenSuccessorsOf(const OrganizationState& state, std::string_view unit,
                                          std::string_view date) {
  std::vector<std::string> open;
  for (const std::string& successor : AllSuccessorsOf(state, unit)) {
    if (state.IsOpen(successor, date)) open.push_back(successor);
  }
  return open;
}

std::string SuccessorOn(const OrganizationState& state, const std::string& unit,
                        std::string_view date) {
  if (state.IsOpen(unit, date)) return unit;
  const std::vector<std::string> open = OpenSuccessorsOf(state, unit, date);
  return open.size() == 1 ? open[0] : "";
}

}  // namespace mokuhyo::domain
