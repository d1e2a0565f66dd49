#include "libs/render/trend_table.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Trend;
using sheets::v1::TrendBreak;
using sheets::v1::TrendLine;
using sheets::v1::TrendPoint;

constexpr char kGap[] = "—";

std::string GapLabel(TrendPoint::Gap gap, Language language) {
  switch (gap) {
    case TrendPoint::GAP_NO_INDICATOR:
      return Say(language, "指標なし", "no indicator");
    case TrendPoint::GAP_NO_RESULT:
      return Say(language, "実績未報告", "no result");
    case TrendPoint::GAP_NO_NUMBER:
      return Say(language, "数値でない", "no number");
    case TrendPoint::GAP_DISAGREEMENT:
      return Say(language, "文書間で値が異なる", "documents disagree");
    case TrendPoint::GAP_NO_RATIO:
      return Say(language, "分子・分母の不明な組織がある",
                 "a unit without numerator and denominator");
    default:
      return "";
  }
}

std::string NameOf(const TrendLine& line) {
  return line.org_unit_display_name().empty() ? line.org_unit() : line.org_unit_display_name();
}

// The years of gaps for one reason, neighbours as one range: `令和元～令和3, 令和5`.
class Years {
 public:
  explicit Years(Language language) : language_(language) {}

  void Add(int year, const std::string& printed) {
    if (printed.empty() && !ranges_.empty() && ranges_.back().printed.empty() &&
        ranges_.back().last == year - 1) {
      ranges_.back().last = year;
    } else {
      ranges_.push_back({year, year, printed});
    }
  }

  bool empty() const { return ranges_.empty(); }

  std::string Text() const {
    return absl::StrJoin(ranges_, ", ", [this](std::string* text, const Range& range) {
      absl::StrAppend(text, ShortFiscalYearLabel(range.first, language_));
      if (range.last > range.first) {
        absl::StrAppend(text, Say(language_, "～", "-"),
                        ShortFiscalYearLabel(range.last, language_));
      }
      if (!range.printed.empty())
        absl::StrAppend(text, Say(language_, "「", " \""), range.printed,
                        Say(language_, "」", "\""));
    });
  }

 private:
  struct Range {
    int first;
    int last;
    std::string printed;
  };

  const Language language_;
  std::vector<Range> ranges_;
};

class Drawing {
 public:
  Drawing(const Trend& trend, Language language, const TableStyle& style)
      : trend_(trend), language_(language), style_(style) {}

  std::string Draw() {
    AddHead();
    if (trend_.lines().empty()) {
      AddWrapped(Say(language_, "この組織にこの系列の指標はありません",
                     "No indicator of this series is in a sheet of this unit"));
      return std::move(text_);
    }
    AddTable();
    AddGaps();
    if (has_typed_in_) {
      AddWrapped(Say(language_,
                     "* その年度のシートにはなく、後のシートに過去の値として記入されたもの",
                     "* not in a sheet of the year: typed in as a past value in a later one"));
    }
    for (const TrendBreak& one : trend_.breaks()) AddBreak(one);
    for (const TrendLine& line : trend_.lines()) AddPredecessors(line);
    return std::move(text_);
  }

 private:
  void AddWrapped(const std::string& line) {
    for (const auto& wrapped : Wrap(line, style_.width, style_.ambiguous))
      absl::StrAppend(&text_, wrapped, "\n");
  }

  void AddHead() {
    const std::string unit =
        trend_.unit().empty()
            ? ""
            : absl::StrCat(Say(language_, "（", " ("), trend_.unit(), Say(language_, "）", ")"));
    AddWrapped(absl::StrCat(trend_.name(), unit));
    AddWrapped(absl::StrCat(Say(language_, "系列 ", "series "), trend_.series()));
  }

  bool BreaksIn(int year) const {
    return std::any_of(trend_.breaks().begin(), trend_.breaks().end(),
                       [year](const TrendBreak& one) { return one.fiscal_year() == year; });
  }

