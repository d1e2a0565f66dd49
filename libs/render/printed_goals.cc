#include "libs/render/printed_goals.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/render/goal_words.h"
#include "libs/render/joined.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Goal;
using sheets::v1::Indicator;
using ColumnKind = PrintedSheet::ColumnKind;
using Row = PrintedSheet::Row;

// Which columns have anything in them.
class Seen {
 public:
  explicit Seen(size_t max_past_years) : max_past_years_(max_past_years) {}

  void See(const Goal& goal) {
    if (!goal.label().empty()) kinds_.insert(ColumnKind::kLabel);
    if (goal.has_responsible_unit()) kinds_.insert(ColumnKind::kResponsible);
    if (goal.evaluation().has_rating()) kinds_.insert(ColumnKind::kRating);
    for (const Indicator& indicator : goal.indicators()) See(indicator);
    for (const Goal& child : goal.goals()) See(child);
  }

  bool Has(ColumnKind kind) const {
    return kind == ColumnKind::kGoal || kinds_.find(kind) != kinds_.end();
  }

  const std::set<int>& past_years() const { return past_years_; }

 private:
  void See(const Indicator& indicator) {
    if (!indicator.name().empty() || !indicator.label().empty())
      kinds_.insert(ColumnKind::kIndicator);
    if (!indicator.unit().empty()) kinds_.insert(ColumnKind::kUnit);
    if (indicator.has_target()) kinds_.insert(ColumnKind::kTarget);
    if (indicator.has_result()) kinds_.insert(ColumnKind::kResult);
    if (indicator.evaluation().has_rating()) kinds_.insert(ColumnKind::kRating);
    for (const auto& past : indicator.past()) {
      past_years_.insert(past.fiscal_year());
      if (past_years_.size() > max_past_years_) past_years_.erase(past_years_.begin());
    }
  }

  const size_t max_past_years_;
  std::set<ColumnKind> kinds_;
  std::set<int> past_years_;
};

// True: a goal that only stands above others.
bool IsHeading(const Goal& goal) {
  return goal.indicators().empty() && !goal.evaluation().has_rating() && !goal.goals().empty();
}

// Rows of a goal with a cell for each column: one for each indicator, and at least one.
int RowsOf(const Goal& goal) { return std::max(1, goal.indicators_size()); }

size_t CountCells(const google::protobuf::RepeatedPtrField<Goal>& goals, size_t columns) {
  size_t cells = 0;
  for (const Goal& goal : goals) {
    cells += IsHeading(goal) ? 1 : columns * static_cast<size_t>(RowsOf(goal));
    cells += CountCells(goal.goals(), columns);
  }
  return cells;
}

class Rows {
 public:
  Rows(const PrintOptions& options, PrintedSheet& printed)
      : options_(options), titles_(options.form, options.language), printed_(printed) {}

  void Add(const Goal& goal, int depth) {
    if (IsHeading(goal)) {
      printed_.rows.push_back({Row::Kind::kHeading, depth, {HeadingText(goal)}});
    } else {
      AddCells(goal, depth);
    }
    if (options_.comments) {
      auto words = GoalWords(goal, titles_, options_.language);
      if (!words.empty()) printed_.rows.push_back({Row::Kind::kWords, depth, {}, std::move(words)});
    }
    if (const auto remarks = options_.remarks.find(goal.id()); remarks != options_.remarks.end())
      printed_.rows.push_back({Row::Kind::kWords, depth, {}, remarks->second});
    for (const Goal& child : goal.goals()) Add(child, depth + 1);
  }

 private:
  std::string HeadingText(const Goal& goal) const {
    const std::string place = Joined({titles_.Level(goal.level()), goal.label()}, " ");
    return Joined({Heading(place, options_.language), GoalCell(goal, titles_, options_.language)},
                  " ");
  }

  void AddCells(const Goal& goal, int depth) {
    for (int i = 0; i < RowsOf(goal); ++i) {
      const Indicator& indicator =
          i < goal.indicators_size() ? goal.indicators(i) : Indicator::default_instance();
      Row row{i == 0 ? Row::Kind::kGoal : Row::Kind::kIndicator, depth};
      for (const auto& column : printed_.columns) {
        row.cells.push_back(Cell(column, i == 0 ? goal : Goal::default_instance(), indicator));
      }
      printed_.rows.push_back(std::move(row));
    }
  }

