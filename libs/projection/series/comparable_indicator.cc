#include "libs/projection/series/comparable_indicator.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/text_folding.h"
#include "libs/projection/series/series_value.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Indicator;

std::string NameOf(const SeriesMember& member) {
  const Indicator& indicator = *member.indicator;
  if (!indicator.name().empty()) return indicator.name();
  std::string text = member.goal->title();
  for (const auto& figure : indicator.target().meaning().figures())
    absl::StrAppend(&text, " ", figure.label());
  return text;
}

std::set<std::u32string> UnitsOf(const Indicator& indicator) {
  std::set<std::u32string> units;
  const auto add = [&units](const std::string& unit) {
    std::u32string folded = base::RemoveSpaces(base::FoldForParsing(unit));
    if (!folded.empty()) units.insert(std::move(folded));
  };
  add(indicator.unit());
  for (const auto& figure : indicator.target().meaning().figures()) add(figure.unit());
  for (const auto& figure : indicator.result().meaning().figures()) add(figure.unit());
  return units;
}

}  // namespace

ComparableIndicator::ComparableIndicator(const SeriesMember& indicator)
    : member(indicator),
      series(indicator.series()),
      name(NameOf(indicator)),
      units(UnitsOf(*indicator.indicator)) {
  std::vector<SeriesValue> values;
  AddValuesOf(*member.sheet, *member.indicator, values);
  for (const SeriesValue& value : values) {
    if (!value.value->meaning().figures().empty()) figures.emplace(value.fiscal_year, value.value);
  }
}

bool ComparableIndicator::HasPast(int32_t fiscal_year) const {
  const auto& past = member.indicator->past();
  return std::any_of(past.begin(), past.end(), [fiscal_year](const sheets::v1::PastValue& value) {
    return value.fiscal_year() == fiscal_year;
  });
}

}  // namespace mokuhyo::projection
