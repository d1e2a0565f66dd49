#include "libs/values/itemization.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "libs/base/text_folding.h"
#include "libs/values/lexicon.h"
#include "libs/values/quantity.h"
#include "libs/values/tokenizer.h"

namespace mokuhyo::values {
namespace {

using std::u32string_view;
using Type = Token::Type;

// What does not add up.
constexpr u32string_view kOtherUnits[] = {U"%",  U"‰",  U"点", U"位",
                                          U"倍", U"割", U"度", U"ポイント"};
// Words in a label by which its figure is no part of this year's result.
constexpr u32string_view kNoParts[] = {U"うち", U"前年", U"昨年", U"年度", U"目標", U"計画",
                                       U"予定", U"平均", U"累計", U"延べ", U"最大", U"最低",
                                       U"定員", U"当初", U"想定", U"約"};
// Last words of a label that make a frequency of its figure ("月3回"); that of a year is a number.
constexpr u32string_view kFrequencies[] = {U"月", U"週", U"日", U"毎月", U"毎週", U"毎日"};
// Last words of a label whose figure is the sum of the others.
constexpr u32string_view kTotals[] = {U"計", U"合計", U"全体", U"総数", U"全部で"};

// A label as it names the part: without the marks around it.
u32string_view Trim(u32string_view label) {
  const auto is_mark = [](char32_t c) { return c == U' ' || IsSeparator(c); };
  while (!label.empty() && is_mark(label.front())) label.remove_prefix(1);
  while (!label.empty() && is_mark(label.back())) label.remove_suffix(1);
  return label;
}

// Whether the last word of a label is one of `words`: 計 is that of "会場 計", not of 統計.
bool EndsWithWord(u32string_view label, Words words) {
  size_t begin = label.size();
  while (begin > 0 && label[begin - 1] != U' ' && !IsSeparator(label[begin - 1])) --begin;
  return IsAny(label.substr(begin), words);
}

// Whether the word behind a number is a unit and then nothing but an action or the next label: only
// so it stands in a list.
bool EndsItem(u32string_view word, u32string_view unit) {
  const size_t at = word.find(unit);
  if (unit.empty() || at == u32string_view::npos) return false;
  u32string_view rest = word.substr(at + unit.size());
  rest.remove_prefix(MatchPrefix(rest, ActionWords()));
  return rest.empty() || IsSeparator(rest.front());
}

std::u32string Wide(const std::string& text) { return base::FoldForParsing(text); }

bool IsPlain(const v1::Figure& figure) {
  return figure.bound() == v1::Figure::BOUND_PLAIN && figure.per().empty() &&
         !figure.unit().empty();
}

// Reads a text that is a list from its first to its last character.
class ListReader {
 public:
  explicit ListReader(std::span<const Token> tokens) : tokens_(tokens) {}

  // Empty if it is none.
  std::vector<v1::Figure> Run() {
    for (size_t i = 0; i < tokens_.size();) {
      if (tokens_[i].type == Type::kWord || tokens_[i].type == Type::kSpace) {
        label_ += tokens_[i++].text;
      } else if (tokens_[i].type != Type::kNumber || !ReadItem(i)) {
        return {};
      }
    }
    if (!Trim(label_).empty() || parts_.size() < 2) return {};
    return std::move(parts_);
  }

 private:
  // Reads the item whose number is at `i` and moves on behind it.
  bool ReadItem(size_t& i) {
    std::optional<Quantity> item = ReadQuantity(tokens_.subspan(i));
    if (!item.has_value() || !IsPlain(item->figure) || item->length < 2) return false;
    const std::u32string unit = Wide(item->figure.unit());
    if (!EndsItem(tokens_[i + item->length - 1].text, unit) || IsAny(unit, kOtherUnits)) {
      return false;
    }
    const u32string_view label = Trim(label_);
    if (label.empty() || ContainsAny(label, kNoParts) || EndsWithWord(label, kFrequencies)) {
      return false;
    }
    if (!parts_.empty() &&
        CanonicalUnit(parts_.front().unit()) != CanonicalUnit(item->figure.unit())) {
      return false;
    }
    if (!EndsWithWord(label, kTotals)) {
      item->figure.set_label(base::ToUtf8(label));
      parts_.push_back(std::move(item->figure));
    }
    label_ = std::move(item->remainder);
    i += item->length;
    return true;
  }

