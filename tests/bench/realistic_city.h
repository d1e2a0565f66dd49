#ifndef MOKUHYO_TESTS_BENCH_REALISTIC_CITY_H_
#define MOKUHYO_TESTS_BENCH_REALISTIC_CITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libs/domain/sheet/decision.h"
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
  // Interim dates at which every indicator of a sheet is reported, each by an event of its own, as
  // the people of a section do; 0: sheets are there at once, as imported ones are.
  int interim_reports = 0;

  int sheets_per_year() const { return wards * sections_per_ward; }
  int sheet_count() const { return sheets_per_year() * fiscal_years; }
};

// Units of the city, wards first.
std::vector<events::v1::OrganizationEvent> UnitsOf(const CityPlan& plan);

// The sheet `number` of the plan: its id is `generated-{number}`; a year's sheets follow each
// other.
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

  // In how many parts a sheet comes to be: without interim reports one, with them one before the
  // first of these, one for each and one behind the last. In between is the time for the same part
  // of the other sheets of the year.
  int parts() const { return plan_.interim_reports == 0 ? 1 : plan_.interim_reports + 2; }

  // Part 0, 1, 2 … of a sheet. With interim reports the plan's last fiscal year is under way: the
  // last part of its sheets is empty.
  PlannedSheet Make(int number, int part = 0) const;

 private:
  using Parts = std::vector<std::vector<events::v1::SheetEvent>>;

  // What an import of a sheet came to, with the interim reports in it.
  Parts Split(std::vector<events::v1::SheetEvent> events,
              const domain::SheetContext& context) const;

  const CityPlan plan_;
  std::vector<Parts> variants_;
};

}  // namespace mokuhyo::bench

#endif  // MOKUHYO_TESTS_BENCH_REALISTIC_CITY_H_
