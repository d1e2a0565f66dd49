#include "libs/eventstore/lineage.h"

#include <algorithm>

namespace mokuhyo::eventstore {
namespace {

// 0 if the histories have no event of the city in common.
uint64_t PositionOf(const store::v1::Fork& fork, std::string_view city) {
  const auto found = std::find_if(fork.cities().begin(), fork.cities().end(),
                                  [&](const auto& forked) { return forked.city() == city; });
  return found == fork.cities().end() ? 0 : found->position();
}

}  // namespace

store::v1::Lineage Fork(const store::v1::Lineage& lineage, std::string_view epoch,
                        const std::map<std::string, uint64_t>& positions) {
  store::v1::Lineage result;
  const auto add = [&result](std::string_view from) -> store::v1::Fork& {
    auto& fork = *result.add_forks();
    fork.set_epoch(std::string(from));
    return fork;
  };
  const auto add_city = [](store::v1::Fork& fork, const std::string& city, uint64_t position) {
    if (position == 0) return;
    auto& forked = *fork.add_cities();
    forked.set_city(city);
    forked.set_position(position);
  };
  auto& nearest = add(epoch);
  for (const auto& [city, position] : positions) add_city(nearest, city, position);
  for (const auto& older : lineage.forks()) {
    auto& fork = add(older.epoch());
    // What is cut off now is no longer in common with anybody.
    for (const auto& [city, position] : positions) {
      add_city(fork, city, std::min(position, PositionOf(older, city)));
    }
  }
  return result;
}

bool DescendsFrom(const store::v1::Lineage& lineage, std::string_view epoch) {
  return std::any_of(lineage.forks().begin(), lineage.forks().end(),
                     [&](const auto& fork) { return fork.epoch() == epoch; });
}

void AddAncestors(const store::v1::Lineage& lineage, std::string_view city,
                  store::v1::GetHeadResponse& head) {
  for (const auto& fork : lineage.forks()) {
    auto& ancestor = *head.add_ancestors();
    ancestor.set_epoch(fork.epoch());
    ancestor.set_position(PositionOf(fork, city));
  }
}

}  // namespace mokuhyo::eventstore
