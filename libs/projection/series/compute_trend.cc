#include "libs/projection/series/compute_trend.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "libs/projection/series/series_breaks.h"
#include "libs/projection/series/series_record.h"
#include "libs/projection/series/trend_lines.h"
#include "libs/projection/series/trend_point.h"
#include "libs/projection/series/trend_roll_up.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Sheet;
using sheets::v1::Trend;
using sheets::v1::TrendLine;

// All that is known of one line.
struct Line {
  UnitsOfLine units;
  std::map<int32_t, YearOfLine> years;
  // What was typed in for years before the series of the sheet began: of use where nobody else has
  // typed in anything.
  std::map<int32_t, std::vector<SeriesValue>> before_break;
  // As the newest indicator on it.
  documents::v1::Accumulation::Kind accumulation = documents::v1::Accumulation::THIS_YEAR;
};

class TrendComputing {
 public:
  TrendComputing(const TrendQuestion& question, const std::vector<const Sheet*>& sheets,
                 const domain::OrganizationState& units)
      : question_(question), sheets_(sheets), units_(units) {
    if (!question.org_unit.empty())
      asked_ = UnitWithPredecessors(question.org_unit, units, question.date);
    for (const std::string& series : question.series)
      records_.try_emplace(series, units, question.date);
    for (const Sheet* sheet : sheets) {
      ForEachMember(*sheet, [this](const SeriesMember& member) { Enter(member); });
    }
    std::stable_sort(members_.begin(), members_.end(),
                     [](const SeriesMember& a, const SeriesMember& b) {
                       return a.sheet->fiscal_year() < b.sheet->fiscal_year();
                     });
  }

  Trend Compute() {
    Trend trend;
    trend.set_series(question_.series[0]);
    SetNames(trend);
    std::vector<Line> lines = Lines();
    SetYears(lines, trend);
    for (const Line& line : lines) AddLine(line, trend);
    for (auto& point : RollUp(trend.lines(), units_, question_.date))
      *trend.add_rolled_up() = std::move(point);
    AddBreaks(trend);
    return trend;
  }

 private:
  bool IsAskedFor(const SeriesMember& member) const {
    return question_.org_unit.empty() || asked_.contains(member.sheet->org_unit());
  }

  // 0 for the series asked for, 1 for the one before it …
  size_t RankOf(const SeriesMember& member) const {
    const auto found = std::find(question_.series.begin(), question_.series.end(), member.series());
    return static_cast<size_t>(found - question_.series.begin());
  }

  void Enter(const SeriesMember& member) {
    const auto record = records_.find(member.series());
    if (record == records_.end()) return;
    record->second.Add(member);
    if (IsAskedFor(member)) members_.push_back(member);
  }

  // Those of the newest sheet, if possible of the series and of the unit asked for.
  void SetNames(Trend& trend) const {
    const std::vector<SeriesMember>& candidates =
        members_.empty() ? records_.at(question_.series[0]).members() : members_;
    const SeriesMember* newest = nullptr;
    const auto goes_before = [this](const SeriesMember& a, const SeriesMember& b) {
      if (RankOf(a) != RankOf(b)) return RankOf(a) < RankOf(b);
      return a.sheet->fiscal_year() > b.sheet->fiscal_year();
    };
    for (const SeriesMember& member : candidates) {
      if (newest == nullptr || goes_before(member, *newest)) newest = &member;
    }
    if (newest == nullptr) return;
    trend.set_name(newest->called());
    trend.set_unit(newest->indicator->unit());
  }

  std::vector<Line> Lines() const {
    YearsByUnit years;
    for (const SeriesMember& member : members_)
      years[member.sheet->org_unit()].insert(member.sheet->fiscal_year());
    std::vector<Line> lines;
    std::map<std::string, size_t> line_of;
    for (UnitsOfLine& units : ShareOutLines(years, units_, question_.facts_until)) {
      for (const std::string& unit : units.on_line) line_of[unit] = lines.size();
      lines.emplace_back().units = std::move(units);
    }
    for (const SeriesMember& member : members_)
      AddMember(member, lines[line_of.at(member.sheet->org_unit())]);
    for (Line& line : lines) {
      for (auto& [year, values] : line.before_break) {
        std::vector<SeriesValue>& typed_in = line.years[year].typed_in;
        if (typed_in.empty()) typed_in = std::move(values);
      }
    }
    return lines;
  }

