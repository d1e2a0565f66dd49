#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_READER_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_READER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/application/city_folds.h"
#include "libs/application/read_point.h"
#include "libs/base/clock.h"
#include "libs/base/resource_name.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/evaluations/v1/evaluation_service.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {

// A sheet as it stood at a position of its city, with what it depends on; all of it stays valid as
// long as this is held.
struct SheetReading {
  application::ReadPoint point;
  std::shared_ptr<const application::Folded<domain::SheetState>> sheet;
  std::shared_ptr<const application::Folded<domain::FormsState>> forms;
  const forms::v1::Form* form = nullptr;
};

// Answers the questions of SheetService and the listing ones of EvaluationService: loads everything
// at one position of the city and leaves the computing to pure functions. What each method answers
// and refuses is said in the protos.
//
// Thread-safe. May wait for reads of the store: call on threads that may (an executor's).
class SheetReader {
 public:
  // All arguments must outlive this.
  SheetReader(eventstore::EventStore& store, application::CityFolds& folds,
              SheetDirectory& directory, const base::Clock& clock)
      : store_(store), folds_(folds), directory_(directory), clock_(clock) {}

  // The sheet that `name` names, at the place that `request` (any with `at_least_position` and
  // `as_of_time`) asks for. NOT_FOUND if it did not exist then.
  template <typename Request>
  absl::StatusOr<SheetReading> Read(const std::string& name, const Request& request) {
    return ReadAt(name, request.at_least_position(), request.as_of_time());
  }

  absl::StatusOr<sheets::v1::GetSheetResponse> GetSheet(const sheets::v1::GetSheetRequest& request);
  absl::StatusOr<sheets::v1::ListSheetsResponse> ListSheets(
      const sheets::v1::ListSheetsRequest& request);
  absl::StatusOr<sheets::v1::GetYearlySummaryResponse> GetYearlySummary(
      const sheets::v1::GetYearlySummaryRequest& request);
  absl::StatusOr<sheets::v1::ListCountedGoalsResponse> ListCountedGoals(
      const sheets::v1::ListCountedGoalsRequest& request);
  absl::StatusOr<evaluations::v1::ListDeparturesResponse> ListDepartures(
      const evaluations::v1::ListDeparturesRequest& request);

 private:
  // The sheets of a unit with all below it, a year and perhaps a form, at a place.
  struct Selection {
    application::ReadPoint point;
    std::string date;
    std::shared_ptr<const application::Folded<domain::OrganizationState>> units;
    std::shared_ptr<const application::Folded<domain::FormsState>> forms;
    std::vector<std::shared_ptr<const application::Folded<domain::SheetState>>> sheets;

    std::vector<SheetWithForm> WithForms() const;
  };
  // Which sheets to select; empty fields do not restrict.
  struct Filter {
    std::string city;
    std::string org_unit;
    int fiscal_year = 0;
    std::string form;
  };

  absl::StatusOr<SheetReading> ReadAt(const std::string& name, const std::string& at_least_position,
                                      const std::string& as_of_time);
  // The fields of a summary-like request (parent, org_unit, fiscal_year, form), checked.
  template <typename Request>
  absl::StatusOr<Filter> FilterOf(const Request& request) const;
  absl::StatusOr<Selection> Select(const Filter& filter, application::ReadPoint point,
                                   std::string date);
  // Sheets of the filter that exist at the point, without loading them, ordered by year and id.
  absl::StatusOr<std::vector<SheetEntry>> Entries(const Filter& filter,
                                                  const application::ReadPoint& point,
                                                  const domain::OrganizationState& units,
                                                  const std::string& date);

  eventstore::EventStore& store_;
  application::CityFolds& folds_;
  SheetDirectory& directory_;
  const base::Clock& clock_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_READER_H_
