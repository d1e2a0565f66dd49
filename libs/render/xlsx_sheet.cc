#include "libs/render/xlsx_sheet.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/render/display_width.h"
#include "libs/render/xlsx_text.h"

namespace mokuhyo::render {
namespace {

using ColumnKind = PrintedSheet::ColumnKind;
using Row = PrintedSheet::Row;

constexpr double kLineHeightPoints = 18;
constexpr double kMaxRowHeightPoints = 409;
constexpr uint8_t kPaperA4 = 9;
constexpr size_t kDepths = 5;
// 2000-01-01: a date of creation is demanded, and must not change from one export to the next.
constexpr time_t kCreated = 946'684'800;

// A file that exists in memory only, until the object goes.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("workbook", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return absl::StrCat("/proc/self/fd/", descriptor_); }

  std::string Read() const {
    std::string bytes;
    std::array<char, 64 * 1024> buffer;
    for (off_t offset = 0;;) {
      const ssize_t got = pread(descriptor_, buffer.data(), buffer.size(), offset);
      if (got <= 0) return bytes;
      bytes.append(buffer.data(), static_cast<size_t>(got));
      offset += got;
    }
  }

 private:
  const int descriptor_;
};

double ColumnWidth(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kLabel:
    case ColumnKind::kUnit:
      return 7;
    case ColumnKind::kGoal:
      return 44;
    case ColumnKind::kIndicator:
      return 30;
    case ColumnKind::kRating:
    case ColumnKind::kPast:
      return 13;
    default:
      return 17;
  }
}

// Fills the one worksheet from top to bottom.
class Worksheet {
 public:
  Worksheet(lxw_workbook* workbook, const PrintedSheet& sheet)
      : workbook_(workbook),
        sheet_(sheet),
        worksheet_(
            workbook_add_worksheet(workbook, Say(sheet.language, "目標管理シート", "Goal sheet"))),
        last_column_(static_cast<lxw_col_t>(std::max<size_t>(2, sheet.columns.size()) - 1)) {
    MakeFormats();
    double width = 0;
    for (lxw_col_t i = 0; i <= last_column_; ++i) {
      const double column =
          i < sheet.columns.size() ? ColumnWidth(sheet.columns[i].kind) : ColumnWidth({});
      worksheet_set_column(worksheet_, i, i, column, nullptr);
      width += column;
    }
    width_ = static_cast<int>(width);
  }

  void Write() {
    Span(sheet_.title, title_);
    if (!sheet_.subtitle.empty()) Span(sheet_.subtitle, plain_);
    for (const auto& [fact, text] : sheet_.facts) Span(absl::StrCat(fact, ": ", text), plain_);
    WriteSections(sheet_.introduction);
    ++row_;
    if (!sheet_.rows.empty()) WriteTable();
    WriteSections(sheet_.conclusion);
    worksheet_set_landscape(worksheet_);
    worksheet_set_paper(worksheet_, kPaperA4);
    worksheet_fit_to_pages(worksheet_, 1, 0);
    worksheet_set_footer(worksheet_, "&C&P / &N");
  }

 private:
  void MakeFormats() {
    const auto make = [this](bool bordered) {
      lxw_format* const format = workbook_add_format(workbook_);
      format_set_text_wrap(format);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      if (bordered) format_set_border(format, LXW_BORDER_THIN);
      return format;
    };
    plain_ = make(false);
    title_ = make(false);
    format_set_bold(title_);
    format_set_font_size(title_, 14);
    section_ = make(false);
    format_set_bold(section_);
    head_ = make(true);
    format_set_bold(head_);
    format_set_bg_color(head_, 0xE6EEF5);
    for (size_t depth = 0; depth < kDepths; ++depth) {
      headings_[depth] = make(true);
      format_set_bold(headings_[depth]);
      format_set_bg_color(headings_[depth], 0xF3F3F3);
      cells_[depth] = make(true);
      for (lxw_format* const format : {headings_[depth], cells_[depth]})
        format_set_indent(format, static_cast<uint8_t>(depth));
    }
    figures_ = make(true);
    format_set_align(figures_, LXW_ALIGN_RIGHT);
  }

