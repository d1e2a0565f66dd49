#include "libs/render/sheet_table.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/render/contribution_text.h"
#include "libs/render/joined.h"
#include "libs/render/labels.h"
#include "libs/render/printed_goals.h"
#include "libs/render/printed_sheet.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Sheet;
using ColumnKind = PrintedSheet::ColumnKind;
using Row = PrintedSheet::Row;

// Columns for past years; a sheet of many would leave no room for the words.
constexpr size_t kMaxPastYears = 5;

int MinWidth(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kLabel:
    case ColumnKind::kUnit:
      return 4;
    case ColumnKind::kGoal:
      return 16;
    case ColumnKind::kIndicator:
      return 12;
    default:
      return 6;
  }
}

// The tree of goals as one table.
class GoalTable {
 public:
  GoalTable(const PrintedSheet& printed, const TableStyle& style)
      : printed_(printed), style_(style), table_(Head(printed)) {
    for (const Row& row : printed.rows) Add(row);
  }

  std::string Draw() const { return table_.Draw(style_); }

 private:
  static std::vector<Table::Column> Head(const PrintedSheet& printed) {
    std::vector<Table::Column> head;
    for (const auto& column : printed.columns) {
      head.push_back({column.title, column.has_figures() ? Align::kRight : Align::kLeft,
                      MinWidth(column.kind)});
    }
    return head;
  }

  // Headings go over all columns, everything that has figures or a rating into them.
  void Add(const Row& row) {
    const int indent = row.depth * (style_.width >= 100 ? 2 : 1);
    switch (row.kind) {
      case Row::Kind::kHeading:
        if (!after_heading_) table_.AddRule();
        table_.AddSpan({row.cells.front(), indent});
        after_heading_ = true;
        break;
      case Row::Kind::kGoal:
        table_.AddRule();
        AddCells(row, indent);
        after_heading_ = false;
        break;
      case Row::Kind::kIndicator:
        AddCells(row, indent);
        break;
      case Row::Kind::kWords:
        for (const auto& [title, text] : row.words)
          table_.AddSpan({absl::StrCat(title, ": ", text), indent + 4});
        break;
    }
  }

  void AddCells(const Row& row, int indent) {
    std::vector<Table::Cell> cells;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      cells.emplace_back(row.cells[i], printed_.columns[i].kind == ColumnKind::kGoal ? indent : 0);
    }
    table_.AddRow(std::move(cells));
  }

  const PrintedSheet& printed_;
  const TableStyle& style_;
  Table table_;
  bool after_heading_ = false;
};

// What contributes to each goal.
std::map<std::string, std::vector<PrintedSheet::Text>> RemarksOf(const SheetTableOptions& options) {
  std::map<std::string, std::vector<PrintedSheet::Text>> remarks;
  if (options.contributions == nullptr) return remarks;
  for (const auto& goal : *options.contributions) {
    if (goal.contributes_to().empty()) continue;
    remarks[goal.contributes_to()].push_back({Say(options.language, "寄与する目標", "Contributing"),
                                              ContributionText(goal, options.language)});
  }
  return remarks;
}

// The table and what stands before and after it.
class SheetText {
 public:
  SheetText(const Sheet& sheet, const SheetTableOptions& options)
      : sheet_(sheet),
        options_(options),
        print_options_{.language = options.language,
                       .comments = options.comments,
                       .max_past_years = kMaxPastYears,
                       .form = options.form,
                       .unit_names = options.unit_names,
                       .remarks = RemarksOf(options)},
        printed_(PrintSheet(sheet, print_options_)) {}

  std::string Draw() {
    AddHead();
    AddSections(printed_.introduction);
    if (sheet_.goals().empty()) {
      Add(SayIt("(目標はまだありません)", "(no goals yet)"));
    } else {
      text_ += "\n" + GoalTable(printed_, options_.style).Draw();
    }
    AddSections(printed_.conclusion);
    AddStrayContributions();
    AddEditions();
    return std::move(text_);
  }

 private:
  const char* SayIt(const char* ja, const char* en) const { return Say(options_.language, ja, en); }

  void Add(std::string_view line, int indent = 0) {
    for (const auto& wrapped :
         Wrap(line, options_.style.width - indent, options_.style.ambiguous)) {
      absl::StrAppend(&text_, std::string(wrapped.empty() ? 0 : static_cast<size_t>(indent), ' '),
                      wrapped, "\n");
    }
  }

  // `label value`, or nothing where there is no value.
  std::string Field(const char* ja, const char* en, const std::string& value) const {
    return value.empty() ? "" : absl::StrCat(SayIt(ja, en), " ", value);
  }

  std::string Date(const std::string& date) const { return DateLabel(date, options_.language); }

  void AddHead() {
    for (const std::string& line : {sheet_.title(), sheet_.subtitle()}) {
      if (!line.empty()) Add(line);
    }
    Add(Joined({UnitName(sheet_.org_unit(), print_options_),
                FiscalYearLabel(sheet_.fiscal_year(), options_.language),
                absl::StrCat("[", StateLabel(sheet_.state(), options_.language), "]"),
                sheet_.replacement() ? SayIt("差し替え", "replacement") : "",
                sheet_.transcribed() ? SayIt("(転記)", "(transcribed)") : ""},
               "  "));
    const std::string printed =
        Joined({Field("作成日", "created", Date(sheet_.created_on())),
                Field("修正日", "revised", Date(sheet_.revised_on())),
                Field("評価日", "evaluated", Date(sheet_.evaluated_on())),
                Field("連絡先", "contact", sheet_.contact()),
                Field("資料番号", "material no.", sheet_.material_number())},
               "  ");
    if (!printed.empty()) Add(printed);
    const std::string form = absl::StrCat(sheet_.form(), " v", sheet_.form_version());
    Add(Joined(
        {Field("様式", "form",
               options_.form == nullptr
                   ? form
                   : absl::StrCat(Say(options_.language, options_.form->title()), " (", form, ")")),
         sheet_.name()},
        "  "));
  }

  void AddSections(const std::vector<PrintedSheet::Section>& sections) {
    for (const auto& [title, paragraphs] : sections) {
      Add("\n" + Heading(title, options_.language));
      for (const auto& paragraph : paragraphs) Add(paragraph, 2);
    }
  }

  // Those whose link leads to no goal that is there.
  void AddStrayContributions() {
    if (options_.contributions == nullptr) return;
    bool is_first = true;
    for (const auto& goal : *options_.contributions) {
      if (!goal.contributes_to().empty()) continue;
      if (std::exchange(is_first, false)) {
        Add("\n" + Heading(SayIt("寄与先の目標が見つからないもの",
                                 "Contributions to goals that are not there"),
                           options_.language));
      }
      Add(absl::StrCat(goal.link(), ": ", ContributionText(goal, options_.language)), 2);
    }
  }

  void AddEditions() {
    for (const auto& edition : sheet_.editions()) {
      Add(absl::StrCat("\n", SayIt("版", "edition"), " ", edition.number(), "  ",
                       Date(edition.published_on()), "  sha256 ", edition.digest()));
      if (edition.redacted()) {
        Add(SayIt("個人情報を削除しました。sha256 は公表したときのものです",
                  "personal data were removed; the sha256 is that of what was published"),
            2);
      }
    }
  }

  const Sheet& sheet_;
  const SheetTableOptions& options_;
  const PrintOptions print_options_;
  const PrintedSheet printed_;
  std::string text_;
};

}  // namespace

std::string DrawSheet(const Sheet& sheet, const SheetTableOptions& options) {
  return SheetText(sheet, options).Draw();
}

}  // namespace mokuhyo::render
