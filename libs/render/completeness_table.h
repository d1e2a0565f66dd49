#ifndef MOKUHYO_LIBS_RENDER_COMPLETENESS_TABLE_H_
#define MOKUHYO_LIBS_RENDER_COMPLETENESS_TABLE_H_

#include <string>

#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"

// What was due and what came, for the terminal. No line is wider than the style says. Thread-safe.
namespace mokuhyo::render {

// A block for each deadline, in the order of the days: the sections with what is expected of them
// and what came of it, and all of them together. Beneath it the units that have no sheet. Where no
// form has a deadline, it says so.
std::string DrawCompleteness(const indicators::v1::GetCompletenessResponse& completeness,
                             Language language, const TableStyle& style);

// The results that are overdue and not there, in the order of the answer; said so if there are
// none.
std::string DrawMissing(const indicators::v1::ListMissingResultsResponse& missing,
                        Language language, const TableStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_COMPLETENESS_TABLE_H_
