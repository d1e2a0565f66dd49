#include "libs/projection/yearly_summary.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "libs/base/resource_name.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/sheet/sheet_state.h"
#include "libs/projection/declared_totals.h"
#include "libs/projection/form_table.h"
#include "libs/projection/tally_counter.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::FormTotals;
using sheets::v1::GroupTally;

// What units are called in answers to a question.
class UnitNames {
 public:
  UnitNames(const SummaryQuestion& question, const domain::OrganizationState& organization)
      : question_(question), organization_(organization) {}

  std::string Of(const std::string& unit) const {
    const auto found = organization_.Get(question_.city, unit, question_.effective_date);
    return found.has_value() ? found->display_name() : unit;
  }

 private:
  const SummaryQuestion& question_;
  const domain::OrganizationState& organization_;
};

int32_t GoalCount(const TableSheet& sheet) {
  std::set<const sheets::v1::Goal*> goals;
  for (const domain::CountedRow& row : sheet.rows) goals.insert(row.counted);
  return static_cast<int32_t>(goals.size());
}

void AddGroup(std::string key, std::string title, const TallyCounter& counter,
              const forms::v1::Form& form, google::protobuf::RepeatedPtrField<GroupTally>& groups) {
  GroupTally& group = *groups.Add();
  group.set_key(std::move(key));
  group.set_title(std::move(title));
  *group.mutable_tally() = counter.ToTally(form);
}

void SumUpByTopGoal(const FormTable& table, FormTotals& totals) {
  using LabelAndTitle = std::pair<std::string, std::string>;
  // In the order of the sheets; `places` finds the group of a row among them.
  std::vector<std::pair<LabelAndTitle, TallyCounter>> groups;
  std::map<LabelAndTitle, size_t> places;
  for (const TableSheet& sheet : table.sheets) {
    for (const domain::CountedRow& row : sheet.rows) {
      const LabelAndTitle key(row.top->label(), row.top->title());
      const auto [place, is_new] = places.emplace(key, groups.size());
      if (is_new) groups.emplace_back(key, TallyCounter());
      groups[place->second].second.Add(row);
    }
  }
  for (const auto& [key, counter] : groups) {
    AddGroup(key.first, key.second, counter, table.form, *totals.mutable_groups());
  }
}

void SumUpByUnit(const FormTable& table, const UnitNames& names, FormTotals& totals) {
  std::map<std::string, TallyCounter> units;
  for (const TableSheet& sheet : table.sheets) {
    for (const domain::CountedRow& row : sheet.rows) units[row.responsible_unit].Add(row);
  }
  for (const auto& [unit, counter] : units) {
    AddGroup(unit, names.Of(unit), counter, table.form, *totals.mutable_units());
  }
}

void SumUpBySheet(const FormTable& table, const UnitNames& names, FormTotals& totals) {
  for (const TableSheet& sheet : table.sheets) {
    TallyCounter counter;
    for (const domain::CountedRow& row : sheet.rows) counter.Add(row);
    sheets::v1::SheetTally& tally = *totals.add_sheets();
    tally.set_sheet(sheet.sheet->name());
    tally.set_title(sheet.sheet->title());
    tally.set_org_unit(sheet.sheet->org_unit());
    tally.set_org_unit_display_name(names.Of(sheet.sheet->org_unit()));
    tally.set_goal_count(GoalCount(sheet));
    *tally.mutable_tally() = counter.ToTally(table.form);
    tally.set_state(sheet.sheet->state());
    if (!domain::HasReached(sheet.sheet->state(), sheets::v1::SHEET_STATE_CONFIRMED)) {
      totals.set_unconfirmed_sheet_count(totals.unconfirmed_sheet_count() + 1);
    }
    totals.set_goal_count(totals.goal_count() + tally.goal_count());
  }
}

void SumUpOverall(const FormTable& table, FormTotals& totals) {
  TallyCounter counter;
  sheets::v1::LeftOut& left_out = *totals.mutable_left_out();
  for (const TableSheet& sheet : table.sheets) {
    for (const domain::CountedRow& row : sheet.rows) {
      counter.Add(row);
      if (row.left_out == "RELISTED") {
        left_out.set_relisted_count(left_out.relisted_count() + 1);
      } else if (row.left_out == "OUT_OF_SCOPE") {
        left_out.set_out_of_scope_count(left_out.out_of_scope_count() + 1);
      } else if (row.left_out == "WITHDRAWN") {
        left_out.set_withdrawn_count(left_out.withdrawn_count() + 1);
      } else {
        if (row.rating_restored)
          totals.set_restored_rating_count(totals.restored_rating_count() + 1);
        if (row.row_restored) totals.set_restored_row_count(totals.restored_row_count() + 1);
      }
    }
  }
  *totals.mutable_overall() = counter.ToTally(table.form);
  left_out.set_unrated_count(counter.CountOf(""));
  left_out.set_not_evaluable_count(counter.not_evaluable_count());
}

// Marks are counted where they are printed: at every level, and also on goals that do not count.
void CountMarks(const FormTable& table, FormTotals& totals) {
  std::map<std::pair<std::string, std::string>, int32_t> counts;
  for (const TableSheet& sheet : table.sheets) {
    domain::VisitGoals(sheet.sheet->goals(), [&counts](const sheets::v1::Goal& goal, int) {
      for (const std::string& mark : goal.marks()) ++counts[{mark, goal.level()}];
    });
  }
  for (const forms::v1::Mark& mark : table.form.marks()) {
    for (const forms::v1::Level& level : table.form.levels()) {
      const auto found = counts.find({mark.key(), level.key()});
      if (found == counts.end()) continue;
      sheets::v1::MarkCount& count = *totals.add_marks();
      count.set_mark(mark.key());
      count.set_symbol(mark.symbol());
      *count.mutable_title() = mark.title();
      count.set_level(level.key());
      count.set_goal_count(found->second);
    }
  }
}

FormTotals SumUp(const FormTable& table, const UnitNames& names) {
  FormTotals totals;
  totals.set_form(table.form_id);
  *totals.mutable_title() = table.form.title();
  const forms::v1::Counting& counting = table.form.counting();
  totals.set_counted_level(counting.level());
  if (const forms::v1::Level* level = domain::FindLevel(table.form, counting.level())) {
    *totals.mutable_counted_level_title() = level->title();
  }
  totals.set_sheet_count(static_cast<int32_t>(table.sheets.size()));
  SumUpOverall(table, totals);
  if (counting.by_top_goal()) SumUpByTopGoal(table, totals);
  if (counting.by_responsible_unit()) SumUpByUnit(table, names, totals);
  SumUpBySheet(table, names, totals);
  CountMarks(table, totals);
  for (const TableSheet& sheet : table.sheets) {
    CompareDeclaredTotals(sheet, table.form, *totals.mutable_declared());
  }
  return totals;
}

}  // namespace

sheets::v1::YearlySummary SummarizeYear(const SummaryQuestion& question,
                                        std::vector<SheetWithForm> sheets,
                                        const domain::OrganizationState& organization) {
  const UnitNames names(question, organization);
  sheets::v1::YearlySummary summary;
  summary.set_parent(base::FormatCityName({question.city}));
  summary.set_org_unit(question.org_unit);
  summary.set_org_unit_display_name(names.Of(question.org_unit));
  summary.set_fiscal_year(question.fiscal_year);
  for (const FormTable& table : MakeFormTables(std::move(sheets))) {
    *summary.add_tables() = SumUp(table, names);
  }
  return summary;
}

}  // namespace mokuhyo::projection
