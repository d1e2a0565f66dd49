#include "libs/render/sheet_table.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/render/form_titles.h"
#include "libs/render/goal_words.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Goal;
using sheets::v1::Indicator;
using sheets::v1::Sheet;

// Columns for past years; a sheet of many would leave no room for the words.
constexpr size_t kMaxPastYears = 5;

// Which columns have anything in them.
struct Columns {
  bool label = false;
  bool indicator = false;
  bool unit = false;
  std::set<int> past_years = {};
  bool target = false;
  bool result = false;
  bool rating = false;
  bool responsible = false;

  void See(const Goal& goal) {
    label |= !goal.label().empty();
    responsible |= goal.has_responsible_unit();
    rating |= goal.evaluation().has_rating();
    for (const Indicator& indicator_ : goal.indicators()) See(indicator_);
    for (const Goal& child : goal.goals()) See(child);
  }

  void See(const Indicator& seen) {
    indicator |= !seen.name().empty() || !seen.label().empty();
    unit |= !seen.unit().empty();
    target |= seen.has_target();
    result |= seen.has_result();
    rating |= seen.evaluation().has_rating();
    for (const auto& past : seen.past()) {
      past_years.insert(past.fiscal_year());
      if (past_years.size() > kMaxPastYears) past_years.erase(past_years.begin());
    }
  }
};

std::string Joined(std::initializer_list<std::string_view> parts, std::string_view separator) {
  std::string joined;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!joined.empty()) joined += separator;
    joined += part;
  }
  return joined;
}

// The tree of goals as one table.
class GoalTable {
 public:
  GoalTable(const Sheet& sheet, const SheetTableOptions& options)
      : options_(options),
        titles_(options.form, options.language),
        columns_(ColumnsOf(sheet)),
        table_(Head()) {
    for (const Goal& goal : sheet.goals()) Add(goal, 0);
  }

  std::string Draw() const { return table_.Draw(options_.style); }

 private:
  static Columns ColumnsOf(const Sheet& sheet) {
    Columns columns;
    for (const Goal& goal : sheet.goals()) columns.See(goal);
    return columns;
  }

  const char* SayIt(const char* ja, const char* en) const { return Say(options_.language, ja, en); }

  std::vector<Table::Column> Head() const {
    std::vector<Table::Column> head;
    if (columns_.label) head.push_back({"No.", Align::kLeft, 4});
    head.push_back({SayIt("目標", "Goal"), Align::kLeft, 16});
    if (columns_.indicator) head.push_back({SayIt("指標", "Indicator"), Align::kLeft, 12});
    if (columns_.unit) head.push_back({SayIt("単位", "Unit"), Align::kLeft, 4});
    for (const int year : columns_.past_years) {
      head.push_back({ShortFiscalYearLabel(year, options_.language), Align::kRight, 6});
    }
    if (columns_.target) head.push_back({SayIt("目標値", "Target"), Align::kRight, 6});
    if (columns_.result) head.push_back({SayIt("実績", "Result"), Align::kRight, 6});
    if (columns_.rating) head.push_back({SayIt("評価", "Rating"), Align::kLeft, 6});
    if (columns_.responsible) head.push_back({SayIt("担当", "Unit in charge"), Align::kLeft, 6});
    return head;
  }

  // Headings go over all columns, everything that has figures or a rating into them.
  void Add(const Goal& goal, int depth) {
    const int indent = depth * (options_.style.width >= 100 ? 2 : 1);
    const bool is_heading =
        goal.indicators().empty() && !goal.evaluation().has_rating() && !goal.goals().empty();
    if (!is_heading || !after_heading_) table_.AddRule();
    if (is_heading) {
      table_.AddSpan({HeadingText(goal), indent});
    } else {
      AddRows(goal, indent);
    }
    if (options_.comments) {
      for (const std::string& line : GoalWords(goal, titles_, options_.language)) {
        table_.AddSpan({line, indent + 4});
      }
    }
    after_heading_ = is_heading;
    for (const Goal& child : goal.goals()) Add(child, depth + 1);
  }