  std::span<const Token> tokens_;
  std::u32string label_;
  std::vector<v1::Figure> parts_;
};

std::vector<v1::Figure> ReadList(u32string_view text) {
  const std::optional<std::vector<Token>> tokens = Tokenize(text);
  if (!tokens.has_value()) return {};
  return ListReader(*tokens).Run();
}

bool IsOfNumber(char32_t c) { return (c >= U'0' && c <= U'9') || c == U',' || c == U'.'; }

// The figure with which `text` ends, and where it begins.
std::optional<std::pair<v1::Figure, size_t>> LastFigure(u32string_view text) {
  size_t begin = text.size();
  while (begin > 0 && !IsOfNumber(text[begin - 1])) --begin;
  while (begin > 0 && IsOfNumber(text[begin - 1])) --begin;
  while (begin < text.size() && (text[begin] == U',' || text[begin] == U'.')) ++begin;
  const std::optional<std::vector<Token>> tokens = Tokenize(text.substr(begin));
  if (!tokens.has_value() || tokens->size() != 2 || (*tokens)[0].type != Type::kNumber) {
    return std::nullopt;
  }
  std::optional<Quantity> quantity = ReadQuantity(*tokens);
  if (!quantity.has_value() || !IsPlain(quantity->figure)) return std::nullopt;
  const u32string_view word = (*tokens)[1].text;
  if (!EndsItem(word, Wide(quantity->figure.unit())) || IsSeparator(word.back())) {
    return std::nullopt;
  }
  return std::pair(std::move(quantity->figure), begin);
}

// The lists in one sentence: those in brackets, then the sentence itself without its brackets.
void FindInSentence(u32string_view sentence, std::vector<Itemization>& found) {
  std::u32string rest;
  while (!sentence.empty()) {
    const size_t close = sentence.find(U')');
    const size_t open = sentence.substr(0, close).rfind(U'(');
    if (close == u32string_view::npos || open == u32string_view::npos) break;
    const u32string_view before = sentence.substr(0, open);
    Itemization in_brackets;
    in_brackets.parts = ReadList(sentence.substr(open + 1, close - open - 1));
    if (!in_brackets.parts.empty()) {
      size_t begin = open;
      if (auto whole = LastFigure(before)) {
        in_brackets.whole = std::move(whole->first);
        begin = whole->second;
      }
      in_brackets.text = base::ToUtf8(sentence.substr(begin, close + 1 - begin));
      found.push_back(std::move(in_brackets));
    }
    rest += before;
    sentence.remove_prefix(close + 1);
  }
  rest += sentence;
  Itemization itself;
  itself.parts = ReadList(rest);
  if (itself.parts.empty()) return;
  itself.text = base::ToUtf8(Trim(rest));
  found.push_back(std::move(itself));
}

}  // namespace

Decimal Itemization::Sum() const {
  Decimal sum;
  for (const v1::Figure& part : parts)
    sum = sum + Decimal::Parse(part.number()).value_or(Decimal());
  return sum;
}

std::vector<Itemization> FindItemizations(std::string_view text) {
  std::vector<Itemization> found;
  const std::u32string folded = base::FoldForParsing(text);
  u32string_view rest = folded;
  // A heading in 【】 stands apart like a sentence of its own.
  constexpr u32string_view kEnds = U"。【】";
  while (!rest.empty()) {
    const size_t end = std::min(rest.find_first_of(kEnds), rest.size());
    FindInSentence(rest.substr(0, end), found);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return found;
}

}  // namespace mokuhyo::values
