#include "libs/projection/sheet_reader.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/projection/answer_size.h"
#include "libs/projection/contributions.h"
#include "libs/projection/counted_goals.h"
#include "libs/projection/departures.h"
#include "libs/projection/edition_reader.h"
#include "libs/projection/level_groups.h"
#include "libs/projection/observations/observation_reader.h"
#include "libs/projection/page.h"
#include "libs/projection/series/past_results.h"
#include "libs/projection/sheet_view.h"
#include "libs/projection/yearly_summary.h"

namespace mokuhyo::projection {
namespace {

using application::ReadPoint;
using sheets::v1::Sheet;

// An edition is what was published at one time about all days.
absl::Status CheckEdition(const sheets::v1::GetSheetRequest& request) {
  if (request.edition() == 0) return absl::OkStatus();
  base::Violations violations;
  const std::string why =
      "stands beside `edition`, which is as it was published; give one of the two";
  if (!request.as_of_time().empty()) violations.Add("as_of_time", why);
  if (!request.effective_date().empty()) violations.Add("effective_date", why);
  return violations.ToStatus();
}

// Whether the form that a sheet pins is in the log; anything else is damage.
absl::Status RequireForm(const forms::v1::Form* form, const Sheet& sheet) {
  if (form != nullptr) return absl::OkStatus();
  return base::DataLoss("FORM_MISSING",
                        absl::StrCat(sheet.name(), " pins version ", sheet.form_version(),
                                     " of form \"", sheet.form(), "\", which is not in the log"));
}

// What stands beside a sheet has no limit of its own.
absl::Status RequireAnswerSize(const sheets::v1::GetSheetResponse& response,
                               const std::string& name) {
  const size_t bytes = response.ByteSizeLong();
  if (bytes <= kMaxAnswerBytes) return absl::OkStatus();
  return base::ResourceExhausted(
      "ANSWER_TOO_LARGE",
      absl::StrCat(name, " with all that was asked for takes ", bytes, " bytes, at most ",
                   kMaxAnswerBytes,
                   " are answered at once; leave out `include_observations`, "
                   "`include_contributions` or `include_past_results`: ListObservations and "
                   "ListContributingGoals answer in pages, GetSeries series by series"));
}

}  // namespace

absl::StatusOr<ReadPoint> SheetReader::ResolvePoint(const std::string& city,
                                                    const std::string& at_least_position,
                                                    const std::string& as_of_time,
                                                    const std::string& effective_date) {
  MOKUHYO_RETURN_IF_ERROR(DayOf(effective_date, clock_).status());
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(city));
  MOKUHYO_ASSIGN_OR_RETURN(
      ReadPoint point,
      application::ResolveReadPoint(store_, clock_, city, at_least_position, as_of_time));
  point.facts_until = effective_date;
  return point;
}

absl::StatusOr<SheetReading> SheetReader::ReadAt(const base::SheetName& name, ReadPoint point) {
  SheetReading reading;
  reading.point = std::move(point);
  MOKUHYO_ASSIGN_OR_RETURN(reading.sheet,
                           folds_.sheets.LoadAt(name.city, application::SheetStream(name.sheet),
                                                reading.point.position, reading.point.facts_until));
  if (!reading.sheet->state.exists()) {
    const std::string resource = base::FormatSheetName(name);
    return base::NotFound(
        resource, absl::StrCat("there is no sheet ", resource,
                               " at the time and about the day of the question; without "
                               "`as_of_time` and `effective_date` the newest state is asked for"));
  }
  MOKUHYO_ASSIGN_OR_RETURN(reading.forms,
                           folds_.forms.LoadAt(name.city, std::string(application::kFormsStream),
                                               reading.point.position));
  const Sheet& sheet = reading.sheet->state.sheet();
  reading.form = reading.forms->state.Find(sheet.form(), sheet.form_version());
  MOKUHYO_RETURN_IF_ERROR(RequireForm(reading.form, sheet));
  return reading;
}

absl::StatusOr<SheetParts> SheetReader::ReadParts(const sheets::v1::GetSheetRequest& request) {
  MOKUHYO_RETURN_IF_ERROR(CheckEdition(request));
  SheetParts parts;
  MOKUHYO_ASSIGN_OR_RETURN(parts.day, DayOf(request.effective_date(), clock_));
  MOKUHYO_ASSIGN_OR_RETURN(parts.reading, Read(request.name(), request));
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name,
                           base::ParseSheetName(request.name(), "name"));
  if (request.edition() != 0) {
    MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Edition edition,
                             FindEdition(parts.reading.sheet->state.sheet(), request.edition()));
    // Units bear the names that they had when it was published.
    parts.day = edition.published_on();
    MOKUHYO_ASSIGN_OR_RETURN(parts.reading,
                             ReadAt(name, PointOfEdition(parts.reading.point, edition)));
  }
  MOKUHYO_ASSIGN_OR_RETURN(
      parts.units,
      folds_.organizations.LoadAt(name.city, std::string(application::kOrganizationStream),
                                  parts.reading.point.position));
  return parts;
}

