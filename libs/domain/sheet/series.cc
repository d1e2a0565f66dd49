#include "libs/domain/sheet/series.h"

#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"

namespace mokuhyo::domain {

std::string SeriesOf(const sheets::v1::Sheet& sheet, const sheets::v1::Indicator& indicator) {
  if (indicator.has_series()) return indicator.series();
  return absl::StrCat(sheet.name().substr(sheet.name().rfind('/') + 1), ".", indicator.id());
}

bool IsSeriesId(std::string_view text) {
  if (text.size() > kMaxSeriesCharacters) return false;
  while (true) {
    const size_t dot = text.find('.');
    if (!base::IsIdentifier(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace mokuhyo::domain
