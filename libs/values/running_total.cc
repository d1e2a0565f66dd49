#include "libs/values/running_total.h"

#include <algorithm>
#include <string_view>

#include "libs/values/lexicon.h"

namespace mokuhyo::values {
namespace {

using v1::Figure;

bool NamesRunningTotal(std::string_view label) {
  static constexpr std::string_view kNames[] = {"累計", "累積", "通算"};
  return std::any_of(std::begin(kNames), std::end(kNames), [label](std::string_view name) {
    return label.find(name) != std::string_view::npos;
  });
}

// Whether the figure in brackets is the total of the one before them.
bool HasTotalBeside(const Figure& figure) {
  if (!figure.has_side() || !NamesRunningTotal(figure.side().label())) return false;
  const std::string& unit = figure.side().unit();
  return unit.empty() || figure.unit().empty() ||
         CanonicalUnit(unit) == CanonicalUnit(figure.unit());
}

void TakeTotalBeside(Figure& figure) {
  figure.set_number(figure.side().number());
  if (figure.unit().empty()) figure.set_unit(figure.side().unit());
  // What bounds the figure of the year says nothing about the total.
  figure.set_bound(Figure::BOUND_PLAIN);
  figure.clear_upper();
  figure.clear_side();
}

// Where one target stands against several figures of which one is the total, that one alone is
// meant: the others are those of single years.
void KeepOnlyTotal(const v1::Meaning& target, v1::Meaning& result) {
  const auto is_total = [](const Figure& figure) { return figure.cumulative(); };
  const auto& figures = result.figures();
  if (target.figures_size() != 1 || figures.size() < 2 ||
      std::count_if(figures.begin(), figures.end(), is_total) != 1) {
    return;
  }
  const Figure total = *std::find_if(figures.begin(), figures.end(), is_total);
  result.clear_figures();
  *result.add_figures() = total;
}

}  // namespace

RunningTotal ReadAsRunningTotal(const v1::Value& target, const v1::Value& result) {
  RunningTotal read{.target = target, .result = result, .totals = {}};
  for (Figure& figure : *read.target.mutable_meaning()->mutable_figures()) {
    figure.set_cumulative(true);
  }
  v1::Meaning& meaning = *read.result.mutable_meaning();
  KeepOnlyTotal(target.meaning(), meaning);
  for (Figure& figure : *meaning.mutable_figures()) {
    if (!figure.cumulative() && HasTotalBeside(figure)) TakeTotalBeside(figure);
    figure.set_cumulative(true);
    read.totals.push_back(figure.number());
  }
  return read;
}

}  // namespace mokuhyo::values
