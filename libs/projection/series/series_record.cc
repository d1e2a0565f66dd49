#include "libs/projection/series/series_record.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "libs/domain/organization/succession.h"

namespace mokuhyo::projection {

using documents::v1::Accumulation;
using sheets::v1::Indicator;
using sheets::v1::Sheet;

SeriesRecord::SeriesRecord(const domain::OrganizationState& units, std::string date)
    : units_(units), date_(std::move(date)) {}

bool SeriesRecord::IsSuccession(const std::string& a, const std::string& b) const {
  return domain::AllSuccessorsOf(units_, a).contains(b) ||
         domain::AllSuccessorsOf(units_, b).contains(a);
}

std::optional<int> SeriesRecord::DistanceOf(const std::string& unit,
                                            const SeriesMember& member) const {
  const std::string& here = unit;
  const std::string& there = member.sheet->org_unit();
  if (here == there) return 0;
  if (IsSuccession(here, there)) return 1;
  const auto is_under = [this](const std::string& one, const std::string& above) {
    return units_.IsUnder(one, above, date_);
  };
  const bool here_is_above = is_under(there, here);
  if (!here_is_above && !is_under(here, there)) return std::nullopt;
  const std::string& upper = here_is_above ? here : there;
  const std::string& lower = here_is_above ? there : here;
  for (const SeriesMember& third : members_) {
    const std::string& other = third.sheet->org_unit();
    if (other == upper || other == lower || !is_under(other, upper)) continue;
    if (!IsSuccession(other, lower)) return std::nullopt;
  }
  return 2;
}

std::vector<SeriesValue> SeriesRecord::OthersOf(const Sheet& sheet,
                                                const Indicator& indicator) const {
  std::vector<std::pair<int, SeriesMember>> near;
  for (const SeriesMember& member : members_) {
    if (member.indicator == &indicator ||
        AccumulationOf(*member.indicator) != AccumulationOf(indicator)) {
      continue;
    }
    if (const auto distance = DistanceOf(sheet.org_unit(), member)) {
      near.push_back({*distance, member});
    }
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.sheet->name()) < std::tie(b.first, b.second.sheet->name());
  });
  std::vector<SeriesValue> values;
  for (const auto& [distance, member] : near) AddValuesOf(*member.sheet, *member.indicator, values);
  return values;
}

std::optional<SeriesValue> SeriesRecord::ReportOf(const Sheet& sheet, const Indicator& indicator,
                                                  int32_t fiscal_year) const {
  for (const SeriesValue& other : OthersOf(sheet, indicator)) {
    if (!other.typed_in && other.fiscal_year == fiscal_year) return other;
  }
  return std::nullopt;
}

int32_t SeriesRecord::BeginsIn(const Sheet& sheet) const {
  int32_t begins = 0;
  for (const SeriesMember& member : members_) {
    const std::string& unit = member.sheet->org_unit();
    if (!member.begins_series() || member.sheet->fiscal_year() > sheet.fiscal_year()) continue;
    if (unit != sheet.org_unit() && !IsSuccession(unit, sheet.org_unit())) continue;
    begins = std::max(begins, member.sheet->fiscal_year());
  }
  return begins;
}

Accumulation::Kind AccumulationOf(const Indicator& indicator) {
  return indicator.has_accumulation() ? indicator.accumulation().kind() : Accumulation::THIS_YEAR;
}

}  // namespace mokuhyo::projection
