#include "libs/projection/observations/series_values.h"

#include "libs/domain/sheet/series.h"
#include "libs/projection/observations/observation_list.h"

namespace mokuhyo::projection {

using sheets::v1::Indicator;
using sheets::v1::Sheet;

SeriesValues::SeriesValues(const ObservedSheet& observed) : observed_(observed) {
  Enter(*observed.sheet.sheet);
  for (const Sheet* sheet : observed.of_series) {
    if (sheet->name() != observed.sheet.sheet->name()) Enter(*sheet);
  }
}

void SeriesValues::Enter(const Sheet& sheet) {
  ForEachIndicator(sheet, [&](const sheets::v1::Goal& goal, const Indicator& indicator) {
    records_.try_emplace(domain::SeriesOf(sheet, indicator), *observed_.units, observed_.date)
        .first->second.Add({&sheet, &goal, &indicator});
  });
}

const SeriesRecord& SeriesValues::RecordOf(const Indicator& indicator) const {
  return records_.at(domain::SeriesOf(*observed_.sheet.sheet, indicator));
}

std::vector<SeriesValue> SeriesValues::ReportsOf(const Indicator& indicator,
                                                 int32_t fiscal_year) const {
  return RecordOf(indicator).ReportsOf(*observed_.sheet.sheet, indicator, fiscal_year);
}

std::vector<SeriesValue> SeriesValues::TypedInOf(const Indicator& indicator,
                                                 int32_t fiscal_year) const {
  return RecordOf(indicator).TypedInOf(*observed_.sheet.sheet, indicator, fiscal_year);
}

std::optional<SeriesValue> SeriesValues::ReportOf(const Indicator& indicator,
                                                  int32_t fiscal_year) const {
  return RecordOf(indicator).ReportOf(*observed_.sheet.sheet, indicator, fiscal_year);
}

std::optional<SeriesValue> SeriesValues::LastResult(const Indicator& indicator) const {
  const Sheet& sheet = *observed_.sheet.sheet;
  const SeriesRecord& record = RecordOf(indicator);
  std::optional<SeriesValue> last = record.LastReportOf(sheet, indicator);
  const int32_t begins = record.BeginsIn(sheet);
  std::vector<SeriesValue> own;
  AddValuesOf(sheet, indicator, own);
  for (const SeriesValue& value : own) {
    // What another document typed in is no better known here than what this one did.
    if (!value.typed_in || value.fiscal_year >= sheet.fiscal_year() || value.fiscal_year < begins) {
      continue;
    }
    if (!last.has_value() || value.fiscal_year > last->fiscal_year) last = value;
  }
  return last;
}

}  // namespace mokuhyo::projection
