#ifndef MOKUHYO_LIBS_RENDER_TREND_TABLE_H_
#define MOKUHYO_LIBS_RENDER_TREND_TABLE_H_

#include <string>

#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/sheets/v1/trend.pb.h"

namespace mokuhyo::render {

// The course of a series for the terminal: a row for each unit and a column for each year; beneath
// the units, where they are ratios, all of them as sum over sum. A gap is `—`, never a zero, and
// below the table stands why; `*` is a value that was typed in in a later sheet; `|` before a year
// is a break of the series, whose reason is said below too. No line is wider than the style says.
// Thread-safe.
std::string DrawTrend(const sheets::v1::Trend& trend, Language language, const TableStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_TREND_TABLE_H_