absl::StatusOr<sheets::v1::GetSheetResponse> SheetReader::GetSheet(
    const sheets::v1::GetSheetRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetParts parts, ReadParts(request));
  MOKUHYO_ASSIGN_OR_RETURN(sheets::v1::GetSheetResponse response, GetSheet(request, parts));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, parts.reading.point));
  return response;
}

absl::StatusOr<sheets::v1::GetSheetResponse> SheetReader::GetSheet(
    const sheets::v1::GetSheetRequest& request, const SheetParts& parts) {
  const SheetReading& reading = parts.reading;
  const Sheet& sheet = reading.sheet->state.sheet();
  const domain::OrganizationState& units = parts.units->state;
  sheets::v1::GetSheetResponse response;
  *response.mutable_sheet() = sheet;
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name,
                           base::ParseSheetName(request.name(), "name"));
  const auto unit = units.Get(name.city, sheet.org_unit(), parts.day);
  if (unit.has_value()) response.set_org_unit_display_name(unit->display_name());
  if (request.include_observations()) {
    MOKUHYO_ASSIGN_OR_RETURN(auto observations, ObservationsOn(*this, {&sheet, reading.form},
                                                               reading.point, parts.day, units));
    for (auto& observation : observations) *response.add_observations() = std::move(observation);
  }
  if (request.include_contributions()) {
    MOKUHYO_ASSIGN_OR_RETURN(const auto contributions,
                             ContributionsTo(*this, sheet, reading.point, parts.day, units));
    response.mutable_contributions()->Add(contributions.begin(), contributions.end());
  }
  if (request.include_past_results()) {
    MOKUHYO_ASSIGN_OR_RETURN(
        const auto past_results,
        PastResultsOf(*this, {&sheet, reading.form}, reading.point, parts.day, units));
    response.mutable_past_results()->Add(past_results.begin(), past_results.end());
  }
  MOKUHYO_RETURN_IF_ERROR(
      RestrictSheet(request.view(), request.read_mask(), *response.mutable_sheet()));
  response.set_position(reading.point.token);
  // A sheet alone is always small enough (domain::kMaxSheetBytes).
  const bool is_more = request.include_observations() || request.include_contributions() ||
                       request.include_past_results();
  if (is_more) MOKUHYO_RETURN_IF_ERROR(RequireAnswerSize(response, request.name()));
  return response;
}

absl::StatusOr<SheetFilter> SheetReader::CheckFilter(SheetFilter filter) {
  base::Violations violations;
  const auto city = base::ParseCityName(filter.city, "parent");
  if (city.ok()) {
    filter.city = city->city;
  } else {
    violations.Add(city.status());
  }
  if (filter.org_unit.empty())
    violations.Add("org_unit", "is required: the id of a unit, for example `nishi`");
  if (filter.fiscal_year == 0)
    violations.Add("fiscal_year", "is required: the year in which it starts");
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  return filter;
}

absl::StatusOr<std::vector<SheetEntry>> SheetReader::Entries(const SheetFilter& filter,
                                                             const ReadPoint& point,
                                                             const domain::OrganizationState& units,
                                                             const std::string& date) {
  MOKUHYO_RETURN_IF_ERROR(RequireKnownUnit(filter.city, filter.org_unit, units));
  MOKUHYO_ASSIGN_OR_RETURN(std::vector<SheetEntry> entries,
                           directory_.List(filter.city, point.position, filter.fiscal_year));
  std::erase_if(entries, [&](const SheetEntry& entry) {
    return (!filter.form.empty() && entry.form != filter.form) ||
           (!filter.org_unit.empty() && !units.IsUnder(entry.org_unit, filter.org_unit, date));
  });
  std::sort(entries.begin(), entries.end(), [](const SheetEntry& a, const SheetEntry& b) {
    return std::tie(a.fiscal_year, a.sheet) < std::tie(b.fiscal_year, b.sheet);
  });
  return entries;
}

absl::StatusOr<EntriesCache::Entries> SheetReader::KnownEntries(const SheetFilter& filter,
                                                                const SheetSelection& selection) {
  MOKUHYO_ASSIGN_OR_RETURN(const uint64_t last_change,
                           directory_.LastChange(filter.city, selection.point.position));
  const EntriesCache::Question question{filter, selection.date, selection.units, last_change};
  // Before the last change there were other sheets.
  const bool may_be_kept = last_change <= selection.point.position;
  if (may_be_kept) {
    if (auto known = entries_.Find(question)) return known;
  }
  MOKUHYO_ASSIGN_OR_RETURN(
      auto chosen, Entries(filter, selection.point, selection.units->state, selection.date));
  auto entries = std::make_shared<const std::vector<SheetEntry>>(std::move(chosen));
  if (may_be_kept) entries_.Put(question, entries);
  return entries;
}

