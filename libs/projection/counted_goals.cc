#include "libs/projection/counted_goals.h"

#include <string>
#include <utility>

#include "libs/projection/form_table.h"

namespace mokuhyo::projection {
namespace {

// In the filter by rating: only rows without one.
constexpr std::string_view kUnrated = "-";

bool Passes(const sheets::v1::ListCountedGoalsRequest& request, const domain::CountedRow& row) {
  if (!request.show_left_out() && !row.counts()) return false;
  if (request.rating() == kUnrated) {
    if (!row.rating.empty()) return false;
  } else if (!request.rating().empty() && row.rating != request.rating()) {
    return false;
  }
  if (request.has_group() && row.top->label() != request.group()) return false;
  if (request.has_group_title() && row.top->title() != request.group_title()) return false;
  return request.responsible_unit().empty() || row.responsible_unit == request.responsible_unit();
}

sheets::v1::CountedGoal ToCountedGoal(const std::string& sheet, const domain::CountedRow& row) {
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
  return goal;
}

}  // namespace

std::vector<sheets::v1::CountedGoal> ListCountedGoals(
    const sheets::v1::ListCountedGoalsRequest& request, std::vector<SheetWithForm> sheets) {
  std::vector<sheets::v1::CountedGoal> goals;
  for (const FormTable& table : MakeFormTables(std::move(sheets))) {
    if (!request.form().empty() && table.form_id != request.form()) continue;
    if (!request.counted_level().empty() &&
        table.form.counting().level() != request.counted_level()) {
      continue;
    }
    for (const TableSheet& sheet : table.sheets) {
      if (!request.sheet().empty() && sheet.sheet->name() != request.sheet()) continue;
      for (const domain::CountedRow& row : sheet.rows) {
        if (Passes(request, row)) goals.push_back(ToCountedGoal(sheet.sheet->name(), row));
      }
    }
  }
  return goals;
}

}  // namespace mokuhyo::projection
