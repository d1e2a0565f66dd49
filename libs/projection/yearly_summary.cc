#include "libs/projection/yearly_summary.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "libs/base/resource_name.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/sheet/sheet_state.h"
#include "libs/projection/declared_totals.h"
#include "libs/projection/form_table.h"
#include "libs/projection/level_groups.h"
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

// Counts rows by group, groups in the order in which they come.
class Groups {
 public:
  void Add(const GroupKey& key, const domain::CountedRow& row) {
    const auto [place, is_new] = places_.emplace(key, groups_.size());
    if (is_new) groups_.emplace_back(key, TallyCounter());
    groups_[place->second].second.Add(row);
  }

  // Puts the group without key and title, if there is one, behind the others.
  void MoveRestLast() {
    const auto rest = std::find_if(groups_.begin(), groups_.end(),
                                   [](const auto& group) { return group.first == GroupKey{}; });
    if (rest != groups_.end()) std::rotate(rest, rest + 1, groups_.end());
  }

  void To(const forms::v1::Form& form, google::protobuf::RepeatedPtrField<GroupTally>& to) const {
    for (const auto& [key, counter] : groups_) {
      GroupTally& group = *to.Add();
      group.set_key(key.key);
      group.set_title(key.title);
      *group.mutable_tally() = counter.ToTally(form);
    }
  }

 private:
  std::vector<std::pair<GroupKey, TallyCounter>> groups_;
  std::map<GroupKey, size_t> places_;
};

void SumUpByTopGoal(const FormTable& table, FormTotals& totals) {
  Groups groups;
  for (const TableSheet& sheet : table.sheets) {
    for (const domain::CountedRow& row : sheet.rows) {
      groups.Add({row.top->label(), row.top->title()}, row);
    }
  }
  groups.To(table.form, *totals.mutable_groups());
}

void SumUpByLevel(const FormTable& table, const std::string& level, FormTotals& totals) {
  if (domain::FindLevel(table.form, level) == nullptr) return;
  Groups groups;
  for (const TableSheet& sheet : table.sheets) {
    const LevelGoals goals(*sheet.sheet, level);
    for (const domain::CountedRow& row : sheet.rows) groups.Add(goals.Of(row), row);
  }
  groups.MoveRestLast();
  groups.To(table.form, *totals.mutable_levels());
}

// Adds the counts of units, ordered by id.
void AddUnits(const std::map<std::string, TallyCounter>& units, const forms::v1::Form& form,
              const UnitNames& names, google::protobuf::RepeatedPtrField<GroupTally>& to) {
  for (const auto& [unit, counter] : units) {
    GroupTally& group = *to.Add();
    group.set_key(unit);
    group.set_title(names.Of(unit));
    *group.mutable_tally() = counter.ToTally(form);
  }
}

void SumUpByUnit(const FormTable& table, const UnitNames& names, FormTotals& totals) {
  std::map<std::string, TallyCounter> units;
  for (const TableSheet& sheet : table.sheets) {
    for (const domain::CountedRow& row : sheet.rows) units[row.responsible_unit].Add(row);
  }
  AddUnits(units, table.form, names, *totals.mutable_units());
}

void SumUpBySection(const FormTable& table, const UnitNames& names, FormTotals& totals) {
  std::map<std::string, TallyCounter> sections;
  for (const TableSheet& sheet : table.sheets) {
    TallyCounter& section = sections[sheet.sheet->org_unit()];
    for (const domain::CountedRow& row : sheet.rows) section.Add(row);
  }
  AddUnits(sections, table.form, names, *totals.mutable_sections());
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
    tally.set_goal_count(sheet.goal_count);
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

// Goals that bear a mark, and the rows that they make.
struct Marked {
  int32_t goal_count = 0;
  TallyCounter rows;
};

// Marks are counted where they are printed: at every level, and also on goals that do not count.
void CountMarks(const FormTable& table, FormTotals& totals) {
  // By mark and level.
  std::map<std::pair<std::string, std::string>, Marked> marked;
  for (const TableSheet& sheet : table.sheets) {
    domain::VisitGoals(sheet.sheet->goals(), [&](const sheets::v1::Goal& goal, int) {
      for (const std::string& mark : goal.marks()) ++marked[{mark, goal.level()}].goal_count;
    });
    for (const domain::CountedRow& row : sheet.rows) {
      for (const std::string& mark : row.goal->marks()) {
        marked[{mark, row.goal->level()}].rows.Add(row);
      }
    }
  }
  for (const forms::v1::Mark& mark : table.form.marks()) {
    for (const forms::v1::Level& level : table.form.levels()) {
      const auto found = marked.find({mark.key(), level.key()});
      if (found == marked.end()) continue;
      sheets::v1::MarkCount& count = *totals.add_marks();
      count.set_mark(mark.key());
      count.set_symbol(mark.symbol());
      *count.mutable_title() = mark.title();
      count.set_level(level.key());
      count.set_goal_count(found->second.goal_count);
      *count.mutable_tally() = found->second.rows.ToTally(table.form);
    }
  }
}

FormTotals SumUp(const FormTable& table, const std::string& group_level, const UnitNames& names) {
  FormTotals totals;
  totals.set_form(table.form_id);
  *totals.mutable_title() = table.form.title();
  const forms::v1::Counting& counting = table.form.counting();
  totals.set_counted_level(counting.level());
  if (const forms::v1::Level* level = domain::FindLevel(table.form, counting.level())) {
    *totals.mutable_counted_level_title() = level->title();
  }
  totals.set_counts_indicators(counting.indicators());
  totals.set_sheet_count(static_cast<int32_t>(table.sheets.size()));
  SumUpOverall(table, totals);
  if (counting.by_top_goal()) SumUpByTopGoal(table, totals);
  if (counting.by_responsible_unit()) SumUpByUnit(table, names, totals);
  if (!group_level.empty()) SumUpByLevel(table, group_level, totals);
  SumUpBySection(table, names, totals);
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
    *summary.add_tables() = SumUp(table, question.group_level, names);
  }
  return summary;
}

}  // namespace mokuhyo::projection
