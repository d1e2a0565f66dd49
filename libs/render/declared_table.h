#ifndef MOKUHYO_LIBS_RENDER_DECLARED_TABLE_H_
#define MOKUHYO_LIBS_RENDER_DECLARED_TABLE_H_

#include <string>

#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/sheets/v1/yearly_summary.pb.h"

namespace mokuhyo::render {

// The totals that the sheets of a form print beside those that their rows come to: a table with
// `declared = recomputed` in each cell, and one sentence for every figure that differs. Where there
// is nothing to compare with, the declared figure stands alone. Empty if no sheet prints totals.
std::string DrawDeclared(const sheets::v1::FormTotals& totals, Language language,
                         const TableStyle& style);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_DECLARED_TABLE_H_
