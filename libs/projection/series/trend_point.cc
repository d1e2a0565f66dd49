#include "libs/projection/series/trend_point.h"

#include <algorithm>
#include <string>

#include "libs/projection/series/series_record.h"
#include "libs/values/agreement.h"

namespace mokuhyo::projection {
namespace {

using documents::v1::Accumulation;
using sheets::v1::TrendPoint;
using values::v1::Figure;

// The one plain figure of a value as a decimal; empty if it is no number.
std::string NumberIn(const values::v1::Value& value) {
  const auto& figures = value.meaning().figures();
  if (figures.size() != 1) return "";
  const Figure& figure = figures[0];
  if (figure.bound() != Figure::BOUND_PLAIN || !figure.upper().empty()) return "";
  return figure.number();
}

// Of the reports, those that accumulate as the line does, if there are any.
std::vector<SeriesValue> OfOneKind(std::vector<SeriesValue> reports, Accumulation::Kind kind) {
  const auto is_other = [kind](const SeriesValue& report) {
    return AccumulationOf(*report.indicator) != kind;
  };
  if (!std::all_of(reports.begin(), reports.end(), is_other)) std::erase_if(reports, is_other);
  return reports;
}

bool Disagree(const std::vector<SeriesValue>& reports) {
  for (size_t i = 0; i < reports.size(); ++i) {
    for (size_t j = i + 1; j < reports.size(); ++j) {
      if (values::CompareReports(*reports[i].value, *reports[j].value) ==
          values::Agreement::kDifferent) {
        return true;
      }
    }
  }
  return false;
}

// Numerator and denominator of the first of the indicators that has both.
void SetParts(const std::vector<SeriesValue>& reports, TrendPoint& point) {
  for (const SeriesValue& report : reports) {
    const sheets::v1::ResultDetail& detail = report.indicator->result_detail();
    if (report.typed_in || detail.numerator().empty() || detail.denominator().empty()) continue;
    point.set_numerator(detail.numerator());
    point.set_denominator(detail.denominator());
    return;
  }
}

// `reports` is not empty.
void Conclude(const std::vector<SeriesValue>& reports, TrendPoint& point) {
  for (const SeriesValue& report : reports) point.add_sources(report.source());
  point.set_typed_in(reports[0].typed_in);
  if (Disagree(reports)) {
    point.set_gap(TrendPoint::GAP_DISAGREEMENT);
    return;
  }
  const SeriesValue* shown = &reports[0];
  for (const SeriesValue& report : reports) {
    if (NumberIn(*report.value).empty()) continue;
    shown = &report;
    break;
  }
  *point.mutable_value() = *shown->value;
  point.set_number(NumberIn(*shown->value));
  if (point.number().empty()) point.set_gap(TrendPoint::GAP_NO_NUMBER);
  SetParts(reports, point);
}

// What the sheets of the year report; only what says something or, without it, everything.
std::vector<SeriesValue> ReportsIn(const std::vector<SeriesMember>& own, bool says_something) {
  std::vector<SeriesValue> reports;
  for (const SeriesMember& member : own) {
    const sheets::v1::Indicator& indicator = *member.indicator;
    if (!indicator.has_result()) continue;
    if (says_something && !SaysSomething(indicator.result())) continue;
    reports.push_back(
        {member.sheet->fiscal_year(), &indicator.result(), false, member.sheet, &indicator});
  }
  return reports;
}

}  // namespace

TrendPoint PointOf(int32_t fiscal_year, const YearOfLine& year, Accumulation::Kind accumulation) {
  TrendPoint point;
  point.set_fiscal_year(fiscal_year);
  for (const SeriesMember& member : year.own) {
    if (point.has_target() || !member.indicator->has_target()) continue;
    *point.mutable_target() = member.indicator->target();
  }
  std::vector<SeriesValue> reports = ReportsIn(year.own, /*says_something=*/true);
  if (reports.empty()) reports = year.typed_in;
  // A dash is a result too, though not a number, where nobody says more.
  if (reports.empty()) reports = ReportsIn(year.own, /*says_something=*/false);
  if (!reports.empty()) {
    Conclude(OfOneKind(std::move(reports), accumulation), point);
  } else if (year.own.empty()) {
    point.set_gap(TrendPoint::GAP_NO_INDICATOR);
  } else {
    point.set_gap(TrendPoint::GAP_NO_RESULT);
    for (const SeriesMember& member : year.own) point.add_sources(member.resource());
  }
  return point;
}

}  // namespace mokuhyo::projection
