#include "libs/render/table.h"

#include <algorithm>
#include <numeric>

namespace mokuhyo::render {
namespace {

// Nothing is narrower than one wide character.
constexpr int kLeastWidth = 2;
// Columns of text are given up rather than made narrower: two wide characters, or a figure.
constexpr int kLegibleWidth = 4;

// The strokes of a table. All of one column, or of ASCII where box lines would take two.
struct Strokes {
  std::string between;     // Between two cells.
  std::string horizontal;  // One column of a rule.
  std::string crossing;    // Where a rule crosses `between`; as wide.
};

Strokes StrokesFor(const TableStyle& style) {
  const bool roomy = style.width >= 100;
  if (style.ambiguous == AmbiguousWidth::kWide) {
    return roomy ? Strokes{" | ", "-", "-+-"} : Strokes{"|", "-", "+"};
  }
  return roomy ? Strokes{" │ ", "─", "─┼─"} : Strokes{"│", "─", "┼"};
}

std::string Repeat(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::vector<std::string> WrapCell(const Table::Cell& cell, int width, AmbiguousWidth ambiguous) {
  const int indent = std::clamp(cell.indent, 0, std::max(0, width - 3 * kLeastWidth));
  std::vector<std::string> lines =
      Wrap(cell.text, std::max(kLeastWidth, width - indent), ambiguous);
  for (std::string& line : lines) line.insert(0, static_cast<size_t>(indent), ' ');
  return lines;
}

void AppendLine(std::string line, std::string& text) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + "\n";
}

// Lowers the widest columns to a common cap, none below its floor, until `excess` columns are gone
// or nothing more can be taken.
int Shrink(std::vector<int>& widths, const std::vector<int>& floors, int excess) {
  while (excess > 0) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > floors[i] && (widest == widths.size() || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    if (widest == widths.size()) return excess;
    --widths[widest];
    --excess;
  }
  return 0;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<Cell> cells) {
  cells.resize(columns_.size(), Cell(""));
  rows_.push_back({Row::Kind::kCells, std::move(cells)});
}

void Table::AddSpan(Cell cell) { rows_.push_back({Row::Kind::kSpan, {std::move(cell)}}); }

void Table::AddRule() {
  if (rows_.empty() || rows_.back().kind != Row::Kind::kRule)
    rows_.push_back({Row::Kind::kRule, {}});
}

std::optional<std::vector<int>> Table::FittedWidths(const TableStyle& style) const {
  std::vector<int> widths;
  std::vector<int> floors;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int natural = kLeastWidth;
    const auto widen = [&](const Cell& cell) {
      // Nothing is wider than the table, so that wrapping at its width finds the longest line.
      for (const auto& line : Wrap(cell.text, style.width, style.ambiguous)) {
        natural = std::max(natural, cell.indent + DisplayWidth(line, style.ambiguous));
      }
    };
    widen(columns_[i].header);
    for (const Row& row : rows_) {
      if (row.kind == Row::Kind::kCells) widen(row.cells[i]);
    }
    widths.push_back(natural);
    floors.push_back(std::min(natural, columns_[i].min_width));
  }
  const int strokes = DisplayWidth(StrokesFor(style).between, style.ambiguous) *
                      (static_cast<int>(columns_.size()) - 1);
  const int total = std::accumulate(widths.begin(), widths.end(), strokes);
  const int excess = Shrink(widths, floors, total - style.width);
  for (int& floor : floors) floor = std::min(floor, kLegibleWidth);
  if (Shrink(widths, floors, excess) > 0) return std::nullopt;
  return widths;
}

std::string Table::Draw(const TableStyle& style) const {
  const auto widths = FittedWidths(style);
  return widths.has_value() ? DrawColumns(*widths, style) : DrawStacked(style);
}

std::string Table::DrawStacked(const TableStyle& style) const {
  const std::string rule = Repeat(StrokesFor(style).horizontal, style.width);
  std::string text;
  const auto draw = [&](const Cell& cell) {
    for (const auto& line : WrapCell(cell, style.width, style.ambiguous)) AppendLine(line, text);
  };
  AppendLine(rule, text);
  for (const Row& row : rows_) {
    if (row.kind == Row::Kind::kSpan) draw(row.cells[0]);
    if (row.kind != Row::Kind::kCells) continue;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (row.cells[i].text.empty()) continue;
      draw(Cell(columns_[i].header + ": " + row.cells[i].text, row.cells[0].indent));
    }
    AppendLine(rule, text);
  }
  return text;
}

std::string Table::DrawColumns(const std::vector<int>& widths, const TableStyle& style) const {
  const Strokes strokes = StrokesFor(style);
  std::string text;

  const auto draw_rule = [&] {
    std::string line;
    for (size_t i = 0; i < widths.size(); ++i) {
      line += (i > 0 ? strokes.crossing : "") + Repeat(strokes.horizontal, widths[i]);
    }
    AppendLine(line, text);
  };
  const auto draw_cells = [&](const std::vector<Cell>& cells) {
    std::vector<std::vector<std::string>> lines;
    size_t height = 0;
    for (size_t i = 0; i < widths.size(); ++i) {
      lines.push_back(WrapCell(cells[i], widths[i], style.ambiguous));
      height = std::max(height, lines.back().size());
    }
    for (size_t row = 0; row < height; ++row) {
      std::string line;
      for (size_t i = 0; i < widths.size(); ++i) {
        line += (i > 0 ? strokes.between : "") + Pad(row < lines[i].size() ? lines[i][row] : "",
                                                     widths[i], columns_[i].align, style.ambiguous);
      }
      AppendLine(line, text);
    }
  };

  std::vector<Cell> headers;
  for (const Column& column : columns_) headers.emplace_back(column.header);
  draw_rule();
  draw_cells(headers);
  draw_rule();
  for (const Row& row : rows_) {
    if (row.kind == Row::Kind::kRule && &row != &rows_.front() && &row != &rows_.back())
      draw_rule();
    if (row.kind == Row::Kind::kCells) draw_cells(row.cells);
    if (row.kind != Row::Kind::kSpan) continue;
    for (const auto& line : WrapCell(row.cells[0], style.width, style.ambiguous))
      AppendLine(line, text);
  }
  draw_rule();
  return text;
}

}  // namespace mokuhyo::render
