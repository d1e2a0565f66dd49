#ifndef MOKUHYO_LIBS_PROJECTION_FORM_TABLE_H_
#define MOKUHYO_LIBS_PROJECTION_FORM_TABLE_H_

#include <string>
#include <vector>

#include "libs/domain/evaluation/counted_rows.h"
#include "libs/projection/sheet_with_form.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::projection {

// A sheet of a table with its rows.
struct TableSheet {
  const sheets::v1::Sheet* sheet;
  // In printed order, those that are left out included. They point into the sheet.
  std::vector<domain::CountedRow> rows;
  // Goals at the counted level, whether they make rows or not.
  int goal_count = 0;
};

// The sheets of one form that count the same, which make one table of a summary: totals and
// the rows that they open to are both taken from here, so they cannot differ. What counts is said
// by domain::CountedRows alone, under the version of the form that each sheet pins.
struct FormTable {
  // Id of the form.
  std::string form_id;
  // The newest version that one of the sheets pins. Ratings, marks and levels that only older ones
  // have stand behind its own, so that nothing that was counted is without a place.
  forms::v1::Form form;
  // Ordered by resource name.
  std::vector<TableSheet> sheets;
};

// One table a form, counted level and kind of rows (goals, then indicators), ordered by all three.
// The tables point into the sheets given. Pure.
std::vector<FormTable> MakeFormTables(std::vector<SheetWithForm> sheets);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_FORM_TABLE_H_
