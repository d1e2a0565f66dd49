#include "libs/projection/series/common_signs.h"

#include <algorithm>
#include <string>

#include "libs/values/agreement.h"

namespace mokuhyo::projection {

CommonSigns::CommonSigns(const ComparableIndicator& a, const ComparableIndicator& b) {
  const bool have_names = a.has_name() && b.has_name();
  name = have_names ? LikenessOf(a.name, b.name) : InclusionOf(a.name, b.name);
  same_name = have_names && a.name.folded() == b.name.folded();
  same_unit = std::any_of(a.units.begin(), a.units.end(),
                          [&b](const std::u32string& unit) { return b.units.contains(unit); });
  for (const auto& [year, value] : a.figures) {
    const auto other = b.figures.find(year);
    if (other == b.figures.end()) continue;
    if (values::CompareReports(*value, *other->second) == values::Agreement::kSame) ++same_years;
  }
  same_org_unit = a.member.sheet->org_unit() == b.member.sheet->org_unit();
}

int CommonSigns::Likeness() const {
  int likeness = name * 60 / 100;
  if (same_years > 0) likeness += same_years == 1 ? 20 : 35;
  if (same_unit) likeness += 10;
  if (same_org_unit) likeness += 10;
  return std::min(likeness, 100);
}

}  // namespace mokuhyo::projection
