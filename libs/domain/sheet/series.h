#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_SERIES_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_SERIES_H_

#include <string>
#include <string_view>

#include "mokuhyo/sheets/v1/sheet.pb.h"

// Which series an indicator belongs to. Everything that writes or reads series asks here.
namespace mokuhyo::domain {

// Longest id of a series: that of an indicator's own with two ids of full length and a number.
inline constexpr size_t kMaxSeriesCharacters = 200;

// The series of an indicator of `sheet`: the one that it names, else the one of its own,
// `{sheet}.{indicator}` (`2022-nishi-somu.i7`). That id depends on nothing but the two names, so
// next year's indicator, or one of another document, can name it without a word in this sheet, and
// both are then of one series.
std::string SeriesOf(const sheets::v1::Sheet& sheet, const sheets::v1::Indicator& indicator);

// True if `text` may be the id of a series: identifiers (see base::IsIdentifier) joined by dots, at
// most kMaxSeriesCharacters in all.
bool IsSeriesId(std::string_view text);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_SERIES_H_
