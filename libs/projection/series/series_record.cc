#include "libs/projection/series/series_record.h"

#include <algorithm>
#include <iterator>

namespace mokuhyo::projection {

using documents::v1::Accumulation;
using sheets::v1::Indicator;
using sheets::v1::Sheet;
using Nearness = SubjectUnits::Nearness;

SeriesRecord::SeriesRecord(const domain::OrganizationState& units, std::string date)
    : units_(units, std::move(date)) {}

void SeriesRecord::Add(const SeriesMember& member) {
  said_.clear();
  neighbors_.clear();
  members_.push_back(member);
  const Sheet& sheet = *member.sheet;
  units_.Add(sheet.org_unit());
  if (member.begins_series()) begins_[sheet.org_unit()].insert(sheet.fiscal_year());
  std::vector<SeriesValue> values;
  AddValuesOf(sheet, *member.indicator, values);
  BySheet& of_unit = by_unit_[{sheet.org_unit(), AccumulationOf(*member.indicator)}];
  for (const SeriesValue& value : values) {
    of_unit.try_emplace({value.typed_in, value.fiscal_year, sheet.name()}, value);
  }
}

std::vector<SeriesValue> SeriesRecord::ReportsOf(const Sheet& sheet, const Indicator& indicator,
                                                 int32_t fiscal_year) const {
  return Others(SaidOf(sheet, indicator).reports, sheet, fiscal_year);
}

std::vector<SeriesValue> SeriesRecord::TypedInOf(const Sheet& sheet, const Indicator& indicator,
                                                 int32_t fiscal_year) const {
  return Others(SaidOf(sheet, indicator).typed_in, sheet, fiscal_year);
}

std::optional<SeriesValue> SeriesRecord::ReportOf(const Sheet& sheet, const Indicator& indicator,
                                                  int32_t fiscal_year) const {
  const std::vector<SeriesValue> reports = ReportsOf(sheet, indicator, fiscal_year);
  if (reports.empty()) return std::nullopt;
  return reports.front();
}

std::optional<SeriesValue> SeriesRecord::LastReportOf(const Sheet& sheet,
                                                      const Indicator& indicator) const {
  const ByYear& reports = SaidOf(sheet, indicator).reports;
  // A sheet reports for no year but its own, so these are all of other sheets.
  const auto next = reports.lower_bound(sheet.fiscal_year());
  if (next == reports.begin()) return std::nullopt;
  const auto& [fiscal_year, values] = *std::prev(next);
  if (fiscal_year < BeginsIn(sheet)) return std::nullopt;
  return values.front();
}

int32_t SeriesRecord::BeginsIn(const Sheet& sheet) const {
  int32_t begins = 0;
  for (const SubjectUnits::Neighbor& neighbor : NeighborsOf(sheet.org_unit())) {
    const auto years = begins_.find(neighbor.unit);
    if (neighbor.nearness == Nearness::kAboveOrBelow || years == begins_.end()) continue;
    const auto later = years->second.upper_bound(sheet.fiscal_year());
    if (later != years->second.begin()) begins = std::max(begins, *std::prev(later));
  }
  return begins;
}

const std::vector<SubjectUnits::Neighbor>& SeriesRecord::NeighborsOf(
    const std::string& unit) const {
  const auto [known, is_new] = neighbors_.try_emplace(unit);
  if (is_new) known->second = units_.NeighborsOf(unit);
  return known->second;
}

const SeriesRecord::Said& SeriesRecord::SaidOf(const Sheet& sheet,
                                               const Indicator& indicator) const {
  const std::string& unit = sheet.org_unit();
  const Accumulation::Kind accumulation = AccumulationOf(indicator);
  const auto [known, is_new] = said_.try_emplace({unit, accumulation});
  Said& said = known->second;
  if (!is_new) return said;
  // Units that are equally near stand in the order of their sheets.
  std::map<Nearness, BySheet> by_nearness;
  for (const SubjectUnits::Neighbor& neighbor : NeighborsOf(unit)) {
    const auto of_unit = by_unit_.find({neighbor.unit, accumulation});
    if (of_unit == by_unit_.end()) continue;
    by_nearness[neighbor.nearness].insert(of_unit->second.begin(), of_unit->second.end());
  }
  for (const auto& [nearness, values] : by_nearness) {
    for (const auto& [place, value] : values) {
      (value.typed_in ? said.typed_in : said.reports)[value.fiscal_year].push_back(value);
    }
  }
  return said;
}

std::vector<SeriesValue> SeriesRecord::Others(const ByYear& said, const Sheet& sheet,
                                              int32_t fiscal_year) {
  std::vector<SeriesValue> others;
  const auto of_year = said.find(fiscal_year);
  if (of_year == said.end()) return others;
  std::copy_if(of_year->second.begin(), of_year->second.end(), std::back_inserter(others),
               [&sheet](const SeriesValue& value) { return value.sheet != &sheet; });
  return others;
}

Accumulation::Kind AccumulationOf(const Indicator& indicator) {
  return indicator.has_accumulation() ? indicator.accumulation().kind() : Accumulation::THIS_YEAR;
}

}  // namespace mokuhyo::projection
