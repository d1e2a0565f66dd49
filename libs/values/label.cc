#include "libs/values/label.h"

#include "libs/base/text_folding.h"
#include "libs/values/lexicon.h"

namespace mokuhyo::values {
namespace {

using std::u32string_view;

constexpr u32string_view kTotals[] = {U"累計", U"延べ", U"のべ"};
constexpr u32string_view kSums[] = {U"合計", U"計", U"全", U"延"};
constexpr u32string_view kCeilings[] = {U"最大", U"上限"};
constexpr u32string_view kFloors[] = {U"最低", U"少なくとも"};
constexpr u32string_view kPeriods[] = {U"年間", U"年", U"月", U"週", U"日"};
// Nouns that need the words before them to say what is counted.
constexpr u32string_view kGenericNouns[] = {U"件数", U"人数", U"回数", U"数", U"率", U"割合"};

// Whether the last `length` characters of the text are a word of their own: 計 is one in
// "教室の計", not in "統計".
bool StandsAlone(u32string_view text, size_t length) {
  if (length == 0) return false;
  if (length == text.size()) return true;
  const char32_t before = text[text.size() - length - 1];
  return IsParticle(before) || IsSeparator(before) || before == U')' || before == U'毎';
}

// 約 in front of a number, but not that of 契約, 予約, 節約 …
bool IsApproximate(u32string_view text) {
  const size_t length = MatchSuffix(text, ApproximationsBefore());
  if (length == 0) return false;
  if (!text.ends_with(U"約") || text.size() == length) return true;
  return u32string_view(U"契予節制規公条要倹").find(text[text.size() - 2]) == u32string_view::npos;
}

// Takes one qualifier off the end of the text; false when there is none.
bool TakeQualifier(u32string_view& text, v1::Figure& figure) {
  if (const size_t length = MatchSuffix(text, kTotals); length > 0) {
    figure.set_cumulative(true);
    text.remove_suffix(length);
    return true;
  }
  if (const size_t length = MatchSuffix(text, kSums); StandsAlone(text, length)) {
    figure.set_cumulative(figure.cumulative() || text.ends_with(U"延"));
    text.remove_suffix(length);
    return true;
  }
  const bool plain = figure.bound() == v1::Figure::BOUND_PLAIN;
  if (const size_t length = MatchSuffix(text, kCeilings); length > 0 && plain) {
    figure.set_bound(v1::Figure::BOUND_AT_MOST);
    text.remove_suffix(length);
    return true;
  }
  if (const size_t length = MatchSuffix(text, kFloors); length > 0 && plain) {
    figure.set_bound(v1::Figure::BOUND_AT_LEAST);
    text.remove_suffix(length);
    return true;
  }
  if (const size_t length = MatchSuffix(text, kPeriods);
      StandsAlone(text, length) && figure.per().empty()) {
    figure.set_per(base::ToUtf8(text.substr(text.size() - length, 1)));
    text.remove_suffix(length);
    if (text.ends_with(U'毎')) text.remove_suffix(1);
    return true;
  }
  return false;
}

// Particles that join a label to its figure, as in 講座を3回; も and と are left, because 子ども
// and the like end with them.
bool IsLabelEnd(u32string_view text) {
  return u32string_view(U"をはがにので").find(text.back()) != u32string_view::npos &&
         !text.ends_with(U"まで");
}

// What is left of the text as a label once its qualifiers have gone into the figure.
u32string_view TakeQualifiers(u32string_view text, v1::Figure& figure) {
  while (TakeQualifier(text, figure)) {
  }
  while (!text.empty() && (IsLabelEnd(text) || IsSeparator(text.back()))) text.remove_suffix(1);
  return text;
}

bool NeedsMore(u32string_view label, const std::vector<std::u32string>& pending) {
  if (pending.empty()) return false;
  return IsAny(label, kGenericNouns) || pending.back().ends_with(U'・') ||
         pending.back().ends_with(U'、');
}

}  // namespace

bool CompleteFigure(u32string_view prefix, std::vector<std::u32string>& pending,
                    v1::Figure& figure) {
  if (IsApproximate(prefix)) return false;
  std::u32string label(TakeQualifiers(prefix, figure));
  while (label.empty() && !pending.empty()) {
    if (IsApproximate(pending.back())) return false;
    label = TakeQualifiers(pending.back(), figure);
    pending.pop_back();
  }
  while (NeedsMore(label, pending)) {
    label = pending.back() + label;
    pending.pop_back();
  }
  for (const u32string_view total : kTotals) {
    if (label.find(total) != std::u32string::npos) figure.set_cumulative(true);
  }
  figure.set_label(base::ToUtf8(label));
  return true;
}

}  // namespace mokuhyo::values