  // Members come in the order of their years.
  void AddMember(const SeriesMember& member, Line& line) const {
    line.accumulation = AccumulationOf(*member.indicator);
    std::vector<SeriesMember>& own = line.years[member.sheet->fiscal_year()].own;
    // Of two series that a break parts, the later one is that of the year.
    if (!own.empty() && RankOf(member) > RankOf(own[0])) return AddTypedIn(member, line);
    if (!own.empty() && RankOf(member) < RankOf(own[0])) own.clear();
    own.push_back(member);
    AddTypedIn(member, line);
  }

  void AddTypedIn(const SeriesMember& member, Line& line) const {
    const bool goes_back = question_.series.size() > 1;
    const int32_t begins = records_.at(member.series()).BeginsIn(*member.sheet);
    std::vector<SeriesValue> values;
    AddValuesOf(*member.sheet, *member.indicator, values);
    for (const SeriesValue& value : values) {
      if (!value.typed_in) continue;
      if (value.fiscal_year >= begins) {
        line.years[value.fiscal_year].typed_in.push_back(value);
      } else if (goes_back) {
        line.before_break[value.fiscal_year].push_back(value);
      }
    }
  }

  void SetYears(const std::vector<Line>& lines, Trend& trend) const {
    int32_t first = question_.first_fiscal_year;
    int32_t last = question_.last_fiscal_year;
    int32_t first_known = 0;
    int32_t last_known = 0;
    for (const Line& line : lines) {
      if (line.years.empty()) continue;
      const int32_t oldest = line.years.begin()->first;
      first_known = first_known == 0 ? oldest : std::min(first_known, oldest);
      last_known = std::max(last_known, line.years.rbegin()->first);
    }
    if (last == 0 && first == 0) last = last_known;
    if (last == 0) last = std::clamp(last_known, first, first + kMaxTrendYears - 1);
    if (first == 0) first = std::clamp(first_known, last - kMaxTrendYears + 1, last);
    trend.set_first_fiscal_year(first);
    trend.set_last_fiscal_year(last);
  }

  void AddLine(const Line& line, Trend& trend) const {
    TrendLine& added = *trend.add_lines();
    const std::vector<std::string>& on_line = line.units.on_line;
    added.set_org_unit(on_line.back());
    if (const auto unit = units_.Get(question_.city, on_line.back(), question_.date))
      added.set_org_unit_display_name(unit->display_name());
    for (const std::string& unit : line.units.beside) added.add_predecessors(unit);
    for (size_t i = 0; i + 1 < on_line.size(); ++i) added.add_predecessors(on_line[i]);
    for (int32_t year = trend.first_fiscal_year(); year <= trend.last_fiscal_year(); ++year) {
      const auto known = line.years.find(year);
      *added.add_points() = PointOf(year, known == line.years.end() ? YearOfLine() : known->second,
                                    line.accumulation);
    }
  }

  void AddBreaks(Trend& trend) const {
    for (const SeriesMember& member : BreaksIn(sheets_)) {
      const sheets::v1::SeriesBreak& series_break = member.indicator->series_break();
      if (!IsAskedFor(member) || (!records_.contains(member.series()) &&
                                  !records_.contains(series_break.previous_series()))) {
        continue;
      }
      sheets::v1::TrendBreak& added = *trend.add_breaks();
      added.set_fiscal_year(member.sheet->fiscal_year());
      added.set_previous_series(series_break.previous_series());
      added.set_series(member.series());
      added.set_reason(series_break.reason());
      added.set_indicator(member.resource());
    }
  }

  const TrendQuestion& question_;
  const std::vector<const Sheet*>& sheets_;
  const domain::OrganizationState& units_;
  // The units asked for; of no meaning if all are.
  std::set<std::string> asked_;
  // By series: all its indicators, whatever the unit.
  std::map<std::string, SeriesRecord> records_;
  // The indicators of the units asked for, oldest year first.
  std::vector<SeriesMember> members_;
};

}  // namespace

Trend ComputeTrend(const TrendQuestion& question, const std::vector<const Sheet*>& sheets,
                   const domain::OrganizationState& units) {
  return TrendComputing(question, sheets, units).Compute();
}

}  // namespace mokuhyo::projection
