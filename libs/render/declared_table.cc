#include "libs/render/declared_table.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::DeclaredComparison;

// The id of the sheet: its city is that of the whole summary.
std::string SheetId(const std::string& resource) {
  return resource.substr(resource.rfind('/') + 1);
}

// Ratings of all comparisons, in the order in which they come.
std::vector<std::string> RatingsOf(const sheets::v1::FormTotals& totals) {
  std::vector<std::string> ratings;
  for (const auto& comparison : totals.declared()) {
    for (const auto& count : comparison.counts()) {
      if (std::find(ratings.begin(), ratings.end(), count.rating()) == ratings.end()) {
        ratings.push_back(count.rating());
      }
    }
  }
  return ratings;
}

// A printed figure beside the recomputed one.
struct Pair {
  std::optional<int> declared;
  // Absent: there is nothing to compare with.
  std::optional<int> recomputed;

  bool differs() const {
    return declared.has_value() && recomputed.has_value() && *declared != *recomputed;
  }
};

std::string CellText(const Pair& pair) {
  const std::string declared = pair.declared.has_value() ? absl::StrCat(*pair.declared) : "-";
  if (!pair.recomputed.has_value()) return declared;
  if (!pair.declared.has_value()) return absl::StrCat(declared, " (", *pair.recomputed, ")");
  return absl::StrCat(declared, pair.differs() ? " ≠ " : " = ", *pair.recomputed);
}

std::string Sentence(const std::string& place, const std::string& what, const Pair& pair,
                     Language language) {
  const int difference = *pair.recomputed - *pair.declared;
  return language == Language::kEnglish
             ? absl::StrFormat("%s: %s declared %d, recomputed %d: difference %+d", place, what,
                               *pair.declared, *pair.recomputed, difference)
             : absl::StrFormat("%s: 「%s」は申告 %d、再計算 %d (差 %+d)", place, what,
                               *pair.declared, *pair.recomputed, difference);
}

std::optional<int> If(bool condition, int figure) {
  return condition ? std::optional(figure) : std::nullopt;
}

Pair TotalOf(const DeclaredComparison& comparison) {
  return {If(comparison.has_declared_total(), comparison.declared_total()),
          If(comparison.comparable(), comparison.recomputed_total())};
}

Pair CountOf(const DeclaredComparison& comparison, const std::string& rating) {
  for (const auto& count : comparison.counts()) {
    if (count.rating() != rating) continue;
    return {If(count.has_declared(), count.declared()),
            If(comparison.comparable(), count.recomputed())};
  }
  return {std::nullopt, If(comparison.comparable(), 0)};
}

}  // namespace

std::string DrawDeclared(const sheets::v1::FormTotals& totals, Language language,
                         const TableStyle& style) {
  if (totals.declared().empty()) return "";
  const auto say = [&](const char* ja, const char* en) { return Say(language, ja, en); };
  const std::vector<std::string> ratings = RatingsOf(totals);
  std::vector<Table::Column> columns = {{say("申告 = 再計算", "Declared = recomputed")},
                                        {say("計", "Total"), Align::kRight}};
  for (const auto& rating : ratings) columns.push_back({rating, Align::kRight});
  Table table(std::move(columns));
  std::vector<std::string> sentences;
  if (totals.counted_level().empty()) {
    sentences.push_back(say("集計しない様式なので、申告された数を比べる相手はありません",
                            "This form counts nothing that the declared figures could be "
                            "compared with"));
  }
  for (const auto& comparison : totals.declared()) {
    const std::string scope =
        comparison.scope().empty() ? std::string(say("全体", "all")) : comparison.scope();
    const std::string place = absl::StrCat(SheetId(comparison.sheet()), " ", scope);
    if (!comparison.scope_found()) {
      sentences.push_back(absl::StrCat(place, ": ",
                                       say("この番号の最上位目標はシートにありません",
                                           "no top goal of the sheet has this label")));
    }
    std::vector<Table::Cell> cells = {place};
    const auto add = [&](const std::string& what, const Pair& pair) {
      cells.emplace_back(CellText(pair));
      if (pair.differs()) sentences.push_back(Sentence(place, what, pair, language));
    };
    add(say("計", "Total"), TotalOf(comparison));
    for (const auto& rating : ratings) add(rating, CountOf(comparison, rating));
    table.AddRow(std::move(cells));
  }
  std::string text = table.Draw(style);
  if (sentences.empty()) {
    sentences.push_back(say("申告された数はすべて再計算と一致します",
                            "Every declared figure equals the recomputed one"));
  }
  for (const auto& sentence : sentences) {
    for (const auto& line : Wrap(sentence, style.width, style.ambiguous))
      absl::StrAppend(&text, line, "\n");
  }
  return text;
}

}  // namespace mokuhyo::render
