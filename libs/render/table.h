#ifndef MOKUHYO_LIBS_RENDER_TABLE_H_
#define MOKUHYO_LIBS_RENDER_TABLE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/render/display_width.h"

namespace mokuhyo::render {

// How a table is drawn.
struct TableStyle {
  // No line is wider, in terminal columns.
  int width = 100;
  // Where it is wide, lines are drawn with ASCII characters, because a box line would take two
  // columns.
  AmbiguousWidth ambiguous = AmbiguousWidth::kNarrow;
};

// A table for the terminal: aligned columns whose widths are fitted to the text and to the
// terminal, cells wrapped, sections with headings, lines between rows. On a terminal too narrow for
// its columns each row is drawn as lines `header: cell` instead. Not thread-safe.
class Table {
 public:
  struct Column {
    std::string header;
    Align align = Align::kLeft;
    // The column is not made narrower than this, as long as that is possible, or than its text
    // where that is less: so that figures stay on one line.
    int min_width = 8;
  };

  struct Cell {
    Cell(std::string cell_text) : text(std::move(cell_text)) {}  // NOLINT: a text is a cell.
    Cell(const char* cell_text) : text(cell_text) {}             // NOLINT
    Cell(std::string cell_text, int cell_indent)
        : text(std::move(cell_text)), indent(cell_indent) {}

    std::string text;
    int indent = 0;  // Columns left empty before every line of the text.
  };

  explicit Table(std::vector<Column> columns);

  // Adds a row; missing cells at its end are empty.
  void AddRow(std::vector<Cell> cells);

  // Adds a row of one cell over all columns.
  void AddSpan(Cell cell);

  // Adds a horizontal line, once however often it is asked for in a row.
  void AddRule();

  // The table, each line ended by a line break and without spaces at its end.
  std::string Draw(const TableStyle& style) const;

 private:
  struct Row {
    enum class Kind { kCells, kSpan, kRule } kind;
    std::vector<Cell> cells;
  };

  // Absent if there is no room for all columns.
  std::optional<std::vector<int>> FittedWidths(const TableStyle& style) const;
  std::string DrawColumns(const std::vector<int>& widths, const TableStyle& style) const;
  std::string DrawStacked(const TableStyle& style) const;

  const std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_TABLE_H_