  void AddTable() {
    std::vector<Table::Column> columns = {{Say(language_, "組織", "Unit"), Align::kLeft, 10}};
    for (int year = trend_.first_fiscal_year(); year <= trend_.last_fiscal_year(); ++year) {
      columns.push_back(
          {absl::StrCat(BreaksIn(year) ? "|" : "", ShortFiscalYearLabel(year, language_)),
           Align::kRight, 5});
    }
    Table table(std::move(columns));
    for (const TrendLine& line : trend_.lines()) {
      std::vector<Table::Cell> cells = {NameOf(line)};
      for (const TrendPoint& point : line.points()) cells.emplace_back(CellOf(point));
      table.AddRow(std::move(cells));
    }
    if (!trend_.rolled_up().empty()) AddRolledUp(table);
    absl::StrAppend(&text_, table.Draw(style_));
  }

  std::string CellOf(const TrendPoint& point) {
    if (point.gap() != TrendPoint::GAP_UNSPECIFIED) return kGap;
    has_typed_in_ = has_typed_in_ || point.typed_in();
    return absl::StrCat(point.typed_in() ? "*" : "", point.number());
  }

  void AddRolledUp(Table& table) const {
    std::vector<Table::Cell> ratios = {
        Say(language_, "全体 (分子の計÷分母の計)", "All (sum over sum)")};
    std::vector<Table::Cell> sums = {{Say(language_, "分子/分母", "sums"), 2}};
    for (const TrendPoint& point : trend_.rolled_up()) {
      const bool is_gap = point.gap() != TrendPoint::GAP_UNSPECIFIED;
      ratios.emplace_back(is_gap ? kGap : absl::StrCat(point.number(), "%"));
      sums.emplace_back(is_gap ? "" : absl::StrCat(point.numerator(), "/", point.denominator()));
    }
    table.AddRule();
    table.AddRow(std::move(ratios));
    table.AddRow(std::move(sums));
  }

  void AddGaps() {
    for (int gap = TrendPoint::Gap_MIN; gap <= TrendPoint::Gap_MAX; ++gap) {
      if (gap == TrendPoint::GAP_UNSPECIFIED) continue;
      std::vector<std::string> where;
      for (const TrendLine& line : trend_.lines())
        AddWhere(NameOf(line), line.points(), gap, where);
      AddWhere(Say(language_, "全体", "All"), trend_.rolled_up(), gap, where);
      if (where.empty()) continue;
      AddWrapped(absl::StrCat(kGap, " ", GapLabel(static_cast<TrendPoint::Gap>(gap), language_),
                              ": ", absl::StrJoin(where, "; ")));
    }
  }

  template <typename Points>
  void AddWhere(const std::string& name, const Points& points, int gap,
                std::vector<std::string>& where) const {
    Years years(language_);
    for (const TrendPoint& point : points) {
      if (point.gap() == gap) years.Add(point.fiscal_year(), point.value().text());
    }
    if (!years.empty()) where.push_back(absl::StrCat(name, " ", years.Text()));
  }

  void AddBreak(const TrendBreak& one) {
    const std::string year = ShortFiscalYearLabel(one.fiscal_year(), language_);
    AddWrapped(absl::StrCat("| ", year,
                            Say(language_, "から系列が変わる: ", ": another series begins: "),
                            one.previous_series(), " → ", one.series(), " (", one.reason(), ")"));
  }

  void AddPredecessors(const TrendLine& line) {
    if (line.predecessors().empty()) return;
    AddWrapped(absl::StrCat(NameOf(line), Say(language_, "の前身: ", " goes on in the place of "),
                            absl::StrJoin(line.predecessors(), ", ")));
  }

  const Trend& trend_;
  const Language language_;
  const TableStyle& style_;
  std::string text_;
  bool has_typed_in_ = false;
};

}  // namespace

std::string DrawTrend(const Trend& trend, Language language, const TableStyle& style) {
  return Drawing(trend, language, style).Draw();
}

}  // namespace mokuhyo::render
