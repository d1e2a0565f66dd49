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

// The table of all tallies of a form.
class Tallies {
 public:
  // `differ`: percentages of the evaluable rows are others than those of all.
  Tallies(const FormTotals& totals, bool differ, Language language)
      : has_unrated_(totals.overall().unrated_count() > 0),
        differ_(differ),
        language_(language),
        table_(ColumnsOf(totals)) {}

  void AddRow(const std::string& title, const Tally& tally, int indent) {
    std::vector<Table::Cell> cells = {{title, indent}};
    cells.emplace_back(absl::StrCat(tally.row_count()));
    for (const auto& rating : tally.ratings()) cells.emplace_back(absl::StrCat(rating.row_count()));
    if (has_unrated_) cells.emplace_back(absl::StrCat(tally.unrated_count()));
    cells.emplace_back(Percent(tally.achieved_percent_of_all()));
    if (differ_) {
      cells.emplace_back(absl::StrCat(tally.evaluable_count()));
      cells.emplace_back(Percent(tally.achieved_percent_of_evaluable()));
    }
    table_.AddRow(std::move(cells));
  }

  void AddHeading(const char* heading) {
    table_.AddRule();
    table_.AddSpan(heading);
  }

  void AddGroups(const char* heading,
                 const google::protobuf::RepeatedPtrField<sheets::v1::GroupTally>& groups) {
    if (groups.empty()) return;
    AddHeading(heading);
    for (const auto& group : groups) {
      std::string name = absl::StrCat(group.key(), group.key().empty() ? "" : " ", group.title());
      if (name.empty()) name = Say(language_, "(番号も題もないもの)", "(without label and title)");
      AddRow(name, group.tally(), 2);
    }
  }

  std::string Draw(const TableStyle& style) const { return table_.Draw(style); }

 private:
  // Without rows there is none.
  static std::string Percent(const std::string& figure) {
    return figure.empty() ? "" : figure + "%";
  }

  std::vector<Table::Column> ColumnsOf(const FormTotals& totals) const {
    const auto say = [this](const char* ja, const char* en) { return Say(language_, ja, en); };
    std::vector<Table::Column> columns = {{say("区分", "Group"), Align::kLeft, 16},
                                          {say("件数", "Rows"), Align::kRight, 6}};
    for (const auto& rating : totals.overall().ratings()) {
      columns.push_back({rating.rating(), Align::kRight, 6});
    }
    if (has_unrated_) columns.push_back({say("評価なし", "No rating"), Align::kRight, 6});
    columns.push_back({say("達成率", "Achieved"), Align::kRight, 6});
    if (differ_) {
      columns.push_back({say("評価可能", "Evaluable"), Align::kRight, 6});
      columns.push_back({say("同達成率", "Of these"), Align::kRight, 6});
    }
    return columns;
  }

  const bool has_unrated_;
  const bool differ_;
  const Language language_;
  Table table_;
};

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
                       totals.counts_indicators() ? SayIt("集計した指標", "counted indicators")
                                                  : SayIt("集計した行", "counted rows"),
                       " ", totals.overall().row_count()));
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
    // Where every row could be evaluated, both percentages are the same.
    const bool differ = totals.overall().evaluable_count() != totals.overall().row_count();
    Tallies tallies(totals, differ, language_);
    tallies.AddRow(SayIt("全体", "All"), totals.overall(), 0);
    tallies.AddGroups(SayIt("最上位の目標別", "By top goal"), totals.groups());
    tallies.AddGroups(SayIt("指定した階層の目標別", "By goal of the level asked for"),
                      totals.levels());
    tallies.AddGroups(SayIt("担当別", "By unit in charge"), totals.units());
    // A section has one sheet, as a rule; then one list says both.
    const bool one_list = totals.sections_size() == totals.sheets_size();
    if (!one_list) tallies.AddGroups(SayIt("組織別", "By section"), totals.sections());
    tallies.AddHeading(one_list ? SayIt("組織別 (シート)", "By section (sheet)")
                                : SayIt("シート別", "By sheet"));
    for (const auto& sheet : totals.sheets()) tallies.AddRow(NameOf(sheet), sheet.tally(), 2);
    return tallies.Draw(style_);
  }

  void AddMarks(const FormTotals& totals) {
    for (const auto& mark : totals.marks()) {
      std::string line = absl::StrCat(
          SayIt("印", "mark"), " ", mark.symbol().empty() ? mark.mark() : mark.symbol(), " ",
          SayIt(mark.title()), ": ", mark.goal_count(), " (", mark.level(), ")");
      if (mark.tally().row_count() > 0) absl::StrAppend(&line, ", ", InWords(mark.tally()));
      Add(line);
    }
  }

  // `集計した行 3: 達成 1, 未達成 2`
  std::string InWords(const Tally& tally) const {
    std::vector<std::string> parts;
    for (const auto& rating : tally.ratings()) {
      if (rating.row_count() == 0) continue;
      parts.push_back(absl::StrCat(rating.rating(), " ", rating.row_count()));
    }
    if (tally.unrated_count() > 0) {
      parts.push_back(absl::StrCat(SayIt("評価なし", "no rating"), " ", tally.unrated_count()));
    }
    return absl::StrCat(SayIt("集計した行", "counted rows"), " ", tally.row_count(), ": ",
                        absl::StrJoin(parts, ", "));
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
