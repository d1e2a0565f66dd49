#ifndef MOKUHYO_LIBS_PROJECTION_SHEET_READER_H_
#define MOKUHYO_LIBS_PROJECTION_SHEET_READER_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/application/city_folds.h"
#include "libs/application/read_point.h"
#include "libs/base/clock.h"
#include "libs/base/resource_name.h"
#include "libs/projection/entries_cache.h"
#include "libs/projection/page.h"
#include "libs/projection/sheet_directory.h"
#include "libs/projection/sheet_selection.h"
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

// Everything that an answer to GetSheet is made of, read at one position.
struct SheetParts {
  SheetReading reading;
  std::shared_ptr<const application::Folded<domain::OrganizationState>> units;
  // The day whose names of units hold.
  std::string day;
};

// Answers the questions of SheetService and the listing ones of EvaluationService: loads everything
// at one position of the city and leaves the computing to pure functions. What each method answers
// and refuses is said in the protos. An answer is of one history: UNAVAILABLE with reason
// EPOCH_CHANGED if the store was restored meanwhile. What only loads parts of an answer leaves that
// to whoever answers (application::RequireSameHistory).
//
// Thread-safe. May wait for reads of the store: call on threads that may (an executor's).
class SheetReader {
 public:
  // All arguments must outlive this.
  SheetReader(eventstore::EventStore& store, application::CityFolds& folds,
              SheetDirectory& directory, const base::Clock& clock)
      : store_(store), folds_(folds), directory_(directory), clock_(clock) {}

  // The place that `request` asks for: any request with `at_least_position`, `as_of_time` and
  // mostly `effective_date`. NOT_FOUND if there is no such city.
  template <typename Request>
  absl::StatusOr<application::ReadPoint> PointOf(const std::string& city, const Request& request) {
    std::string effective_date;
    if constexpr (requires { request.effective_date(); }) effective_date = request.effective_date();
    return ResolvePoint(city, request.at_least_position(), request.as_of_time(), effective_date);
  }

  // The page that a request of a list method asks for. Errors as PointOf.
  template <typename Request>
  absl::StatusOr<Page> PageFor(const std::string& city, const Request& request) {
    MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(city));
    return PageOf(request, store_, clock_, city);
  }

  // The sheet that `name` names, at the place that `request` (as in PointOf) asks for. NOT_FOUND if
  // it did not exist then.
  template <typename Request>
  absl::StatusOr<SheetReading> Read(const std::string& name, const Request& request) {
    MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName parsed, base::ParseSheetName(name, "name"));
    MOKUHYO_ASSIGN_OR_RETURN(application::ReadPoint point, PointOf(parsed.city, request));
    return ReadAt(parsed, std::move(point));
  }
  absl::StatusOr<SheetReading> ReadAt(const base::SheetName& name, application::ReadPoint point);

  // The fields of a summary-like request (`parent`, `org_unit`, `fiscal_year`, `form`), checked;
  // every violation at once.
  template <typename Request>
  absl::StatusOr<SheetFilter> FilterOf(const Request& request) const {
    SheetFilter filter{.city = request.parent(),
                       .org_unit = request.org_unit(),
                       .fiscal_year = request.fiscal_year(),
                       .form = ""};
    if constexpr (requires { request.form(); }) filter.form = request.form();
    return CheckFilter(std::move(filter));
  }

  // The sheets of the filter that exist at the place. `date` is the day whose names and parents of
  // units hold. NOT_FOUND for a unit or form that the city does not have.
  absl::StatusOr<SheetSelection> Select(const SheetFilter& filter, application::ReadPoint point,
                                        std::string date);
  // The same for any request that FilterOf and PointOf take.
  template <typename Request>
  absl::StatusOr<SheetSelection> Select(const Request& request) {
    MOKUHYO_ASSIGN_OR_RETURN(const SheetFilter filter, FilterOf(request));
    MOKUHYO_ASSIGN_OR_RETURN(std::string day, DayOf(request.effective_date(), clock_));
    MOKUHYO_ASSIGN_OR_RETURN(auto point, PointOf(filter.city, request));
    return Select(filter, std::move(point), std::move(day));
  }

  // Sheets of the filter that exist at the point, without loading them, ordered by year and id.
  // NOT_FOUND for a unit that the city does not have.
  absl::StatusOr<std::vector<SheetEntry>> Entries(const SheetFilter& filter,
                                                  const application::ReadPoint& point,
                                                  const domain::OrganizationState& units,
                                                  const std::string& date);

  eventstore::EventStore& store() { return store_; }
  const base::Clock& clock() const { return clock_; }
  application::CityFolds& folds() { return folds_; }
  SheetDirectory& directory() { return directory_; }

  // RESOURCE_EXHAUSTED with reason ANSWER_TOO_LARGE if what is to stand beside the sheet makes the
  // answer larger than kMaxAnswerBytes.
  absl::StatusOr<sheets::v1::GetSheetResponse> GetSheet(const sheets::v1::GetSheetRequest& request);
  // The two halves of GetSheet, for whoever keeps answers: `parts` are what ReadParts has read for
  // the same request.
  absl::StatusOr<SheetParts> ReadParts(const sheets::v1::GetSheetRequest& request);
  absl::StatusOr<sheets::v1::GetSheetResponse> GetSheet(const sheets::v1::GetSheetRequest& request,
                                                        const SheetParts& parts);
  absl::StatusOr<sheets::v1::ListSheetsResponse> ListSheets(
      const sheets::v1::ListSheetsRequest& request);
  absl::StatusOr<sheets::v1::GetYearlySummaryResponse> GetYearlySummary(
      const sheets::v1::GetYearlySummaryRequest& request);
  absl::StatusOr<sheets::v1::ListCountedGoalsResponse> ListCountedGoals(
      const sheets::v1::ListCountedGoalsRequest& request);
  absl::StatusOr<evaluations::v1::ListDeparturesResponse> ListDepartures(
      const evaluations::v1::ListDeparturesRequest& request);

 private:
  absl::StatusOr<application::ReadPoint> ResolvePoint(const std::string& city,
                                                      const std::string& at_least_position,
                                                      const std::string& as_of_time,
                                                      const std::string& effective_date);
  // The same as Entries, from memory where nothing has changed that it depends on.
  absl::StatusOr<EntriesCache::Entries> KnownEntries(const SheetFilter& filter,
                                                     const SheetSelection& selection);
  // `filter.city` holds the resource name of the city on the way in, its id on the way out.
  static absl::StatusOr<SheetFilter> CheckFilter(SheetFilter filter);

  eventstore::EventStore& store_;
  application::CityFolds& folds_;
  SheetDirectory& directory_;
  const base::Clock& clock_;
  EntriesCache entries_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SHEET_READER_H_
