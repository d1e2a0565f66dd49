#include "libs/render/csv_sheet.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/render/joined.h"
#include "libs/render/labels.h"
#include "libs/render/printed_goals.h"
#include "libs/render/printed_limits.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Goal;
using sheets::v1::Indicator;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// What begins a formula, in half and full width, or hides that one begins.
constexpr std::string_view kFormulaSigns[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                              "\n", "＝", "＋", "－", "＠"};

bool HasPrefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// `-`, `-1,204.5`, `+3%`: what is left as it is.
bool IsFigure(std::string_view text) {
  if (HasPrefix(text, "-") || HasPrefix(text, "+")) text.remove_prefix(1);
  if (text.empty()) return true;
  if (text.front() < '0' || text.front() > '9') return false;
  return text.find_first_not_of("0123456789.,%") == std::string_view::npos;
}

std::string CsvCell(const std::string& text) {
  const bool is_formula = std::any_of(std::begin(kFormulaSigns), std::end(kFormulaSigns),
                                      [&](std::string_view sign) { return HasPrefix(text, sign); });
  std::string cell = is_formula && !IsFigure(text) ? absl::StrCat("'", text) : text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos && !HasPrefix(cell, " ") &&
      (cell.empty() || cell.back() != ' ')) {
    return cell;
  }
  std::string quoted = "\"";
  for (const char c : cell) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

class CsvTable {
 public:
  CsvTable(const sheets::v1::Sheet& sheet, const PrintOptions& options)
      : sheet_(sheet), options_(options), titles_(options.form, options.language) {
    for (const auto& column : PrintedColumns(sheet, options)) {
      if (column.kind == PrintedSheet::ColumnKind::kPast) past_years_.push_back(column.fiscal_year);
    }
  }

  absl::StatusOr<std::string> Write() {
    AddText(std::string(kByteOrderMark) + CsvLine(Head()));
    for (const Goal& goal : sheet_.goals()) Add(goal, {});
    MOKUHYO_RETURN_IF_ERROR(RequirePrintable({.bytes = bytes_}));
    return std::move(text_);
  }

 private:
  std::vector<std::string> Head() const {
    const auto say = [&](const char* ja, const char* en) { return Say(options_.language, ja, en); };
    std::vector<std::string> head = {say("シート", "Sheet"),
                                     say("組織", "Unit"),
                                     say("年度", "Fiscal year"),
                                     say("版", "Edition"),
                                     say("番号の経路", "Path of labels"),
                                     say("階層", "Level"),
                                     say("番号", "No."),
                                     say("目標", "Goal"),
                                     say("担当", "Unit in charge"),
                                     say("指標", "Indicator"),
                                     say("単位", "Unit of measure")};
    for (const int year : past_years_) {
      head.push_back(
          absl::StrCat(ShortFiscalYearLabel(year, options_.language), say("年度実績", " result")));
    }
    for (const char* title :
         {say("目標値", "Target"), say("実績", "Result"),
          say("指標の評価", "Rating of the indicator"), say("評価", "Rating"),
          say("目標達成状況", "Attainment"), say("課題と今後の方針性", "Issues and direction")}) {
      head.emplace_back(title);
    }
    return head;
  }

  void Add(const Goal& goal, std::vector<std::string> path) {
    if (!goal.label().empty()) path.push_back(goal.label());
    for (const Indicator& indicator : goal.indicators()) AddRow(goal, path, indicator);
    const bool stands_for_itself = goal.goals().empty() || goal.has_evaluation();
    if (goal.indicators().empty() && stands_for_itself)
      AddRow(goal, path, Indicator::default_instance());
    for (const Goal& child : goal.goals()) Add(child, path);
  }

  void AddRow(const Goal& goal, const std::vector<std::string>& path, const Indicator& indicator) {
    const std::string& unit =
        goal.responsible_unit().empty() ? sheet_.org_unit() : goal.responsible_unit();
    std::vector<std::string> cells = {
        sheet_.name(),
        UnitName(sheet_.org_unit(), options_),
        absl::StrCat(sheet_.fiscal_year()),
        options_.edition == nullptr ? "" : absl::StrCat(options_.edition->number()),
        absl::StrJoin(path, "/"),
        titles_.Level(goal.level()),
        goal.label(),
        GoalCell(goal, titles_, options_.language),
        UnitName(unit, options_),
        Joined({indicator.label(), indicator.name()}, " "),
        indicator.unit()};
    for (const int year : past_years_) {
      const auto past =
          std::find_if(indicator.past().begin(), indicator.past().end(),
                       [&](const auto& value) { return value.fiscal_year() == year; });
      cells.push_back(past == indicator.past().end() ? "" : past->value().text());
    }
    for (const std::string& cell :
         {indicator.target().text(), indicator.result().text(), indicator.evaluation().rating(),
          goal.evaluation().rating(), goal.evaluation().comment(), goal.evaluation().issues()}) {
      cells.push_back(cell);
    }
    AddText(CsvLine(cells));
  }

  // What is too much is only counted.
  void AddText(const std::string& text) {
    bytes_ += text.size();
    if (bytes_ <= kMaxPrintedBytes) text_ += text;
  }

  const sheets::v1::Sheet& sheet_;
  const PrintOptions& options_;
  const FormTitles titles_;
  std::vector<int> past_years_;
  std::string text_;
  size_t bytes_ = 0;
};

}  // namespace

absl::StatusOr<std::string> WriteCsv(const sheets::v1::Sheet& sheet, const PrintOptions& options) {
  return CsvTable(sheet, options).Write();
}

std::string CsvLine(const std::vector<std::string>& cells) {
  std::vector<std::string> written;
  written.reserve(cells.size());
  for (const std::string& cell : cells) written.push_back(CsvCell(cell));
  return absl::StrJoin(written, ",") + "\r\n";
}

}  // namespace mokuhyo::render
