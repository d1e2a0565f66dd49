#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SUBJECT_UNITS_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SUBJECT_UNITS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "libs/domain/organization/organization_state.h"

namespace mokuhyo::projection {

// The units in which a series runs, and which of them speak of the same subject: a unit of itself,
// of one in whose place the other goes on, and of one that stands above the other where no third
// unit below it has the series (else the upper figure may be their sum). Not thread-safe.
class SubjectUnits {
 public:
  // How a unit stands to another one of the same subject, the nearest first.
  enum class Nearness { kSame, kSuccession, kAboveOrBelow };
  struct Neighbor {
    std::string unit;
    Nearness nearness;
  };

  // `units` must outlive this; units stand under each other as on `date`, YYYY-MM-DD.
  SubjectUnits(const domain::OrganizationState& units, std::string date);

  // The series runs in `unit`.
  void Add(const std::string& unit);

  // The units in which the series runs that are of the same subject as `unit`, one of them, and
  // that one included, the nearest first. Costs as much as there are units near it, after a first
  // call that costs as much as there are units.
  std::vector<Neighbor> NeighborsOf(const std::string& unit) const;

 private:
  using Units = std::set<std::string>;

  // Which of the units stand above and below each other.
  void Arrange() const;
  // The units of the series above `unit`.
  std::vector<std::string> Above(const std::string& unit) const;
  // The units in whose place `unit` goes on, and those that go on in its place, over any number of
  // steps, whether the series runs in them or not.
  Units FamilyOf(const std::string& unit) const;
  // Whether all that stands below `upper` is of the family of `lower`, which stands there.
  bool IsAlone(const std::string& lower, const Units& family, const std::string& upper) const;

  const domain::OrganizationState& units_;
  const std::string date_;
  Units running_;
  // By unit: those of the series below it. Made where it is first needed.
  mutable bool is_arranged_ = false;
  mutable std::map<std::string, std::vector<std::string>> below_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SUBJECT_UNITS_H_
