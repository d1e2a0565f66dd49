#ifndef MOKUHYO_LIBS_RENDER_SHEET_TABLE_H_
#define MOKUHYO_LIBS_RENDER_SHEET_TABLE_H_

#include <map>
#include <string>

#include "libs/render/language.h"
#include "libs/render/table.h"
#include "mokuhyo/forms/v1/form.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::render {

// What stands around a sheet and how it is printed.
struct SheetTableOptions {
  Language language = Language::kJapanese;
  TableStyle style;
  // True: also the words of each goal: initiatives, accomplishments, narratives, comments, notes of
  // transcribers.
  bool comments = false;
  // The form of the sheet, for the titles of levels, texts, marks and stages; without it their keys
  // are printed.
  const forms::v1::Form* form = nullptr;
  // Names of org units by id; a unit that is not here is printed by its id.
  std::map<std::string, std::string> unit_names = {};
  // Goals of other sheets that contribute to goals of this one; null: none are shown.
  const google::protobuf::RepeatedPtrField<sheets::v1::ContributingGoal>* contributions = nullptr;
};

// The sheet as a city prints it, for the terminal: head, texts written with the goals, the tree of
// goals with indicators, ratings and contributing goals as a table, texts written with the results,
// declared totals, notes, editions. No line is wider than the style says; columns that would be
// empty are left out. Thread-safe.
std::string DrawSheet(const sheets::v1::Sheet& sheet, const SheetTableOptions& options);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_SHEET_TABLE_H_
