#include "libs/domain/evaluation/counted_rows.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/domain/evaluation/suggest.h"

namespace mokuhyo::domain {
namespace {

using sheets::v1::Goal;

// The evaluation of an indicator among the fields of its goal.
std::string EvaluationPath(int indicator) {
  return absl::StrCat("indicators[", indicator, "].evaluation");
}

bool IsRestored(const Goal& goal, std::string_view field) {
  return std::any_of(goal.editorial().begin(), goal.editorial().end(), [&](const auto& note) {
    return note.kind() == documents::v1::EditorialNote::RESTORED && note.field() == field;
  });
}

// Walks the tree with the row that a goal would make; what is above is in it already.
class Walk {
 public:
  explicit Walk(const forms::v1::Form& form) : form_(form), counting_(form.counting()) {}

  void Visit(const Goal& goal, const CountedRow& above) {
    const CountedRow row = RowOf(goal, above);
    if (goal.level() == counting_.level()) {
      ++counted_.goal_count;
      Add(goal, row);
      return;
    }
    for (const Goal& child : goal.goals()) Visit(child, row);
  }

  CountedSheet Take() { return std::move(counted_); }

 private:
  CountedRow RowOf(const Goal& goal, const CountedRow& above) const {
    CountedRow row = above;
    row.counted = &goal;
    row.goal = &goal;
    if (row.top == nullptr) row.top = &goal;
    row.path.push_back(goal.label());
    if (goal.has_responsible_unit()) row.responsible_unit = goal.responsible_unit();
    row.withdrawn = row.withdrawn || goal.withdrawn();
    if (row.counts()) LeaveOut(goal, row);
    row.rating = goal.evaluation().rating();
    row.rating_class = ClassOf(form_, row.rating);
    row.rating_restored = !row.rating.empty() && IsRestored(goal, "evaluation.rating");
    row.row_restored = IsRestored(goal, "");
    row.needs_rating = !form_.rates_indicators();
    return row;
  }

  void LeaveOut(const Goal& goal, CountedRow& row) const {
    if (goal.withdrawn() && counting_.withdrawn() != forms::v1::WITHDRAWN_COUNTING_COUNTED) {
      row.left_out = "WITHDRAWN";
    } else if (goal.has_not_counted()) {
      row.left_out = documents::v1::NotCounted::Reason_Name(goal.not_counted().reason());
      row.counted_at = goal.not_counted().counted_at();
    }
  }

  void Add(const Goal& goal, const CountedRow& row) {
    if (counting_.indicators()) return AddIndicators(goal, row);
    std::vector<CountedRow> split;
    if (row.rating.empty() && row.counts() && !counting_.split_level().empty()) {
      split = RatedRowsOf(goal, row);
    }
    // Rows that are all left out take nothing from the goal itself, which still counts.
    if (std::none_of(split.begin(), split.end(), [](const CountedRow& r) { return r.counts(); })) {
      counted_.rows.push_back(row);
      return;
    }
    std::move(split.begin(), split.end(), std::back_inserter(counted_.rows));
  }

  void AddIndicators(const Goal& goal, const CountedRow& row) {
    for (int i = 0; i < goal.indicators_size(); ++i) {
      CountedRow& added = counted_.rows.emplace_back(row);
      added.indicator = &goal.indicators(i);
      added.rating = added.indicator->evaluation().rating();
      added.rating_class = ClassOf(form_, added.rating);
      added.rating_restored =
          !added.rating.empty() && IsRestored(goal, EvaluationPath(i) + ".rating");
      added.needs_rating = true;
    }
  }

  std::vector<CountedRow> RatedRowsOf(const Goal& goal, const CountedRow& row) const {
    std::vector<CountedRow> split;
    for (const Goal& child : goal.goals()) {
      if (child.level() != counting_.split_level()) continue;
      CountedRow rated = RowOf(child, row);
      rated.counted = &goal;
      if (!rated.rating.empty()) split.push_back(std::move(rated));
    }
    return split;
  }

  const forms::v1::Form& form_;
  const forms::v1::Counting& counting_;
  CountedSheet counted_;
};

}  // namespace

std::vector<CountedRow> CountedRows(const sheets::v1::Sheet& sheet, const forms::v1::Form& form) {
  return CountSheet(sheet, form).rows;
}

CountedSheet CountSheet(const sheets::v1::Sheet& sheet, const forms::v1::Form& form) {
  if (!form.has_counting()) return {};
  Walk walk(form);
  CountedRow above;
  above.responsible_unit = sheet.org_unit();
  for (const Goal& goal : sheet.goals()) walk.Visit(goal, above);
  return walk.Take();
}

bool LacksRating(const CountedRow& row) {
  if (!row.counts() || row.withdrawn || !row.needs_rating || !row.rating.empty()) return false;
  const std::string evaluation = EvaluationFieldOf(row);
  const auto& blank = row.goal->intentionally_blank();
  return std::none_of(blank.begin(), blank.end(), [&evaluation](const std::string& path) {
    return path == evaluation + ".rating" || path == evaluation;
  });
}

std::string EvaluationFieldOf(const CountedRow& row) {
  if (row.indicator == nullptr) return "evaluation";
  const auto& all = row.goal->indicators();
  const auto found = std::find_if(all.begin(), all.end(), [&row](const auto& indicator) {
    return &indicator == row.indicator;
  });
  return EvaluationPath(static_cast<int>(found - all.begin()));
}

std::string JoinLabels(const std::vector<std::string>& path) {
  std::vector<std::string> labels;
  std::copy_if(path.begin(), path.end(), std::back_inserter(labels),
               [](const std::string& label) { return !label.empty(); });
  return absl::StrJoin(labels, "/");
}

}  // namespace mokuhyo::domain
