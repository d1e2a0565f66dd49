#include "libs/projection/counted_goals.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "libs/projection/counted_at.h"
#include "libs/projection/form_table.h"
#include "libs/projection/level_groups.h"

namespace mokuhyo::projection {
namespace {

// In the filter by rating: only rows without one.
constexpr std::string_view kUnrated = "-";

// Whether the table counts what the filter says: `goal`, `goal:goals` or `goal:indicators`.
bool IsMeant(const FormTable& table, std::string_view counted) {
  const std::string& level = table.form.counting().level();
  return counted.empty() || counted == level ||
         counted == level + (table.form.counting().indicators() ? ":indicators" : ":goals");
}

// The filters of a request that look at a single row.
class RowFilter {
 public:
  // All arguments must outlive this. `form` is that of the table.
  RowFilter(const sheets::v1::ListCountedGoalsRequest& request, const forms::v1::Form& form)
      : request_(request),
        group_(request.has_group() ? ParseLevelFilter(request.group(), form) : std::nullopt),
        mark_(ParseLevelFilter(request.mark(), form)) {}

  // The rows of `sheet` that pass.
  std::vector<const domain::CountedRow*> Pick(const TableSheet& sheet) const {
    std::vector<const domain::CountedRow*> picked;
    std::optional<LevelGoals> goals;
    if (group_.has_value()) goals.emplace(*sheet.sheet, group_->level);
    for (const domain::CountedRow& row : sheet.rows) {
      const GroupKey group =
          goals.has_value() ? goals->Of(row) : GroupKey{row.top->label(), row.top->title()};
      if (PassesGroup(group) && Passes(row)) picked.push_back(&row);
    }
    return picked;
  }

 private:
  bool PassesGroup(const GroupKey& group) const {
    if (request_.has_group() && group.key != (group_ ? group_->rest : request_.group())) {
      return false;
    }
    return !request_.has_group_title() || group.title == request_.group_title();
  }

  bool Passes(const domain::CountedRow& row) const {
    if (!request_.show_left_out() && !row.counts()) return false;
    if (request_.rating() == kUnrated) {
      if (!row.rating.empty()) return false;
    } else if (!request_.rating().empty() && row.rating != request_.rating()) {
      return false;
    }
    if (!request_.mark().empty() && !BearsMark(*row.goal)) return false;
    return request_.responsible_unit().empty() ||
           row.responsible_unit == request_.responsible_unit();
  }

  bool BearsMark(const sheets::v1::Goal& goal) const {
    if (mark_.has_value() && goal.level() != mark_->level) return false;
    const std::string& mark = mark_.has_value() ? mark_->rest : request_.mark();
    return std::find(goal.marks().begin(), goal.marks().end(), mark) != goal.marks().end();
  }

  const sheets::v1::ListCountedGoalsRequest& request_;
  const std::optional<LevelFilter> group_;
  const std::optional<LevelFilter> mark_;
};

sheets::v1::CountedGoal ToCountedGoal(const std::string& sheet, const domain::CountedRow& row,
                                      const CountedAt& counted_at) {
  sheets::v1::CountedGoal goal;
  goal.set_sheet(sheet);
  goal.set_goal(row.goal->id());
  goal.mutable_path()->Add(row.path.begin(), row.path.end());
  goal.set_group(row.top->label());
  goal.set_group_title(row.top->title());
  // A row into which a goal is split often has no title of its own.
  goal.set_title(row.goal->title().empty() ? row.counted->title() : row.goal->title());
  goal.set_responsible_unit(row.responsible_unit);
  goal.set_rating(row.rating);
  goal.set_rating_class(row.rating_class);
  goal.set_rating_restored(row.rating_restored);
  goal.set_row_restored(row.row_restored);
  goal.set_left_out(row.left_out);
  goal.set_counted_at(row.counted_at);
  if (row.indicator != nullptr) goal.set_indicator(row.indicator->id());
  if (!row.counted_at.empty()) goal.set_counted_at_goal(counted_at.Find(sheet, row.counted_at));
  *goal.mutable_marks() = row.goal->marks();
  return goal;
}

}  // namespace

std::vector<sheets::v1::CountedGoal> ListCountedGoals(
    const sheets::v1::ListCountedGoalsRequest& request, std::vector<SheetWithForm> sheets) {
  std::vector<sheets::v1::CountedGoal> goals;
  const CountedAt counted_at(sheets);
  for (const FormTable& table : MakeFormTables(std::move(sheets))) {
    if (!request.form().empty() && table.form_id != request.form()) continue;
    if (!IsMeant(table, request.counted_level())) continue;
    const RowFilter filter(request, table.form);
    for (const TableSheet& sheet : table.sheets) {
      if (!request.sheet().empty() && sheet.sheet->name() != request.sheet()) continue;
      for (const domain::CountedRow* row : filter.Pick(sheet)) {
        goals.push_back(ToCountedGoal(sheet.sheet->name(), *row, counted_at));
      }
    }
  }
  return goals;
}

}  // namespace mokuhyo::projection
