#include "libs/render/summary_table.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/render/declared_table.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::FormTotals;
using sheets::v1::Tally;

class Summary {
 public:
  Summary(Language language, const TableStyle& style) : language_(language), style_(style) {}

  void AddHead(const sheets::v1::YearlySummary& summary) {
    Add(absl::StrCat(summary.org_unit_display_name().empty() ? summary.org_unit()
                                                             : summary.org_unit_display_name(),
                     "  ", FiscalYearLabel(summary.fiscal_year(), language_), "  ",
                     SayIt("年度集計", "yearly summary")));
    if (summary.tables().empty())
      Add(SayIt("この年度のシートはありません", "no sheets in this year"));
  }

  void AddForm(const FormTotals& totals) {
    Add(absl::StrCat("\n■ ", SayIt(totals.title()), " (", totals.form(), ")"));
    if (totals.counted_level().empty()) {
      Add(SheetsOf(totals) + SayIt("、この様式は集計しません", "; this form counts nothing"));
      AddMarks(totals);
    } else {
      Add(absl::StrCat(SheetsOf(totals), ", ", SayIt("数える単位", "counted level"), " ",
                       SayIt(totals.counted_level_title()), " ", totals.goal_count(), ", ",
                       SayIt("集計した行", "counted rows"), " ", totals.overall().row_count()));
      text_ += TalliesOf(totals);
      AddMarks(totals);
      AddLeftOut(totals);
    }
    const std::string declared = DrawDeclared(totals, language_, style_);
    if (!declared.empty()) text_ += "\n" + declared;
  }

  std::string Take() { return std::move(text_); }

 private:
  const char* SayIt(const char* ja, const char* en) const { return Say(language_, ja, en); }

  const std::string& SayIt(const common::v1::LocalizedText& text) const {
    return Say(language_, text);
  }

  // How many sheets there are, and how many of them are provisional.
  std::string SheetsOf(const FormTotals& totals) const {
    std::string text = absl::StrCat(SayIt("シート", "sheets"), " ", totals.sheet_count());
    if (totals.unconfirmed_sheet_count() > 0) {
      absl::StrAppend(&text, SayIt(" (うち未確定 ", " ("), totals.unconfirmed_sheet_count(),
                      SayIt(" シート)", " of them not confirmed)"));
    }
    return text;
  }

  // What a sheet is called among the others; one that is provisional says how far it is.
  std::string NameOf(const sheets::v1::SheetTally& sheet) const {
    std::string name = absl::StrCat(sheet.org_unit_display_name(), " ",
                                    sheet.sheet().substr(sheet.sheet().rfind('/') + 1));
    const std::string state = StateLabel(sheet.state(), language_);
    const bool is_of_record = sheet.state() == sheets::v1::SHEET_STATE_CONFIRMED ||
                              sheet.state() == sheets::v1::SHEET_STATE_EDITION_PUBLISHED;
    if (!is_of_record && !state.empty()) absl::StrAppend(&name, " (", state, ")");
    return name;
  }

  void Add(const std::string& line) {
    for (const auto& wrapped : Wrap(line, style_.width, style_.ambiguous))
      absl::StrAppend(&text_, wrapped, "\n");
  }

  std::string TalliesOf(const FormTotals& totals) const {
    std::vector<Table::Column> columns = {{SayIt("区分", "Group"), Align::kLeft, 16},
                                          {SayIt("件数", "Rows"), Align::kRight, 6}};
    for (const auto& rating : totals.overall().ratings())
      columns.push_back({rating.rating(), Align::kRight, 6});
    const bool has_unrated = totals.overall().unrated_count() > 0;
    const bool has_not_evaluable = totals.left_out().not_evaluable_count() > 0;
    if (has_unrated) columns.push_back({SayIt("評価なし", "No rating"), Align::kRight, 6});
    if (has_not_evaluable) columns.push_back({SayIt("評価可能", "Evaluable"), Align::kRight, 6});

    Table table(std::move(columns));
    const auto add_row = [&](const std::string& title, const Tally& tally, int indent) {
      std::vector<Table::Cell> cells = {{title, indent}};
      cells.emplace_back(absl::StrCat(tally.row_count()));
      for (const auto& rating : tally.ratings())
        cells.emplace_back(absl::StrCat(rating.row_count()));
      if (has_unrated) cells.emplace_back(absl::StrCat(tally.unrated_count()));
      if (has_not_evaluable) cells.emplace_back(absl::StrCat(tally.evaluable_count()));
      table.AddRow(std::move(cells));
    };
    const auto add_groups = [&](const char* heading, const auto& groups) {
      if (groups.empty()) return;
      table.AddRule();
      table.AddSpan(heading);
      for (const auto& group : groups) {
        add_row(absl::StrCat(group.key(), group.key().empty() ? "" : " ", group.title()),
                group.tally(), 2);
      }
    };
    add_row(SayIt("全体", "All"), totals.overall(), 0);
    add_groups(SayIt("最上位の目標別", "By top goal"), totals.groups());
    add_groups(SayIt("担当別", "By unit in charge"), totals.units());
    table.AddRule();
    table.AddSpan(SayIt("シート別", "By sheet"));
    for (const auto& sheet : totals.sheets()) {
      add_row(NameOf(sheet), sheet.tally(), 2);
    }
    return table.Draw(style_);
  }

  void AddMarks(const FormTotals& totals) {
    for (const auto& mark : totals.marks()) {
      Add(absl::StrCat(SayIt("印", "mark"), " ",
                       mark.symbol().empty() ? mark.mark() : mark.symbol(), " ",
                       SayIt(mark.title()), ": ", mark.goal_count(), " (", mark.level(), ")"));
    }
  }

  void AddLeftOut(const FormTotals& totals) {
    const auto& left = totals.left_out();
    std::vector<std::string> parts;
    const auto part = [&](const char* ja, const char* en, int count) {
      if (count > 0) parts.push_back(absl::StrCat(SayIt(ja, en), " ", count));
    };
    part("再掲", "relisted", left.relisted_count());
    part("集計対象外", "out of scope", left.out_of_scope_count());
    part("取下げ", "withdrawn", left.withdrawn_count());
    Add(absl::StrCat(SayIt("集計から除いたもの", "left out"), ": ",
                     parts.empty() ? SayIt("なし", "nothing") : absl::StrJoin(parts, ", ")));
    parts.clear();
    part("評価なし", "no rating", left.unrated_count());
    part("評価不能", "not evaluable", left.not_evaluable_count());
    if (!parts.empty()) {
      Add(absl::StrCat(SayIt("数えたうち", "of those counted"), ": ", absl::StrJoin(parts, ", ")));
    }
    if (totals.restored_rating_count() > 0) {
      Add(absl::StrCat(SayIt("うち", "ratings restored by the transcriber: "),
                       totals.restored_rating_count(), SayIt("件の評価は転記者が補ったもの", "")));
    }
    if (totals.restored_row_count() > 0) {
      Add(absl::StrCat(SayIt("うち", "rows whose content is lost: "), totals.restored_row_count(),
                       SayIt("行は内容が失われ、行だけを補ったもの", "")));
    }
  }

  const Language language_;
  const TableStyle& style_;
  std::string text_;
};

}  // namespace

std::string DrawSummary(const sheets::v1::YearlySummary& summary, Language language,
                        const TableStyle& style) {
  Summary drawing(language, style);
  drawing.AddHead(summary);
  for (const FormTotals& totals : summary.tables()) drawing.AddForm(totals);
  return drawing.Take();
}

}  // namespace mokuhyo::render
