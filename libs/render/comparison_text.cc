#include "libs/render/comparison_text.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/date.h"
#include "libs/render/event_words.h"
#include "libs/render/field_labels.h"
#include "libs/render/joined.h"
#include "libs/render/labels.h"

namespace mokuhyo::render {
namespace {

using sheets::v1::Cause;
using sheets::v1::ComparedState;
using sheets::v1::Difference;

constexpr std::string_view kSeparator = " / ";

// Day on which something was recorded, in Japan; the text itself if it is no instant.
std::string RecordedOn(const std::string& recorded_time) {
  const auto instant = base::ParseInstant(recorded_time, "recorded_time");
  return instant.ok() ? base::TodayInTokyo(*instant) : recorded_time;
}

// The number at the end of a position token.
std::string NumberOf(const std::string& token) { return token.substr(token.rfind('.') + 1); }

// Lines of text that no terminal breaks elsewhere.
class Lines {
 public:
  explicit Lines(const TableStyle& style) : style_(style) {}

  // Further lines of a text that is wrapped are indented to behind `mark`.
  void Add(const std::string& text, int indent = 0, const std::string& mark = "") {
    const int hang = indent + DisplayWidth(mark, style_.ambiguous);
    std::string start = std::string(static_cast<size_t>(indent), ' ') + mark;
    for (const std::string& line : Wrap(text, std::max(2, style_.width - hang), style_.ambiguous)) {
      std::string whole = start + line;
      whole.erase(whole.find_last_not_of(' ') + 1);
      text_ += whole + "\n";
      start = std::string(static_cast<size_t>(hang), ' ');
    }
  }

  bool Fits(const std::string& text, int indent) const {
    return text.find('\n') == std::string::npos &&
           indent + DisplayWidth(text, style_.ambiguous) <= style_.width;
  }

  const TableStyle& style() const { return style_; }
  std::string Take() { return std::move(text_); }

 private:
  const TableStyle style_;
  std::string text_;
};

class ComparisonText {
 public:
  ComparisonText(const sheets::v1::SheetComparison& comparison, Language language,
                 const TableStyle& style)
      : comparison_(comparison), language_(language), lines_(style) {}

  std::string Draw() {
    AddHead();
    for (int i = 0; i < comparison_.differences_size(); ++i) {
      const Difference& one = comparison_.differences(i);
      const Difference* before = i > 0 ? &comparison_.differences(i - 1) : nullptr;
      if (before == nullptr || !SameGoal(*before, one)) StartGoal(i);
      if (before == nullptr || !SameGoal(*before, one) || before->indicator() != one.indicator() ||
          before->path() != one.path()) {
        StartIndicator(one);
      }
      AddDifference(one);
      const bool ends = i + 1 == comparison_.differences_size() ||
                        !SameCause(one, comparison_.differences(i + 1));
      if (ends && one.has_cause()) AddCause(one.cause());
    }
    return lines_.Take();
  }

 private:
  const char* SayIt(const char* ja, const char* en) const { return Say(language_, ja, en); }

  static bool SameGoal(const Difference& one, const Difference& other) {
    if (one.goal() != other.goal()) return false;
    // Of goals without ids only the path tells; indicators stand below their goal.
    return !one.goal().empty() || one.path() == other.path() || !other.indicator().empty();
  }

  // One cause is said once for what it changed in a row of the same goal or indicator.
  static bool SameCause(const Difference& one, const Difference& other) {
    return one.path() == other.path() && one.has_cause() == other.has_cause() &&
           one.cause().position() == other.cause().position();
  }

  std::string StateName(const ComparedState& state) const {
    if (state.edition() == 0) return absl::StrCat("#", NumberOf(state.position()));
    const std::string redacted =
        state.redacted() ? SayIt("〔個人情報を削除〕", "[personal data removed]") : "";
    return absl::StrCat(SayIt("第", "edition "), state.edition(), SayIt("版", ""), redacted);
  }

  void AddHead() {
    const ComparedState& base = comparison_.base();
    const ComparedState& compared = comparison_.compared();
    const bool same_sheet = base.sheet() == compared.sheet();
    const std::string arrow = " → ";
    if (same_sheet) {
      lines_.Add(Joined({base.sheet(), FiscalYearLabel(base.fiscal_year(), language_)}, "  "));
      lines_.Add(absl::StrCat(StateName(base), arrow, StateName(compared)));
    } else {
      for (const auto* state : {&base, &compared}) {
        lines_.Add(Joined({state->sheet(), FiscalYearLabel(state->fiscal_year(), language_),
                           StateName(*state)},
                          "  "),
                   0, state == &base ? "- " : "+ ");
      }
    }
    const int count = comparison_.differences_size();
    lines_.Add(count == 0 ? SayIt("違いはありません", "no differences")
                          : absl::StrCat(SayIt("違い ", "differences: "), count, SayIt(" 件", "")));
  }

  // The path of the goal: that of a difference in the goal itself, else what stands before the
  // indicator.
  std::string GoalPath(int first) const {
    const Difference& start = comparison_.differences(first);
    for (int i = first; i < comparison_.differences_size(); ++i) {
      const Difference& one = comparison_.differences(i);
      if (!SameGoal(start, one)) break;
      if (one.indicator().empty()) return one.path();
    }
    const size_t end = start.path().rfind(kSeparator);
    return start.path().substr(0, end);
  }