absl::StatusOr<SheetSelection> SheetReader::Select(const SheetFilter& filter, ReadPoint point,
                                                   std::string date) {
  SheetSelection selection;
  selection.city = filter.city;
  selection.point = std::move(point);
  selection.date = std::move(date);
  const uint64_t position = selection.point.position;
  MOKUHYO_ASSIGN_OR_RETURN(
      selection.units, folds_.organizations.LoadAt(
                           filter.city, std::string(application::kOrganizationStream), position));
  MOKUHYO_ASSIGN_OR_RETURN(
      selection.forms,
      folds_.forms.LoadAt(filter.city, std::string(application::kFormsStream), position));
  MOKUHYO_RETURN_IF_ERROR(RequireKnownForm(filter.city, filter.form, selection.forms->state));
  MOKUHYO_ASSIGN_OR_RETURN(const auto entries, KnownEntries(filter, selection));
  for (const SheetEntry& entry : *entries) {
    MOKUHYO_ASSIGN_OR_RETURN(
        auto sheet, folds_.sheets.LoadAt(filter.city, application::SheetStream(entry.sheet),
                                         position, selection.point.facts_until));
    // About the day of the question the sheet may not be there yet.
    if (!sheet->state.exists()) continue;
    const Sheet& pinning = sheet->state.sheet();
    MOKUHYO_RETURN_IF_ERROR(
        RequireForm(selection.forms->state.Find(pinning.form(), pinning.form_version()), pinning));
    selection.sheets.push_back(std::move(sheet));
  }
  return selection;
}

absl::StatusOr<sheets::v1::GetYearlySummaryResponse> SheetReader::GetYearlySummary(
    const sheets::v1::GetYearlySummaryRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetSelection selection, Select(request));
  MOKUHYO_RETURN_IF_ERROR(CheckGroupLevel(request.group_level(), request.form(), selection));
  sheets::v1::GetYearlySummaryResponse response;
  *response.mutable_summary() =
      SummarizeYear({selection.city, request.org_unit(), request.fiscal_year(), selection.date,
                     request.group_level()},
                    selection.WithForms(), selection.units->state);
  response.set_position(selection.point.token);
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, selection.point));
  return response;
}

absl::StatusOr<sheets::v1::ListSheetsResponse> SheetReader::ListSheets(
    const sheets::v1::ListSheetsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::CityName city,
                           base::ParseCityName(request.parent(), "parent"));
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(city.city));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, PageOf(request, store_, clock_, city.city));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      folds_.organizations.LoadAt(city.city, std::string(application::kOrganizationStream),
                                  page.point.position));
  const SheetFilter filter{city.city, request.org_unit(), request.fiscal_year(), request.form()};
  MOKUHYO_ASSIGN_OR_RETURN(const auto entries,
                           Entries(filter, page.point, units->state, page.date));
  sheets::v1::ListSheetsResponse response;
  response.set_position(page.point.token);
  const sheets::v1::SheetView view = request.view() == sheets::v1::SHEET_VIEW_UNSPECIFIED
                                         ? sheets::v1::SHEET_VIEW_BASIC
                                         : request.view();
  PageFill fill(page, *response.mutable_sheets());
  for (const SheetEntry& entry : entries) {
    // Years have four digits, so keys are in the order of the list.
    std::string key = absl::StrCat(entry.fiscal_year, "/", entry.sheet);
    if (key <= page.after) continue;
    MOKUHYO_ASSIGN_OR_RETURN(const auto sheet,
                             folds_.sheets.LoadAt(city.city, application::SheetStream(entry.sheet),
                                                  page.point.position, page.point.facts_until));
    if (!sheet->state.exists()) continue;
    Sheet listed = sheet->state.sheet();
    MOKUHYO_RETURN_IF_ERROR(RestrictSheet(view, {}, listed));
    if (!fill.Take(std::move(listed), std::move(key))) {
      response.set_next_page_token(fill.NextToken(request));
      break;
    }
  }
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, page.point));
  return response;
}

absl::StatusOr<sheets::v1::ListCountedGoalsResponse> SheetReader::ListCountedGoals(
    const sheets::v1::ListCountedGoalsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetFilter filter, FilterOf(request));
  if (filter.form.empty()) {
    return base::InvalidArgument("form", "INVALID_FIELDS",
                                 "is required: rows of several forms are never mixed");
  }
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, PageFor(filter.city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const SheetSelection selection, Select(filter, page.point, page.date));
  std::vector<sheets::v1::CountedGoal> rows =
      projection::ListCountedGoals(request, selection.WithForms());
  sheets::v1::ListCountedGoalsResponse response;
  response.set_position(page.point.token);
  response.set_total_size(static_cast<int32_t>(rows.size()));
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           CutPage(page, request, rows, *response.mutable_goals()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, page.point));
  return response;
}

absl::StatusOr<evaluations::v1::ListDeparturesResponse> SheetReader::ListDepartures(
    const evaluations::v1::ListDeparturesRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetFilter filter, FilterOf(request));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, PageFor(filter.city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const SheetSelection selection, Select(filter, page.point, page.date));
  evaluations::v1::ListDeparturesResponse response = FindDepartures(selection.WithForms());
  response.set_position(page.point.token);
  google::protobuf::RepeatedPtrField<evaluations::v1::Departure> all;
  all.Swap(response.mutable_departures());
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           CutPage(page, request, all, *response.mutable_departures()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(store_, page.point));
  return response;
}

}  // namespace mokuhyo::projection
