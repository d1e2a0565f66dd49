#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_RECORD_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_RECORD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "libs/domain/organization/organization_state.h"
#include "libs/projection/series/series_member.h"
#include "libs/projection/series/series_value.h"
#include "libs/projection/series/subject_units.h"

namespace mokuhyo::projection {

// The indicators of one series, and what they say of its years.
//
// A series may run in many units, each with figures of its own, so only documents of the same
// subject (SubjectUnits) are held against each other. Figures that accumulate over another time are
// left out too. Of a year a sheet speaks once, with the first of its indicators, in the order of
// adding, that has a value: what one document says is not held against itself.
//
// What is asked is looked up: a question costs about as much as there are sheets that speak of that
// subject and year, however many indicators each has. Not thread-safe.
class SeriesRecord {
 public:
  // `units` must outlive this; units stand under each other as on `date`, YYYY-MM-DD.
  SeriesRecord(const domain::OrganizationState& units, std::string date);

  // The sheet must outlive this.
  void Add(const SeriesMember& member);
  // In the order of adding.
  const std::vector<SeriesMember>& members() const { return members_; }

  // What other sheets report for `fiscal_year`, their own one, of the subject of this indicator:
  // those of the nearest units first, then by sheet. Cells without value are left out.
  std::vector<SeriesValue> ReportsOf(const sheets::v1::Sheet& sheet,
                                     const sheets::v1::Indicator& indicator,
                                     int32_t fiscal_year) const;
  // What other sheets have typed in for `fiscal_year`, likewise.
  std::vector<SeriesValue> TypedInOf(const sheets::v1::Sheet& sheet,
                                     const sheets::v1::Indicator& indicator,
                                     int32_t fiscal_year) const;

  // What the sheet of that year itself reports: the first of ReportsOf; absent if none does.
  std::optional<SeriesValue> ReportOf(const sheets::v1::Sheet& sheet,
                                      const sheets::v1::Indicator& indicator,
                                      int32_t fiscal_year) const;
  // The newest ReportOf from before the year of the sheet, not from before BeginsIn.
  std::optional<SeriesValue> LastReportOf(const sheets::v1::Sheet& sheet,
                                          const sheets::v1::Indicator& indicator) const;

  // The fiscal year with which the series begins in the unit of the sheet, because something else
  // was measured before: what a past column of the sheet says of earlier years is not of this
  // series. 0 if it always was what it is. A break in a unit in whose place this one goes on, or
  // the other way round, counts as one in this unit.
  int32_t BeginsIn(const sheets::v1::Sheet& sheet) const;

 private:
  using ByYear = std::map<int32_t, std::vector<SeriesValue>>;
  // What is said of a subject, the nearest units first.
  struct Said {
    ByYear reports;
    ByYear typed_in;
  };
  // What the sheets of one unit say, by whether it is typed in, by year and by sheet.
  using BySheet = std::map<std::tuple<bool, int32_t, std::string>, SeriesValue>;

  const std::vector<SubjectUnits::Neighbor>& NeighborsOf(const std::string& unit) const;
  const Said& SaidOf(const sheets::v1::Sheet& sheet, const sheets::v1::Indicator& indicator) const;
  // What others than the sheet say of the year.
  static std::vector<SeriesValue> Others(const ByYear& said, const sheets::v1::Sheet& sheet,
                                         int32_t fiscal_year);

  SubjectUnits units_;
  std::vector<SeriesMember> members_;
  // By unit and the time over which figures accumulate.
  std::map<std::pair<std::string, documents::v1::Accumulation::Kind>, BySheet> by_unit_;
  // By unit: the years of the sheets with which the series begins there.
  std::map<std::string, std::set<int32_t>> begins_;
  // What was asked for since the last Add.
  mutable std::map<std::string, std::vector<SubjectUnits::Neighbor>> neighbors_;
  mutable std::map<std::pair<std::string, documents::v1::Accumulation::Kind>, Said> said_;
};

// Over what time the values of an indicator accumulate.
documents::v1::Accumulation::Kind AccumulationOf(const sheets::v1::Indicator& indicator);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_RECORD_H_
