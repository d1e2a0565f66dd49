#include "libs/projection/compare_tree.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/sheet_state.h"
#include "libs/projection/compare_order.h"

namespace mokuhyo::projection {
namespace {

using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;

constexpr size_t kMaxCharacters = 40;

// The beginning of a text, on one line.
std::string Shorten(std::string_view text) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    const bool cut = text[i] == '\n' || (begins && characters == kMaxCharacters);
    if (cut) return std::string(text.substr(0, i)) + "…";
    if (begins) ++characters;
  }
  return std::string(text);
}

std::string JoinNonEmpty(const std::string& first, const std::string& separator,
                         const std::string& second) {
  return first.empty() || second.empty() ? first + second : absl::StrCat(first, separator, second);
}

// Rows of a goal that spans several often have no title but what is done.
std::string TitleOf(const DocumentGoal& goal) {
  if (!goal.title().empty() || goal.initiatives().empty()) return Shorten(goal.title());
  return Shorten(goal.initiatives(0));
}

std::string NumberOf(size_t place) { return absl::StrCat("#", place + 1); }

}  // namespace

ComparedSheet ToComparedSheet(const sheets::v1::Sheet& sheet) {
  ComparedSheet compared{.name = sheet.name(),
                         .document = domain::ToDocument(sheet, domain::DocumentIds::kInclude)};
  domain::VisitGoals(sheet.goals(), [&](const sheets::v1::Goal& goal, int) {
    if (!goal.carried_from().empty())
      compared.carried_from[absl::StrCat(sheet.name(), "/goals/", goal.id())] = goal.carried_from();
    for (const sheets::v1::Indicator& indicator : goal.indicators()) {
      if (indicator.carried_from().empty()) continue;
      compared.carried_from[absl::StrCat(sheet.name(), "/indicators/", indicator.id())] =
          indicator.carried_from();
    }
  });
  return compared;
}

ComparedTree::ComparedTree(const ComparedSheet& sheet) : sheet_(sheet) {
  Add(sheet.document.goals(), kNone);
}

void ComparedTree::Add(const google::protobuf::RepeatedPtrField<DocumentGoal>& goals,
                       size_t parent) {
  for (int i = 0; i < goals.size(); ++i) {
    const size_t number = goals_.size();
    (parent == kNone ? top_ : goals_[parent].children).push_back(number);
    goals_.push_back({.goal = &goals[i], .parent = parent, .place = static_cast<size_t>(i)});
    for (int j = 0; j < goals[i].indicators_size(); ++j) {
      goals_[number].indicators.push_back(indicators_.size());
      indicators_.push_back(
          {.indicator = &goals[i].indicators(j), .goal = number, .place = static_cast<size_t>(j)});
    }
    Add(goals[i].goals(), number);
  }
}

std::string ComparedTree::LabelPath(size_t goal) const {
  if (goals_[goal].goal->label().empty()) return "";
  std::string path = goals_[goal].goal->label();
  for (size_t above = goals_[goal].parent; above != kNone; above = goals_[above].parent)
    path = absl::StrCat(goals_[above].goal->label(), "/", path);
  return path;
}

std::string ComparedTree::PathOfGoal(size_t goal) const {
  const Goal& leaf = goals_[goal];
  std::string path = JoinNonEmpty(leaf.goal->label(), " ", TitleOf(*leaf.goal));
  if (path.empty()) path = NumberOf(leaf.place);
  for (size_t above = leaf.parent; above != kNone; above = goals_[above].parent) {
    const DocumentGoal& shown = *goals_[above].goal;
    path = JoinNonEmpty(shown.label().empty() ? TitleOf(shown) : shown.label(), " / ", path);
  }
  return path;
}

std::string ComparedTree::PathOfIndicator(size_t indicator) const {
  const Indicator& leaf = indicators_[indicator];
  const std::string own =
      JoinNonEmpty(leaf.indicator->label(), " ", Shorten(leaf.indicator->name()));
  return absl::StrCat(PathOfGoal(leaf.goal), " / ", own.empty() ? NumberOf(leaf.place) : own);
}

std::string ComparedTree::PlaceOfGoal(size_t goal) const {
  const size_t parent = goals_[goal].parent;
  return JoinNonEmpty(parent == kNone ? "" : PathOfGoal(parent), " ", NumberOf(goals_[goal].place));
}

std::string ComparedTree::PlaceOfIndicator(size_t indicator) const {
  return absl::StrCat(PathOfGoal(indicators_[indicator].goal), " ",
                      NumberOf(indicators_[indicator].place));
}

}  // namespace mokuhyo::projection
