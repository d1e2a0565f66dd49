#include "libs/values/quantity.h"

#include <string_view>
#include <utility>

#include "libs/base/text_folding.h"
#include "libs/values/decimal.h"
#include "libs/values/lexicon.h"

namespace mokuhyo::values {
namespace {

using Type = Token::Type;
using std::u32string_view;

struct Bound {
  v1::Figure::Bound bound = v1::Figure::BOUND_PLAIN;
  size_t length = 0;
};

Bound MatchBound(u32string_view text) {
  Bound longest;
  for (const BoundWord& word : BoundWords()) {
    if (text.starts_with(word.word) && word.word.size() > longest.length) {
      longest = {word.bound, word.word.size()};
    }
  }
  return longest;
}

// The unit ends where a bound, an action, a particle or a separator begins.
size_t UnitLength(u32string_view word) {
  for (size_t i = 0; i < word.size(); ++i) {
    const u32string_view rest = word.substr(i);
    if (IsParticle(word[i]) || IsSeparator(word[i]) || MatchBound(rest).length > 0 ||
        MatchPrefix(rest, ActionWords()) > 0) {
      return i;
    }
  }
  return word.size();
}

size_t SeparatorIn(u32string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsSeparator(text[i])) return i;
  }
  return u32string_view::npos;
}

// Words that turn what stands before them into something other than a count.
bool ChangesMeaning(u32string_view tail) {
  static constexpr u32string_view kChanges[] = {U"増",   U"減",   U"低下", U"短縮",
                                                U"不足", U"予定", U"見込", U"うち"};
  return ContainsAny(tail, kChanges);
}

// Reads the word behind a number into `quantity`; `number_follows` says that another number is
// attached to the word, so that its end belongs to that one.
bool ReadTail(u32string_view word, bool number_follows, Quantity& quantity) {
  const size_t unit_length = UnitLength(word);
  u32string_view unit = word.substr(0, unit_length);
  u32string_view tail = word.substr(unit_length);
  if (MatchSuffix(unit, ApproximationsBehind()) > 0) return false;
  const Bound bound = MatchBound(tail);
  tail.remove_prefix(bound.length);
  if (const size_t separator = SeparatorIn(tail); separator != u32string_view::npos) {
    quantity.remainder = tail.substr(separator + 1);
    tail = tail.substr(0, separator);
  } else if (number_follows) {
    const size_t action = MatchPrefix(tail, ActionWords());
    if (action == 0) return false;
    quantity.remainder = tail.substr(action);
    tail = tail.substr(0, action);
  }
  if (ChangesMeaning(tail) || MatchPrefix(tail, ApproximationsBehind()) > 0) return false;
  if (unit.size() >= 2 && unit[unit.size() - 2] == U'/' &&
      u32string_view(U"年月週日").find(unit.back()) != u32string_view::npos) {
    quantity.figure.set_per(base::ToUtf8(unit.substr(unit.size() - 1)));
    unit.remove_suffix(2);
  }
  quantity.figure.set_unit(base::ToUtf8(unit));
  quantity.figure.set_bound(bound.bound);
  return true;
}

// Whether the word, printed apart from the number, is its unit: "100 %", "80 %以上".
bool IsDetachedUnit(u32string_view word) {
  const size_t length = UnitLength(word);
  const u32string_view rest = word.substr(length);
  return IsAny(word.substr(0, length), DetachedUnits()) && MatchBound(rest).length == rest.size();
}

// Multiplies "3百万" out and removes the scales from the word; false where there are more than the
// two that usage knows or the product has more digits than a number may have.
bool ApplyScales(u32string_view& word, Decimal& number) {
  for (int scales = 0; !word.empty() && !ScaleOf(word.front()).IsZero(); ++scales) {
    if (scales == 2) return false;
    number = number * ScaleOf(word.front());
    word.remove_prefix(1);
  }
  return Decimal::Parse(number.ToString()).ok();
}

std::optional<Quantity> ReadOne(std::span<const Token> tokens) {
  absl::StatusOr<Decimal> number = Decimal::Parse(base::ToUtf8(tokens[0].text));
  if (!number.ok()) return std::nullopt;
  Quantity quantity;
  quantity.length = 1;
  quantity.figure.set_bound(v1::Figure::BOUND_PLAIN);
  u32string_view word;
  if (tokens.size() > 1 && tokens[1].type == Type::kWord) {
    word = tokens[1].text;
    quantity.length = 2;
  } else if (tokens.size() > 2 && tokens[1].type == Type::kSpace && tokens[2].type == Type::kWord &&
             IsDetachedUnit(tokens[2].text)) {
    word = tokens[2].text;
    quantity.length = 3;
  }
  if (!ApplyScales(word, *number)) return std::nullopt;
  quantity.figure.set_number(number->ToString());
  const bool number_follows =
      tokens.size() > quantity.length && tokens[quantity.length].type == Type::kNumber;
  if (number_follows && word.empty()) return std::nullopt;
  if (!word.empty() && !ReadTail(word, number_follows, quantity)) return std::nullopt;
  return quantity;
}

// Exact value of a canonical decimal that this file has written.
Decimal ValueOf(const std::string& number) { return Decimal::Parse(number).value_or(Decimal()); }

}  // namespace

std::optional<Quantity> ReadQuantity(std::span<const Token> tokens) {
  std::optional<Quantity> lower = ReadOne(tokens);
  if (!lower.has_value() || lower->length + 1 >= tokens.size() ||
      tokens[lower->length].type != Type::kRange) {
    return lower;
  }
  std::optional<Quantity> upper = ReadOne(tokens.subspan(lower->length + 1));
  if (!upper.has_value()) return std::nullopt;
  const v1::Figure& from = lower->figure;
  const v1::Figure& to = upper->figure;
  const bool plain =
      from.bound() == v1::Figure::BOUND_PLAIN && to.bound() == v1::Figure::BOUND_PLAIN;
  const bool same_unit = from.unit().empty() || from.unit() == to.unit();
  if (!plain || !same_unit || !lower->remainder.empty() ||
      ValueOf(from.number()) > ValueOf(to.number())) {
    return std::nullopt;
  }
  upper->figure.set_upper(to.number());
  upper->figure.set_number(from.number());
  upper->figure.set_bound(v1::Figure::BOUND_RANGE);
  upper->length += lower->length + 1;
  return upper;
}

}  // namespace mokuhyo::values
