#ifndef MOKUHYO_LIBS_DOMAIN_ORGANIZATION_ORGANIZATION_STATE_H_
#define MOKUHYO_LIBS_DOMAIN_ORGANIZATION_ORGANIZATION_STATE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/organization/v1/org_unit.pb.h"

namespace mokuhyo::domain {

// The org units of a city as the fold of the stream `organization`. Names and parents are kept as
// dated facts and resolved at the day of the question (DESIGN, domain rule 6), so the fold itself
// depends on events alone.
//
// Copyable; not thread-safe; a const OrganizationState may be read by many threads.
class OrganizationState {
 public:
  // Applies one event. Cannot fail.
  void Evolve(const events::v1::OrganizationEvent& event, uint64_t revision,
              const std::string& effective_date);

  // Revision of the last event folded; absent before the first.
  std::optional<uint64_t> revision() const { return revision_; }
  // True if the id was ever used, open or closed.
  bool Knows(std::string_view unit) const;
  // True if the unit exists on `date` (YYYY-MM-DD).
  bool IsOpen(std::string_view unit, std::string_view date) const;
  // The unit as it is on `date`, with name `cities/{city}/orgUnits/{unit}`. A unit that opens later
  // is shown with its first name and parent. Absent if the id was never used.
  std::optional<organization::v1::OrgUnit> Get(std::string_view city, std::string_view unit,
                                               std::string_view date) const;
  // True if `unit` is `above` or stands below it on `date`.
  bool IsUnder(std::string_view unit, std::string_view above, std::string_view date) const;
  // Ids of the units in whose place `unit` goes on (of those that go on in its place), by split or
  // merger; empty if the id was never used.
  const std::set<std::string, std::less<>>& PredecessorsOf(std::string_view unit) const;
  const std::set<std::string, std::less<>>& SuccessorsOf(std::string_view unit) const;
  // All ids ever used, in byte order.
  std::vector<std::string> UnitIds() const;

  // True if `unit`, put under `parent` from `date` on, would stand under itself on that day or on a
  // later one that is recorded already, up to the next recorded move of `unit`. Both must be known.
  bool WouldCycle(std::string_view unit, std::string_view parent, std::string_view date) const;
  // Ids of the units that stand directly under `unit` and are open, on `date` or on a later day
  // that is recorded already; in byte order.
  std::vector<std::string> OpenUnitsUnder(std::string_view unit, std::string_view date) const;

 private:
  // Values by the day from which they hold; a later event for the same day replaces the earlier
  // one.
  using Dated = std::map<std::string, std::string, std::less<>>;
  struct Unit {
    organization::v1::OrgUnitKind kind = organization::v1::ORG_UNIT_KIND_UNSPECIFIED;
    std::string opened_on;
    std::string closed_on;
    Dated names;
    Dated parents;
    std::set<std::string, std::less<>> predecessors;
    std::set<std::string, std::less<>> successors;
    uint64_t last_revision = 0;
  };
  // `before` closes on `date` and `after` goes on in its place.
  void Succeed(const std::string& before, const std::string& after, const std::string& date,
               uint64_t revision);
  // The value that holds on `date`: the last one from that day or before, else the first.
  static const std::string& At(const Dated& dated, std::string_view date);
  // `date` and every later day on which a unit opens, closes or moves, in order.
  std::set<std::string, std::less<>> DaysOfChangeFrom(std::string_view date) const;

  std::optional<uint64_t> revision_;
  std::map<std::string, Unit, std::less<>> units_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_ORGANIZATION_ORGANIZATION_STATE_H_
