#include "libs/projection/observations/series_values.h"

#include <tuple>
#include <utility>

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

std::vector<SeriesValue> SeriesValues::OthersOf(const Indicator& indicator) const {
  const Sheet& sheet = *observed_.sheet.sheet;
  const auto record = records_.find(domain::SeriesOf(sheet, indicator));
  if (record == records_.end()) return {};
  return record->second.OthersOf(sheet, indicator);
}

std::optional<SeriesValue> SeriesValues::LastResult(const Indicator& indicator) const {
  const Sheet& sheet = *observed_.sheet.sheet;
  const auto record = records_.find(domain::SeriesOf(sheet, indicator));
  const int32_t begins = record == records_.end() ? 0 : record->second.BeginsIn(sheet);
  // The first of equal rank is kept, so what comes first goes before.
  std::vector<SeriesValue> all = OthersOf(indicator);
  AddValuesOf(sheet, indicator, all);
  std::optional<SeriesValue> last;
  for (const SeriesValue& value : all) {
    // What another document typed in is no better known here than what this one did.
    if (value.fiscal_year >= sheet.fiscal_year() || value.fiscal_year < begins ||
        (value.typed_in && value.indicator != &indicator)) {
      continue;
    }
    const auto rank = [](const SeriesValue& v) { return std::tuple(v.fiscal_year, !v.typed_in); };
    if (!last.has_value() || rank(value) > rank(*last)) last = value;
  }
  return last;
}

}  // namespace mokuhyo::projection