  std::string HeadingText(const Goal& goal) const {
    const std::string place = Joined({titles_.Level(goal.level()), goal.label()}, " ");
    return Joined({Heading(place, options_.language), TitleText(goal)}, " ");
  }

  std::string TitleText(const Goal& goal) const {
    std::vector<std::string> marks;
    for (const auto& mark : goal.marks()) marks.push_back(titles_.Mark(mark));
    std::string reason;
    if (goal.has_not_counted()) {
      reason = absl::StrCat("(", NotCountedLabel(goal.not_counted().reason(), options_.language),
                            goal.not_counted().counted_at().empty() ? "" : ": ",
                            goal.not_counted().counted_at(), ")");
    }
    // Rows of a goal that spans several often have no title but what is done.
    const std::string title =
        goal.title().empty() ? absl::StrJoin(goal.initiatives(), " / ") : goal.title();
    return Joined({title, goal.subtitle(), absl::StrJoin(marks, " "), reason,
                   goal.withdrawn() ? SayIt("(取下げ)", "(withdrawn)") : ""},
                  " ");
  }

  void AddRows(const Goal& goal, int indent) {
    const int rows = std::max(1, goal.indicators_size());
    for (int i = 0; i < rows; ++i) {
      const Indicator* indicator = i < goal.indicators_size() ? &goal.indicators(i) : nullptr;
      AddRow(i == 0 ? &goal : nullptr, indicator, indent);
    }
  }

  void AddRow(const Goal* goal, const Indicator* indicator, int indent) {
    const Indicator& shown = indicator != nullptr ? *indicator : Indicator::default_instance();
    std::vector<Table::Cell> cells;
    if (columns_.label) cells.emplace_back(goal != nullptr ? goal->label() : "");
    cells.emplace_back(goal != nullptr ? TitleText(*goal) : "", indent);
    if (columns_.indicator) cells.emplace_back(Joined({shown.label(), shown.name()}, " "));
    if (columns_.unit) cells.emplace_back(shown.unit());
    for (const int year : columns_.past_years) {
      const auto past =
          std::find_if(shown.past().begin(), shown.past().end(),
                       [&](const auto& value) { return value.fiscal_year() == year; });
      cells.emplace_back(past != shown.past().end() ? past->value().text() : "");
    }
    if (columns_.target) cells.emplace_back(shown.target().text());
    if (columns_.result) cells.emplace_back(shown.result().text());
    if (columns_.rating) {
      cells.emplace_back(Joined(
          {goal != nullptr ? goal->evaluation().rating() : "", shown.evaluation().rating()}, " "));
    }
    if (columns_.responsible)
      cells.emplace_back(goal != nullptr ? UnitName(goal->responsible_unit()) : "");
    table_.AddRow(std::move(cells));
  }

  std::string UnitName(const std::string& id) const {
    const auto name = options_.unit_names.find(id);
    return name != options_.unit_names.end() ? name->second : id;
  }

  const SheetTableOptions& options_;
  const FormTitles titles_;
  const Columns columns_;
  Table table_;
  bool after_heading_ = false;
};

// What stands before and after the table.
class SheetText {
 public:
  SheetText(const Sheet& sheet, const SheetTableOptions& options)
      : sheet_(sheet), options_(options), titles_(options.form, options.language) {}

  std::string Draw() {
    AddHead();
    AddTexts(titles_.OfStage(sheet_.texts(), false));
    if (sheet_.goals().empty()) {
      Add(SayIt("(目標はまだありません)", "(no goals yet)"));
    } else {
      text_ += "\n" + GoalTable(sheet_, options_).Draw();
    }
    AddTexts(titles_.OfStage(sheet_.texts(), true));
    AddTail();
    return std::move(text_);
  }

