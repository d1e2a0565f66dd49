#include "libs/projection/series/get_trend.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/fiscal_year.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/projection/series/compute_trend.h"
#include "libs/projection/series/get_series.h"
#include "libs/projection/series/series_breaks.h"
#include "libs/projection/series/series_member.h"
#include "libs/projection/series/sheets_at.h"
#include "libs/projection/sheet_selection.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::GetTrendRequest;
using sheets::v1::Sheet;

// What must be so whatever the city holds.
absl::Status CheckRequest(const GetTrendRequest& request, base::Violations& violations) {
  CheckSeriesField(request.series(), violations);
  const auto check = [&](const char* field, int32_t year) {
    if (year == 0 || (year >= base::kMinFiscalYear && year <= base::kMaxFiscalYear)) return true;
    violations.Add(field, absl::StrCat("must be a fiscal year from ", base::kMinFiscalYear, " to ",
                                       base::kMaxFiscalYear, ", or 0"));
    return false;
  };
  const int32_t first = request.first_fiscal_year();
  const int32_t last = request.last_fiscal_year();
  const bool first_is_good = check("first_fiscal_year", first);
  const bool last_is_good = check("last_fiscal_year", last);
  if (first_is_good && last_is_good && first != 0 && last != 0) {
    if (last < first) {
      violations.Add("last_fiscal_year", "is before first_fiscal_year");
    } else if (last - first >= kMaxTrendYears) {
      violations.Add(
          "last_fiscal_year",
          absl::StrCat("makes ", last - first + 1, " years; a trend has at most ", kMaxTrendYears));
    }
  }
  return violations.ToStatus();
}

// Loads what a trend of `question.series` rests on; where it is to go back over breaks, adds the
// series before them to the question.
absl::StatusOr<std::vector<const Sheet*>> LoadSheets(SheetsAt& loader, bool across_breaks,
                                                     TrendQuestion& question) {
  std::map<std::string, const Sheet*> all;
  for (size_t next = 0; next < question.series.size(); ++next) {
    const std::string series = question.series[next];
    MOKUHYO_ASSIGN_OR_RETURN(const std::vector<const Sheet*> sheets, loader.OfSeries({series}));
    for (const Sheet* sheet : sheets) all.emplace(sheet->name(), sheet);
    if (!across_breaks) break;
    for (std::string& before : SeriesBefore(series, BreaksIn(sheets))) {
      std::vector<std::string>& chain = question.series;
      const bool is_new = std::find(chain.begin(), chain.end(), before) == chain.end();
      if (is_new && chain.size() < kMaxTrendYears) chain.push_back(std::move(before));
    }
  }
  std::vector<const Sheet*> sheets;
  for (const auto& [name, sheet] : all) sheets.push_back(sheet);
  return sheets;
}

bool HasSeries(const std::string& series, const std::vector<const Sheet*>& sheets) {
  bool has = false;
  for (const Sheet* sheet : sheets) {
    ForEachMember(*sheet,
                  [&](const SeriesMember& member) { has = has || member.series() == series; });
  }
  return has;
}

}  // namespace

absl::StatusOr<sheets::v1::GetTrendResponse> GetTrend(SheetReader& reader,
                                                      const GetTrendRequest& request) {
  base::Violations violations;
  const auto city = base::ParseCityName(request.parent(), "parent");
  violations.Add(city.status());
  MOKUHYO_RETURN_IF_ERROR(CheckRequest(request, violations));
  MOKUHYO_ASSIGN_OR_RETURN(const std::string day, DayOf(request.effective_date(), reader.clock()));
  MOKUHYO_ASSIGN_OR_RETURN(const auto point, reader.PointOf(city->city, request));
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto units,
      reader.folds().organizations.LoadAt(city->city, std::string(application::kOrganizationStream),
                                          point.position));
  MOKUHYO_RETURN_IF_ERROR(RequireKnownUnit(city->city, request.org_unit(), units->state));
  TrendQuestion question{.city = city->city,
                         .series = {request.series()},
                         .org_unit = request.org_unit(),
                         .first_fiscal_year = request.first_fiscal_year(),
                         .last_fiscal_year = request.last_fiscal_year(),
                         .date = day,
                         .facts_until = request.effective_date()};
  SheetsAt loader(reader, city->city, point);
  MOKUHYO_ASSIGN_OR_RETURN(const std::vector<const Sheet*> sheets,
                           LoadSheets(loader, request.across_breaks(), question));
  if (!HasSeries(request.series(), sheets)) return NoSuchSeries(city->city, request.series());
  sheets::v1::GetTrendResponse response;
  *response.mutable_trend() = ComputeTrend(question, sheets, units->state);
  response.set_position(point.token);
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), point));
  return response;
}

}  // namespace mokuhyo::projection
