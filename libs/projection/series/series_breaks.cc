#include "libs/projection/series/series_breaks.h"

#include <algorithm>

namespace mokuhyo::projection {
namespace {

void AddOnce(const std::string& series, std::vector<std::string>& all) {
  if (std::find(all.begin(), all.end(), series) == all.end()) all.push_back(series);
}

}  // namespace

std::vector<SeriesMember> BreaksIn(const std::vector<const sheets::v1::Sheet*>& sheets) {
  std::vector<SeriesMember> breaks;
  for (const sheets::v1::Sheet* sheet : sheets) {
    ForEachMember(*sheet, [&](const SeriesMember& member) {
      if (member.begins_series()) breaks.push_back(member);
    });
  }
  std::stable_sort(breaks.begin(), breaks.end(), [](const SeriesMember& a, const SeriesMember& b) {
    return a.sheet->fiscal_year() < b.sheet->fiscal_year();
  });
  return breaks;
}

std::vector<std::string> SeriesBefore(std::string_view series,
                                      const std::vector<SeriesMember>& breaks) {
  std::vector<std::string> before;
  for (const SeriesMember& member : breaks) {
    if (member.series() == series) {
      AddOnce(member.indicator->series_break().previous_series(), before);
    }
  }
  return before;
}

std::vector<std::string> SeriesAfter(std::string_view series,
                                     const std::vector<SeriesMember>& breaks) {
  std::vector<std::string> after;
  for (const SeriesMember& member : breaks) {
    if (member.indicator->series_break().previous_series() == series) {
      AddOnce(member.series(), after);
    }
  }
  return after;
}

}  // namespace mokuhyo::projection
