#include "libs/projection/series/series_value.h"

#include "libs/projection/observations/observation_list.h"

namespace mokuhyo::projection {

std::string SeriesValue::source() const { return ResourceOf(*sheet, *indicator); }

bool SaysSomething(const values::v1::Value& value) {
  return !value.text().empty() && value.meaning().kind() != values::v1::Meaning::KIND_NO_VALUE;
}

void AddValuesOf(const sheets::v1::Sheet& sheet, const sheets::v1::Indicator& indicator,
                 std::vector<SeriesValue>& values) {
  if (SaysSomething(indicator.result())) {
    values.push_back({sheet.fiscal_year(), &indicator.result(), false, &sheet, &indicator});
  }
  for (const sheets::v1::PastValue& past : indicator.past()) {
    if (!SaysSomething(past.value())) continue;
    values.push_back({past.fiscal_year(), &past.value(), true, &sheet, &indicator});
  }
}

}  // namespace mokuhyo::projection