  void StartGoal(int first) {
    goal_path_ = GoalPath(first);
    lines_.Add("");
    const bool of_sheet = comparison_.differences(first).goal().empty() && goal_path_.empty();
    lines_.Add(Heading(of_sheet ? SayIt("シート", "Sheet") : goal_path_, language_));
    indent_ = 2;
  }

  void StartIndicator(const Difference& one) {
    indent_ = one.indicator().empty() || one.path() == goal_path_ ? 2 : 4;
    if (indent_ == 2) return;
    std::string name = one.path();
    if (name.starts_with(goal_path_ + std::string(kSeparator)))
      name.erase(0, goal_path_.size() + kSeparator.size());
    lines_.Add(absl::StrCat(SayIt("指標 ", "Indicator "), name), 2);
  }

  void AddDifference(const Difference& one) {
    const bool is_whole = one.field().empty();
    const bool is_indicator = !one.indicator().empty();
    const char* whole = is_indicator ? SayIt("指標", "indicator") : SayIt("目標", "goal");
    switch (one.kind()) {
      case Difference::KIND_MOVED:
        return AddChange(SayIt("場所", "Place"), one);
      case Difference::KIND_ADDED:
        if (is_whole)
          return lines_.Add(absl::StrCat(whole, SayIt("を追加", " added")), indent_, "+ ");
        return AddOneSide(one, "+ ", one.after());
      case Difference::KIND_REMOVED:
        if (is_whole)
          return lines_.Add(absl::StrCat(whole, SayIt("を削除", " removed")), indent_, "- ");
        return AddOneSide(one, "- ", one.before());
      default:
        return AddChange(FieldLabel(one.field(), language_), one);
    }
  }

  // An empty text is something, and nothing is not.
  std::string Shown(bool is_there, const std::string& text) const {
    if (!is_there) return SayIt("(なし)", "(none)");
    return text.empty() ? SayIt("(空)", "(empty)") : text;
  }

  void AddOneSide(const Difference& one, const std::string& mark, const std::string& text) {
    const bool is_there = one.has_before() || one.has_after();
    lines_.Add(absl::StrCat(FieldLabel(one.field(), language_), ": ", Shown(is_there, text)),
               indent_, mark);
  }

  // On one line where there is room, else one below the other.
  void AddChange(const std::string& label, const Difference& one) {
    const std::string before = Shown(one.has_before(), one.before());
    const std::string after = Shown(one.has_after(), one.after());
    const std::string line = absl::StrCat(label, ": ", before, " → ", after);
    if (lines_.Fits(line, indent_)) return lines_.Add(line, indent_);
    lines_.Add(label + ":", indent_);
    lines_.Add(before, indent_ + 2, "- ");
    lines_.Add(after, indent_ + 2, "+ ");
  }

  void AddCause(const Cause& cause) {
    const std::string recorded = RecordedOn(cause.recorded_time());
    std::string when = cause.effective_date();
    if (recorded != when) absl::StrAppend(&when, SayIt(" (記録 ", " (recorded "), recorded, ")");
    lines_.Add(
        absl::StrCat(Joined({when, cause.actor(), EventLabel(cause.type(), language_),
                             absl::StrCat("#", cause.position())},
                            "  "),
                     cause.reason().empty() ? "" : SayIt("  理由: ", "  why: "), cause.reason()),
        indent_ + 2, "* ");
  }

  const sheets::v1::SheetComparison& comparison_;
  const Language language_;
  Lines lines_;
  std::string goal_path_;
  int indent_ = 2;
};

}  // namespace

std::string DrawComparison(const sheets::v1::SheetComparison& comparison, Language language,
                           const TableStyle& style) {
  return ComparisonText(comparison, language, style).Draw();
}

std::string DrawEditions(const std::string& sheet, const sheets::v1::ListEditionsResponse& editions,
                         Language language, const TableStyle& style) {
  const auto say = [&](const char* ja, const char* en) { return Say(language, ja, en); };
  Lines lines(style);
  lines.Add(sheet);
  if (editions.editions().empty()) {
    lines.Add(say("公表された版はありません", "no edition was published"));
    return lines.Take();
  }
  for (const sheets::v1::Edition& edition : editions.editions()) {
    lines.Add("");
    std::string title = absl::StrCat(say("第", "Edition "), edition.number(), say("版", ""));
    if (edition.replaces() != 0) {
      absl::StrAppend(&title, say(" (第", ", in place of "), edition.replaces(),
                      say("版の差し替え)", ""));
    }
    if (edition.replaced_by() != 0) {
      absl::StrAppend(&title, say(" → 第", ", replaced by "), edition.replaced_by(),
                      say("版に差し替え", ""));
    }
    lines.Add(Heading(title, language));
    lines.Add(Joined({absl::StrCat(say("公表 ", "published "), edition.published_on()),
                      absl::StrCat(say("記録 ", "recorded "), edition.recorded_time()),
                      edition.actor(), absl::StrCat("#", edition.position())},
                     "  "),
              2);
    if (!edition.reason().empty())
      lines.Add(absl::StrCat(say("理由: ", "why: "), edition.reason()), 2);
    lines.Add(absl::StrCat("sha256 ", edition.digest(), "  ", edition.size_bytes(),
                           say(" バイト", " bytes")),
              2);
    if (edition.redacted()) {
      lines.Add(say("個人情報を削除しました。sha256 は公表したときのものです",
                    "personal data were removed; the sha256 is that of what was published"),
                2);
    }
  }
  return lines.Take();
}

}  // namespace mokuhyo::render
