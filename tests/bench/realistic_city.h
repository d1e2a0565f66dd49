#ifndef MOKUHYO_TESTS_BENCH_REALISTIC_CITY_H_
#define MOKUHYO_TESTS_BENCH_REALISTIC_CITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::bench {

// A city as large ones are: wards, each with sections, each with a sheet a year. Texts are Japanese
// and about as long as real ones; the same numbers give the same city.
struct CityPlan {
  std::string city;
  int wards = 8;
  int sections_per_ward = 12;
  int first_fiscal_year = 2015;
  int fiscal_years = 10;

  int sheet_count() const { return wards * sections_per_ward * fiscal_years; }
};

// Units of the city, wards first.
std::vector<events::v1::OrganizationEvent> UnitsOf(const CityPlan& plan);

// The sheet `number` of the plan: its id is `generated-{number}`.
struct PlannedSheet {
  std::string id;
  std::string org_unit;
  int fiscal_year = 0;
  std::string form;
  std::vector<events::v1::SheetEvent> events;
};

// Makes sheets of a plan. The events are those that an import of such a sheet comes to, decided by
// the domain, for a few sheets that differ; the others take their events from these.
class SheetMaker {
 public:
  explicit SheetMaker(CityPlan plan);

  PlannedSheet Make(int number) const;

 private:
  const CityPlan plan_;
  std::vector<std::vector<events::v1::SheetEvent>> variants_;
};

}  // namespace mokuhyo::bench

#endif  // MOKUHYO_TESTS_BENCH_REALISTIC_CITY_H_
