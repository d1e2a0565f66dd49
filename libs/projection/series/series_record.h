#ifndef MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_RECORD_H_
#define MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libs/domain/organization/organization_state.h"
#include "libs/projection/series/series_member.h"
#include "libs/projection/series/series_value.h"

namespace mokuhyo::projection {

// The indicators of one series, and what they say of its years.
//
// A series may run in many units, each with figures of its own, so only documents of the same
// subject are held against each other: of the same unit, of one in whose place the other goes on,
// or of one that stands above the other where no third unit below it has the series (else the upper
// figure may be their sum). Figures that accumulate over another time are left out too.
class SeriesRecord {
 public:
  // `units` must outlive this; units stand under each other as on `date`, YYYY-MM-DD.
  SeriesRecord(const domain::OrganizationState& units, std::string date);

  // The sheet must outlive this.
  void Add(const SeriesMember& member) { members_.push_back(member); }
  // In the order of adding.
  const std::vector<SeriesMember>& members() const { return members_; }

  // What the other indicators say of the subject of this one, in the same sheet or in others: those
  // of the nearest units first, then by sheet. Cells without value are left out.
  std::vector<SeriesValue> OthersOf(const sheets::v1::Sheet& sheet,
                                    const sheets::v1::Indicator& indicator) const;

  // What the sheet of that year itself reports for the subject of this indicator: the first of
  // OthersOf; absent if none does.
  std::optional<SeriesValue> ReportOf(const sheets::v1::Sheet& sheet,
                                      const sheets::v1::Indicator& indicator,
                                      int32_t fiscal_year) const;

  // The fiscal year with which the series begins in the unit of the sheet, because something else
  // was measured before: what a past column of the sheet says of earlier years is not of this
  // series. 0 if it always was what it is. A break in a unit in whose place this one goes on, or
  // the other way round, counts as one in this unit.
  int32_t BeginsIn(const sheets::v1::Sheet& sheet) const;

 private:
  // How near the unit of a member is to `unit`, 0 the nearest; absent if they are not of the same
  // subject.
  std::optional<int> DistanceOf(const std::string& unit, const SeriesMember& member) const;
  // True if one of the units goes on in the place of the other, over any number of steps.
  bool IsSuccession(const std::string& a, const std::string& b) const;

  const domain::OrganizationState& units_;
  const std::string date_;
  std::vector<SeriesMember> members_;
};

// Over what time the values of an indicator accumulate.
documents::v1::Accumulation::Kind AccumulationOf(const sheets::v1::Indicator& indicator);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_SERIES_SERIES_RECORD_H_
