#ifndef MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_SERIES_VALUES_H_
#define MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_SERIES_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/projection/observations/observed_sheet.h"
#include "libs/projection/series/series_record.h"
#include "libs/projection/series/series_value.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::projection {

// What documents say of the series of the indicators of a sheet. Which of them are of the same
// subject is said at SeriesRecord; those of withdrawn goals are left out. Not thread-safe.
class SeriesValues {
 public:
  // The sheets that `observed` points to must outlive this.
  explicit SeriesValues(const ObservedSheet& observed);

  // SeriesRecord::ReportsOf, TypedInOf and ReportOf.
  std::vector<SeriesValue> ReportsOf(const sheets::v1::Indicator& indicator,
                                     int32_t fiscal_year) const;
  std::vector<SeriesValue> TypedInOf(const sheets::v1::Indicator& indicator,
                                     int32_t fiscal_year) const;
  std::optional<SeriesValue> ReportOf(const sheets::v1::Indicator& indicator,
                                      int32_t fiscal_year) const;

  // The newest result before the year of the sheet: what the sheet of that year reports, else what
  // is typed in. Goes back past years without value; a result that could not be evaluated is one.
  // Absent if there is none, or the series begins with this indicator.
  std::optional<SeriesValue> LastResult(const sheets::v1::Indicator& indicator) const;

 private:
  void Enter(const sheets::v1::Sheet& sheet);
  // Of the series of an indicator of the sheet, which is there.
  const SeriesRecord& RecordOf(const sheets::v1::Indicator& indicator) const;

  const ObservedSheet& observed_;
  // By series.
  absl::flat_hash_map<std::string, SeriesRecord> records_;
};

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_OBSERVATIONS_SERIES_VALUES_H_
