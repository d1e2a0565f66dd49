#ifndef MOKUHYO_LIBS_RENDER_PRINTED_GOALS_H_
#define MOKUHYO_LIBS_RENDER_PRINTED_GOALS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "libs/render/printed_sheet.h"

namespace mokuhyo::render {

// The columns of the table of goals: those that have anything in them.
std::vector<PrintedSheet::Column> PrintedColumns(const sheets::v1::Sheet& sheet,
                                                 const PrintOptions& options);

// Cells of that table, counted without making them: all that are in the `cells` of the rows.
size_t CountCells(const sheets::v1::Sheet& sheet, const PrintOptions& options);

// Fills `columns` and `rows` of a printed sheet from the tree of goals.
void PrintGoals(const sheets::v1::Sheet& sheet, const PrintOptions& options, PrintedSheet& printed);

// What stands in the cell of a goal: title and subtitle, marks, why it does not count, that it was
// withdrawn. Rows of a goal that spans several often have no title but what is done.
std::string GoalCell(const sheets::v1::Goal& goal, const FormTitles& titles, Language language);

// The name of a unit; its id where it is not known.
std::string UnitName(const std::string& id, const PrintOptions& options);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_PRINTED_GOALS_H_
