#include "libs/render/completeness_table.h"

#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mokuhyo::render {
namespace {

using forms::v1::Deadline;
using indicators::v1::CompletenessRow;
using indicators::v1::GetCompletenessResponse;

std::string SubjectLabel(Deadline::Subject subject, Language language) {
  switch (subject) {
    case Deadline::SUBJECT_GOALS:
      return Say(language, "目標の公表", "goals published");
    case Deadline::SUBJECT_RESULTS:
      return Say(language, "実績", "results");
    case Deadline::SUBJECT_EVALUATION:
      return Say(language, "評価の確定", "evaluation confirmed");
    case Deadline::SUBJECT_EDITION:
      return Say(language, "公表", "edition published");
    default:
      return "";
  }
}

// Whether the row is one of those that the total adds up.
bool IsPartOf(const CompletenessRow& row, const CompletenessRow& total) {
  const auto deadline_of = [](const CompletenessRow& one) {
    return std::tie(one.form(), one.deadline(), one.due_on());
  };
  return deadline_of(row) == deadline_of(total) && row.subject() == total.subject();
}

// The table of all deadlines.
class Drawing {
 public:
  Drawing(const GetCompletenessResponse& completeness, Language language)
      : language_(language), table_(ColumnsOf(language)) {
    for (const CompletenessRow& total : completeness.totals()) AddDeadline(total, completeness);
  }

  std::string Draw(const TableStyle& style) const { return table_.Draw(style); }

 private:
  static std::vector<Table::Column> ColumnsOf(Language language) {
    const auto figure = [language](const char* ja, const char* en) {
      return Table::Column{Say(language, ja, en), Align::kRight, 4};
    };
    return {{Say(language, "期限・組織", "Deadline, section"), Align::kLeft, 16},
            figure("対象", "Expected"),
            figure("済", "Done"),
            figure("期限内", "On time"),
            figure("遅れ", "Late"),
            figure("日不明", "Undated"),
            figure("未提出", "Missing"),
            figure("期限前", "Pending"),
            figure("空欄", "Blank")};
  }

  void AddDeadline(const CompletenessRow& total, const GetCompletenessResponse& completeness) {
    const std::string title =
        total.title().ja().empty() ? total.deadline() : Say(language_, total.title());
    table_.AddRule();
    table_.AddSpan(absl::StrCat(total.due_on(), " ", title, " (",
                                SubjectLabel(total.subject(), language_), ", ", total.form(), ")"));
    for (const CompletenessRow& row : completeness.rows()) {
      if (IsPartOf(row, total)) AddRow(NameOf(row), row, 2);
    }
    AddRow(Say(language_, "計", "All"), total, 2);
  }

  static std::string NameOf(const CompletenessRow& row) {
    return row.org_unit_display_name().empty() ? row.org_unit() : row.org_unit_display_name();
  }

  void AddRow(const std::string& name, const CompletenessRow& row, int indent) {
    std::vector<Table::Cell> cells = {{name, indent}};
    for (const int count :
         {row.expected_count(), row.reported_count(), row.on_time_count(), row.late_count(),
          row.undated_count(), row.missing_count(), row.pending_count(), row.blank_count()}) {
      cells.emplace_back(absl::StrCat(count));
    }
    table_.AddRow(std::move(cells));
  }

  const Language language_;
  Table table_;
};

std::string WrapAll(const std::string& line, const TableStyle& style) {
  std::string text;
  for (const auto& wrapped : Wrap(line, style.width, style.ambiguous)) {
    absl::StrAppend(&text, wrapped, "\n");
  }
  return text;
}

}  // namespace

std::string DrawCompleteness(const GetCompletenessResponse& completeness, Language language,
                             const TableStyle& style) {
  std::string text =
      completeness.totals().empty()
          ? WrapAll(Say(language, "期限を定めた様式のシートはありません",
                        "No sheet stands under a form with deadlines: nothing is expected"),
                    style)
          : Drawing(completeness, language).Draw(style);
  if (!completeness.units_without_sheet().empty()) {
    absl::StrAppend(
        &text, WrapAll(absl::StrCat(Say(language, "シートのない組織: ", "units without a sheet: "),
                                    absl::StrJoin(completeness.units_without_sheet(), ", ")),
                       style));
  }
  return text;
}

std::string DrawMissing(const indicators::v1::ListMissingResultsResponse& missing,
                        Language language, const TableStyle& style) {
  const auto say = [&](const char* ja, const char* en) { return Say(language, ja, en); };
  if (missing.missing().empty()) {
    return WrapAll(say("期限を過ぎて未提出の実績はありません", "No result is overdue"), style);
  }
  Table table({{say("期限", "Due"), Align::kLeft, 10},
               {say("遅れ日数", "Days late"), Align::kRight, 4},
               {say("担当", "Unit in charge"), Align::kLeft, 8},
               {"No.", Align::kLeft, 4},
               {say("指標", "Indicator"), Align::kLeft, 16},
               {say("時点", "Period"), Align::kLeft, 6}});
  for (const auto& result : missing.missing()) {
    table.AddRow({result.due_on(), absl::StrCat(result.days_late()),
                  result.org_unit_display_name().empty() ? result.org_unit()
                                                         : result.org_unit_display_name(),
                  result.label(), result.name(),
                  result.period().empty() ? say("年間", "year") : result.period()});
  }
  return table.Draw(style);
}

}  // namespace mokuhyo::render
