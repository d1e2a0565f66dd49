#include "libs/projection/series/past_results.h"

#include <algorithm>
#include <map>
#include <set>

#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/projection/series/series_record.h"
#include "libs/projection/series/sheets_at.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::PastResult;
using sheets::v1::Sheet;

bool IsTypedIn(const sheets::v1::Indicator& indicator, int32_t fiscal_year) {
  const auto& past = indicator.past();
  return std::any_of(past.begin(), past.end(), [fiscal_year](const sheets::v1::PastValue& value) {
    return value.fiscal_year() == fiscal_year && !value.value().text().empty();
  });
}

}  // namespace

std::vector<PastResult> FindPastResults(const SheetWithForm& sheet,
                                        const std::vector<const Sheet*>& of_series,
                                        const domain::OrganizationState& units,
                                        const std::string& date) {
  std::map<std::string, SeriesRecord> records;
  const auto enter = [&](const SeriesMember& member) {
    records.try_emplace(member.series(), units, date).first->second.Add(member);
  };
  ForEachMember(*sheet.sheet, enter);
  for (const Sheet* other : of_series) {
    if (other->name() != sheet.sheet->name()) ForEachMember(*other, enter);
  }
  std::vector<PastResult> results;
  ForEachMember(*sheet.sheet, [&](const SeriesMember& member) {
    const SeriesRecord& record = records.at(member.series());
    const int32_t this_year = member.sheet->fiscal_year();
    const int32_t shown_from = this_year - static_cast<int32_t>(sheet.form->past_years());
    const int32_t first = std::max(shown_from, record.BeginsIn(*member.sheet));
    for (int32_t year = first; year < this_year; ++year) {
      if (IsTypedIn(*member.indicator, year)) continue;
      const auto report = record.ReportOf(*member.sheet, *member.indicator, year);
      if (!report.has_value()) continue;
      PastResult& result = results.emplace_back();
      result.set_indicator(member.indicator->id());
      result.set_fiscal_year(year);
      *result.mutable_value() = *report->value;
      result.set_source(report->source());
    }
  });
  return results;
}

absl::StatusOr<std::vector<PastResult>> PastResultsOf(SheetReader& reader,
                                                      const SheetWithForm& sheet,
                                                      const application::ReadPoint& point,
                                                      const std::string& date,
                                                      const domain::OrganizationState& units) {
  MOKUHYO_ASSIGN_OR_RETURN(const base::SheetName name,
                           base::ParseSheetName(sheet.sheet->name(), "name"));
  std::set<std::string> series;
  ForEachMember(*sheet.sheet, [&](const SeriesMember& member) { series.insert(member.series()); });
  SheetsAt sheets(reader, name.city, point);
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<const Sheet*> of_series, sheets.OfSeries(series));
  return FindPastResults(sheet, of_series, units, date);
}

}  // namespace mokuhyo::projection
