#ifndef MOKUHYO_LIBS_RENDER_SUMMARY_TABLE_H_
#define MOKUHYO_LIBS_RENDER_SUMMARY_TABLE_H_

#include <string>

#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/sheets/v1/yearly_summary.pb.h"

namespace mokuhyo::render {

// A yearly summary for the terminal. One table a form: all rows, then by top goal, by goal of a
// level (where one was asked for), by unit in charge, by section and by sheet, each with the
// percentage that achieved its goal: of all and, where some could not be evaluated, of those that
// could. Beneath it what is marked, what is left out, how much a transcriber restored, and the
// totals as the city printed them beside the recomputed ones, with every difference said in words.
// Nothing is ever added up across forms. No line is wider than the style says. Thread-safe.
std::string DrawSummary(const sheets::v1::YearlySummary& summary, Language language,
                        const TableStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_SUMMARY_TABLE_H_
