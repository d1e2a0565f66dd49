#include "libs/projection/series/get_series.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/series.h"
#include "libs/projection/series/series_breaks.h"
#include "libs/projection/series/series_record.h"
#include "libs/projection/series/sheets_at.h"
#include "libs/values/agreement.h"

namespace mokuhyo::projection {
namespace {

using indicators::v1::GetSeriesResponse;
using indicators::v1::SeriesEntry;
using sheets::v1::Sheet;

// The entries of one series.
class Entries {
 public:
  Entries(const std::string& city, const SeriesRecord& record,
          const domain::OrganizationState& units, const std::string& date)
      : city_(city), record_(record), units_(units), date_(date) {}

  std::vector<SeriesEntry> Take() {
    for (const SeriesMember& member : record_.members()) {
      AddOwn(member);
      AddTypedIn(member);
    }
    // By year, then by sheet; within a sheet as printed.
    std::stable_sort(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.fiscal_year(), SheetOf(a)) < std::tuple(b.fiscal_year(), SheetOf(b));
    });
    return std::move(entries_);
  }

 private:
  static std::string_view SheetOf(const SeriesEntry& entry) {
    return std::string_view(entry.indicator()).substr(0, entry.indicator().rfind("/indicators/"));
  }

  SeriesEntry& Add(const SeriesMember& member, int32_t fiscal_year) {
    SeriesEntry& entry = entries_.emplace_back();
    entry.set_fiscal_year(fiscal_year);
    entry.set_indicator(member.resource());
    entry.set_name(member.called());
    entry.set_unit(member.indicator->unit());
    entry.set_org_unit(member.sheet->org_unit());
    if (const auto unit = units_.Get(city_, member.sheet->org_unit(), date_))
      entry.set_org_unit_display_name(unit->display_name());
    return entry;
  }

  void AddOwn(const SeriesMember& member) {
    const sheets::v1::Indicator& indicator = *member.indicator;
    SeriesEntry& entry = Add(member, member.sheet->fiscal_year());
    if (indicator.has_target()) *entry.mutable_target() = indicator.target();
    if (indicator.has_result()) *entry.mutable_result() = indicator.result();
    if (indicator.has_result_detail()) *entry.mutable_result_detail() = indicator.result_detail();
    if (member.begins_series()) *entry.mutable_series_break() = indicator.series_break();
  }

  void AddTypedIn(const SeriesMember& member) {
    const int32_t begins = record_.BeginsIn(*member.sheet);
    for (const sheets::v1::PastValue& past : member.indicator->past()) {
      if (past.fiscal_year() < begins || !SaysSomething(past.value())) continue;
      SeriesEntry& entry = Add(member, past.fiscal_year());
      entry.set_typed_in(true);
      *entry.mutable_result() = past.value();
      const auto report = record_.ReportOf(*member.sheet, *member.indicator, past.fiscal_year());
      entry.set_differs(report.has_value() &&
                        values::CompareReports(past.value(), *report->value) ==
                            values::Agreement::kDifferent);
    }
  }

  const std::string& city_;
  const SeriesRecord& record_;
  const domain::OrganizationState& units_;
  const std::string& date_;
  std::vector<SeriesEntry> entries_;
};

}  // namespace

GetSeriesResponse DescribeSeries(const std::string& city, std::string_view series,
                                 const std::vector<const Sheet*>& sheets,
                                 const domain::OrganizationState& units, const std::string& date) {
  SeriesRecord record(units, date);
  for (const Sheet* sheet : sheets) {
    ForEachMember(*sheet, [&](const SeriesMember& member) {
      if (member.series() == series) record.Add(member);
    });
  }
  GetSeriesResponse response;
  response.set_series(std::string(series));
  const std::vector<SeriesMember> breaks = BreaksIn(sheets);
  const std::vector<std::string> before = SeriesBefore(series, breaks);
  if (!before.empty()) response.set_previous_series(before[0]);
  for (const std::string& after : SeriesAfter(series, breaks)) response.add_next_series(after);
  const std::vector<SeriesEntry> entries = Entries(city, record, units, date).Take();
  response.mutable_entries()->Add(entries.begin(), entries.end());
  return response;
}

void CheckSeriesField(const std::string& series, base::Violations& violations) {
  if (series.empty()) {
    violations.Add("series", "is required: the id of a series");
  } else if (!domain::IsSeriesId(series)) {
    violations.Add(
        "series",
        absl::StrCat("is no id of a series: 1 to 63 lower-case letters, digits and hyphens, or "
                     "several such parts joined by dots, at most ",
                     domain::kMaxSeriesCharacters,
                     " characters in all; for example 2022-nishi-somu.i7"));
  }
}

absl::Status NoSuchSeries(const std::string& city, const std::string& series) {
  return base::NotFound(
      absl::StrCat("cities/", city, "/series/", series),
      absl::StrCat(
          "no indicator of this city belongs to the series \"", series,
          "\" at the time and about the day of the question; an indicator that names no "
          "series has one of its own, called after sheet and indicator: 2022-nishi-somu.i7"));
}

absl::StatusOr<GetSeriesResponse> GetSeries(SheetReader& reader,
                                            const indicators::v1::GetSeriesRequest& request) {
  base::Violations violations;
  const auto city = base::ParseCityName(request.parent(), "parent");
  violations.Add(city.status());
  CheckSeriesField(request.series(), violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_ASSIGN_OR_RETURN(const std::string day, DayOf(request.effective_date(), reader.clock()));
  MOKUHYO_ASSIGN_OR_RETURN(const auto point, reader.PointOf(city->city, request));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      reader.folds().organizations.LoadAt(city->city, std::string(application::kOrganizationStream),
                                          point.position));
  SheetsAt sheets(reader, city->city, point);
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<const Sheet*> of_series,
                           sheets.OfSeries({request.series()}));
  GetSeriesResponse response =
      DescribeSeries(city->city, request.series(), of_series, units->state, day);
  if (response.entries().empty()) return NoSuchSeries(city->city, request.series());
  response.set_position(point.token);
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), point));
  return response;
}

}  // namespace mokuhyo::projection