  // A text over all columns, in as many rows as it takes.
  void Span(std::string_view text, lxw_format* format) {
    do {
      const std::string cell = TakeCell(text);
      worksheet_merge_range(worksheet_, row_, 0, row_, last_column_, cell.c_str(), format);
      // Programs fit the height of a row to its cells, but not to merged ones.
      const auto lines = static_cast<double>(Wrap(cell, width_).size());
      worksheet_set_row(worksheet_, row_, std::min(lines * kLineHeightPoints, kMaxRowHeightPoints),
                        nullptr);
      ++row_;
    } while (!text.empty());
  }

  void WriteSections(const std::vector<PrintedSheet::Section>& sections) {
    for (const auto& section : sections) {
      ++row_;
      Span(section.title, section_);
      for (const auto& paragraph : section.paragraphs) Span(paragraph, plain_);
    }
  }

  void WriteTable() {
    for (size_t i = 0; i < sheet_.columns.size(); ++i)
      WriteCell(static_cast<lxw_col_t>(i), sheet_.columns[i].title, head_);
    worksheet_repeat_rows(worksheet_, row_, row_);
    worksheet_freeze_panes(worksheet_, row_ + 1, 0);
    ++row_;
    for (const Row& row : sheet_.rows) {
      switch (row.kind) {
        case Row::Kind::kHeading:
          Span(row.cells.front(), At(row.depth, headings_));
          break;
        case Row::Kind::kWords:
          for (const auto& [word, text] : row.words)
            Span(absl::StrCat(word, ": ", text), At(row.depth + 1, cells_));
          break;
        default:
          WriteCells(row);
      }
    }
  }

  // What does not fit into a cell goes into a row of its own below.
  void WriteCells(const Row& row) {
    std::vector<std::string> rest(row.cells.size());
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const PrintedSheet::Column& column = sheet_.columns[i];
      std::string_view text = row.cells[i];
      const int depth = column.kind == ColumnKind::kGoal ? row.depth : 0;
      WriteCell(static_cast<lxw_col_t>(i), TakeCell(text),
                column.has_figures() ? figures_ : At(depth, cells_));
      rest[i] = std::string(text);
    }
    ++row_;
    for (const std::string& text : rest) {
      if (!text.empty()) Span(text, cells_.front());
    }
  }

  void WriteCell(lxw_col_t column, const std::string& text, lxw_format* format) {
    if (text.empty()) {
      worksheet_write_blank(worksheet_, row_, column, format);
    } else {
      worksheet_write_string(worksheet_, row_, column, text.c_str(), format);
    }
  }

  // What stands deeper is set in further, down to a depth.
  using Formats = std::array<lxw_format*, kDepths>;
  static lxw_format* At(int depth, const Formats& formats) {
    return formats[std::min(static_cast<size_t>(depth), formats.size() - 1)];
  }

  lxw_workbook* const workbook_;
  const PrintedSheet& sheet_;
  lxw_worksheet* const worksheet_;
  const lxw_col_t last_column_;
  int width_ = 0;
  lxw_row_t row_ = 0;
  lxw_format* plain_ = nullptr;
  lxw_format* title_ = nullptr;
  lxw_format* section_ = nullptr;
  lxw_format* head_ = nullptr;
  Formats headings_ = {};
  Formats cells_ = {};
  lxw_format* figures_ = nullptr;
};

}  // namespace

absl::StatusOr<std::string> WriteXlsx(const PrintedSheet& sheet) {
  const MemoryFile file;
  lxw_workbook* const workbook = workbook_new(file.path().c_str());
  Worksheet(workbook, sheet).Write();
  lxw_doc_properties properties = {};
  properties.created = kCreated;
  workbook_set_properties(workbook, &properties);
  if (const lxw_error error = workbook_close(workbook); error != LXW_NO_ERROR) {
    return base::Unavailable(
        "NO_TEMPORARY_FILES",
        absl::StrCat("the workbook cannot be written (", lxw_strerror(error),
                     "); the server needs a directory for temporary files with room in it: "
                     "TMPDIR, or /tmp"));
  }
  return file.Read();
}

}  // namespace mokuhyo::render
