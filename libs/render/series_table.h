#ifndef MOKUHYO_LIBS_RENDER_SERIES_TABLE_H_
#define MOKUHYO_LIBS_RENDER_SERIES_TABLE_H_

#include <string>

#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"

// Series for the terminal. No line is wider than the style says. Thread-safe.
namespace mokuhyo::render {

// What is known of a series, sheet by sheet, with what was typed in and whether it differs, and
// where the series begins and goes on under another name.
std::string DrawSeries(const indicators::v1::GetSeriesResponse& series, Language language,
                       const TableStyle& style);

// Pairs that could be of one series, best first, each with what speaks for it; said so if there are
// none.
std::string DrawSeriesCandidates(const indicators::v1::ListSeriesCandidatesResponse& candidates,
                                 Language language, const TableStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_SERIES_TABLE_H_
