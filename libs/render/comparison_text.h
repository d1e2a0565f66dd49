#ifndef MOKUHYO_LIBS_RENDER_COMPARISON_TEXT_H_
#define MOKUHYO_LIBS_RENDER_COMPARISON_TEXT_H_

#include <string>

#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/sheets/v1/comparison.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::render {

// What differs between two states, for the terminal: by goal and indicator, each field before and
// after, and what brought it about (when, who, what, why), once for fields that changed together.
// No line is wider than the style says. Thread-safe.
std::string DrawComparison(const sheets::v1::SheetComparison& comparison, Language language,
                           const TableStyle& style);

// The editions of a sheet (resource name), newest first, each with what it replaced and why.
std::string DrawEditions(const std::string& sheet, const sheets::v1::ListEditionsResponse& editions,
                         Language language, const TableStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_COMPARISON_TEXT_H_