 private:
  const char* SayIt(const char* ja, const char* en) const { return Say(options_.language, ja, en); }

  void Add(std::string_view line, int indent = 0) {
    for (const auto& wrapped :
         Wrap(line, options_.style.width - indent, options_.style.ambiguous)) {
      absl::StrAppend(&text_, std::string(wrapped.empty() ? 0 : static_cast<size_t>(indent), ' '),
                      wrapped, "\n");
    }
  }

  // `label value`, or nothing where there is no value.
  std::string Field(const char* ja, const char* en, const std::string& value) const {
    return value.empty() ? "" : absl::StrCat(SayIt(ja, en), " ", value);
  }

  void AddHead() {
    for (const std::string& line : {sheet_.title(), sheet_.subtitle()}) {
      if (!line.empty()) Add(line);
    }
    const auto name = options_.unit_names.find(sheet_.org_unit());
    Add(Joined({name != options_.unit_names.end() ? name->second : sheet_.org_unit(),
                FiscalYearLabel(sheet_.fiscal_year(), options_.language),
                absl::StrCat("[", StateLabel(sheet_.state(), options_.language), "]"),
                sheet_.replacement() ? SayIt("差し替え", "replacement") : "",
                sheet_.transcribed() ? SayIt("(転記)", "(transcribed)") : ""},
               "  "));
    const std::string printed =
        Joined({Field("作成日", "created", sheet_.created_on()),
                Field("修正日", "revised", sheet_.revised_on()),
                Field("評価日", "evaluated", sheet_.evaluated_on()),
                Field("連絡先", "contact", sheet_.contact()),
                Field("資料番号", "material no.", sheet_.material_number())},
               "  ");
    if (!printed.empty()) Add(printed);
    const std::string form = absl::StrCat(sheet_.form(), " v", sheet_.form_version());
    Add(Joined(
        {Field("様式", "form",
               options_.form == nullptr
                   ? form
                   : absl::StrCat(Say(options_.language, options_.form->title()), " (", form, ")")),
         sheet_.name()},
        "  "));
  }

  void AddTexts(const std::vector<FormTitles::Text>& texts) {
    for (const auto& [title, text] : texts) {
      Add("\n" + Heading(title, options_.language));
      Add(text, 2);
    }
  }

  void AddTail() {
    if (sheet_.declared_totals_size() > 0)
      Add("\n" + Heading(SayIt("申告された合計", "Declared totals"), options_.language));
    for (const auto& declared : sheet_.declared_totals()) {
      std::string line = declared.scope().empty() ? SayIt("全体", "all") : declared.scope();
      if (declared.has_total()) absl::StrAppend(&line, ": ", declared.total());
      for (const auto& [rating, count] :
           std::map<std::string, int>(declared.counts().begin(), declared.counts().end())) {
        absl::StrAppend(&line, "  ", rating, " ", count);
      }
      Add(line, 2);
    }
    if (sheet_.notes_size() > 0) Add("\n" + Heading(SayIt("注", "Notes"), options_.language));
    for (const auto& note : sheet_.notes()) Add(note, 2);
    if (options_.comments) {
      for (const auto& note : sheet_.editorial()) Add(EditorialLine(note, options_.language), 2);
    }
    for (const auto& edition : sheet_.editions()) {
      Add(absl::StrCat("\n", SayIt("版", "edition"), " ", edition.number(), "  ",
                       edition.published_on(), "  sha256 ", edition.digest()));
      if (edition.redacted()) {
        Add(SayIt("個人情報を削除しました。sha256 は公表したときのものです",
                  "personal data were removed; the sha256 is that of what was published"),
            2);
      }
    }
  }

  const Sheet& sheet_;
  const SheetTableOptions& options_;
  const FormTitles titles_;
  std::string text_;
};

}  // namespace

std::string DrawSheet(const Sheet& sheet, const SheetTableOptions& options) {
  return SheetText(sheet, options).Draw();
}

}  // namespace mokuhyo::render