  std::string Cell(const PrintedSheet::Column& column, const Goal& goal,
                   const Indicator& indicator) const {
    switch (column.kind) {
      case ColumnKind::kLabel:
        return goal.label();
      case ColumnKind::kGoal:
        return GoalCell(goal, titles_, options_.language);
      case ColumnKind::kIndicator:
        return Joined({indicator.label(), indicator.name()}, " ");
      case ColumnKind::kUnit:
        return indicator.unit();
      case ColumnKind::kPast:
        for (const auto& past : indicator.past()) {
          if (past.fiscal_year() == column.fiscal_year) return past.value().text();
        }
        return "";
      case ColumnKind::kTarget:
        return indicator.target().text();
      case ColumnKind::kResult:
        return indicator.result().text();
      case ColumnKind::kRating:
        return Joined({goal.evaluation().rating(), indicator.evaluation().rating()}, " ");
      case ColumnKind::kResponsible:
        return UnitName(goal.responsible_unit(), options_);
    }
    return "";
  }

  const PrintOptions& options_;
  const FormTitles titles_;
  PrintedSheet& printed_;
};

}  // namespace

std::string UnitName(const std::string& id, const PrintOptions& options) {
  const auto name = options.unit_names.find(id);
  return name != options.unit_names.end() ? name->second : id;
}

std::string GoalCell(const Goal& goal, const FormTitles& titles, Language language) {
  std::vector<std::string> marks;
  for (const auto& mark : goal.marks()) marks.push_back(titles.Mark(mark));
  std::string reason;
  if (goal.has_not_counted()) {
    reason = absl::StrCat("(", NotCountedLabel(goal.not_counted().reason(), language),
                          goal.not_counted().counted_at().empty() ? "" : ": ",
                          goal.not_counted().counted_at(), ")");
  }
  const std::string title =
      goal.title().empty() ? absl::StrJoin(goal.initiatives(), " / ") : goal.title();
  return Joined({title, goal.subtitle(), absl::StrJoin(marks, " "), reason,
                 goal.withdrawn() ? Say(language, "(取下げ)", "(withdrawn)") : ""},
                " ");
}

std::vector<PrintedSheet::Column> PrintedColumns(const sheets::v1::Sheet& sheet,
                                                 const PrintOptions& options) {
  struct Title {
    ColumnKind kind;
    const char* ja;
    const char* en;
  };
  constexpr Title kTitles[] = {{ColumnKind::kLabel, "No.", "No."},
                               {ColumnKind::kGoal, "目標", "Goal"},
                               {ColumnKind::kIndicator, "指標", "Indicator"},
                               {ColumnKind::kUnit, "単位", "Unit"},
                               {ColumnKind::kPast, "", ""},
                               {ColumnKind::kTarget, "目標値", "Target"},
                               {ColumnKind::kResult, "実績", "Result"},
                               {ColumnKind::kRating, "評価", "Rating"},
                               {ColumnKind::kResponsible, "担当", "Unit in charge"}};
  Seen seen(options.max_past_years);
  for (const Goal& goal : sheet.goals()) seen.See(goal);
  std::vector<PrintedSheet::Column> columns;
  for (const Title& title : kTitles) {
    if (title.kind == ColumnKind::kPast) {
      for (const int year : seen.past_years())
        columns.push_back({title.kind, ShortFiscalYearLabel(year, options.language), year});
    } else if (seen.Has(title.kind)) {
      columns.push_back({title.kind, Say(options.language, title.ja, title.en), 0});
    }
  }
  return columns;
}

size_t CountCells(const sheets::v1::Sheet& sheet, const PrintOptions& options) {
  return CountCells(sheet.goals(), PrintedColumns(sheet, options).size());
}

void PrintGoals(const sheets::v1::Sheet& sheet, const PrintOptions& options,
                PrintedSheet& printed) {
  printed.columns = PrintedColumns(sheet, options);
  Rows rows(options, printed);
  for (const Goal& goal : sheet.goals()) rows.Add(goal, 0);
}

}  // namespace mokuhyo::render
