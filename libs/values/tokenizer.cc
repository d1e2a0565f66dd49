#include "libs/values/tokenizer.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "libs/values/lexicon.h"

namespace mokuhyo::values {
namespace {

using Type = Token::Type;

bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool IsAsciiLetter(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }

// Raised, circled and other numbers that are no decimal digits: "10²" is not ten.
bool IsOtherNumber(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_OTHER_NUMBER; }

bool IsOperator(char32_t c) {
  return std::u32string_view(U"×÷*=≒≠≈+<>≥≤≧≦→⇒⇨←↑↓※~").find(c) != std::u32string_view::npos;
}

class Tokenizer {
 public:
  explicit Tokenizer(std::u32string_view text) : text_(text) {}

  std::optional<std::vector<Token>> Run() {
    while (at_ < text_.size()) {
      if (!Next()) return std::nullopt;
    }
    if (depth_ != 0) return std::nullopt;
    return std::move(tokens_);
  }

 private:
  char32_t Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }

  bool Next() {
    const char32_t c = Peek();
    if (c == U' ') {
      while (Peek() == U' ') ++at_;
      tokens_.push_back({Type::kSpace, U" "});
      return true;
    }
    if (c == U'(' || c == U')') return Bracket(c);
    if (IsDigit(c)) return Number(false);
    if (StartsRange()) return Range();
    if (StartsNegative()) {
      ++at_;
      return Number(true);
    }
    Word();
    return true;
  }

  bool Bracket(char32_t c) {
    depth_ += c == U'(' ? 1 : -1;
    ++at_;
    tokens_.push_back({c == U'(' ? Type::kOpen : Type::kClose, std::u32string(1, c)});
    return depth_ >= 0;
  }

  // Whether the last tokens are a number, or a number and the word attached to it; `skip_space`
  // looks behind a space.
  bool FollowsQuantity(bool skip_space) const {
    size_t n = tokens_.size();
    if (skip_space && n > 0 && tokens_[n - 1].type == Type::kSpace) --n;
    if (n > 0 && tokens_[n - 1].type == Type::kNumber) return true;
    return n > 1 && tokens_[n - 1].type == Type::kWord && tokens_[n - 2].type == Type::kNumber;
  }

  // A tilde may stand between spaces; a hyphen may not, as it could be a sign or a dash.
  bool StartsRange() const {
    if (Peek() == U'-') return IsDigit(Peek(1)) && FollowsQuantity(false);
    if (Peek() != U'~') return false;
    return IsDigit(Peek(Peek(1) == U' ' ? 2 : 1)) && FollowsQuantity(true);
  }

  bool Range() {
    if (tokens_.back().type == Type::kSpace) tokens_.pop_back();
    ++at_;
    if (Peek() == U' ') ++at_;
    tokens_.push_back({Type::kRange, U"~"});
    return true;
  }

  bool StartsNegative() const {
    if (!IsDigit(Peek(1))) return false;
    if (Peek() == U'△' || Peek() == U'▲') return true;
    if (Peek() != U'-') return false;
    return tokens_.empty() || tokens_.back().type == Type::kSpace ||
           tokens_.back().type == Type::kOpen;
  }

  size_t DigitsFrom(size_t from) const {
    size_t end = from;
    while (end < text_.size() && IsDigit(text_[end])) ++end;
    return end - from;
  }

  // number = digits [ "." digits ] | digit{1,3} ( "," digit{3} )+ [ "." digits ]
  bool Number(bool negative) {
    std::u32string number = negative ? U"-" : U"";
    const size_t first = DigitsFrom(at_);
    if (first > 1 && Peek() == U'0') return false;
    number.append(text_.substr(at_, first));
    at_ += first;
    while (Peek() == U',' && IsDigit(Peek(1))) {
      if (first > 3 || DigitsFrom(at_ + 1) != 3) return false;
      number.append(text_.substr(at_ + 1, 3));
      at_ += 4;
    }
    if (Peek() == U'.') {
      const size_t fraction = DigitsFrom(at_ + 1);
      if (fraction == 0) return false;
      number.append(text_.substr(at_, fraction + 1));
      at_ += fraction + 1;
    }
    tokens_.push_back({Type::kNumber, std::move(number)});
    return !ContinuesStrangely();
  }

  bool ContinuesStrangely() const {
    const char32_t c = Peek();
    if (IsOtherNumber(c)) return true;
    return (c == U'.' || c == U',' || c == U'/' || c == U':') && IsDigit(Peek(1));
  }

  // Digits behind a Latin letter or a hyphen within a word belong to it: R4, PM2.5, COVID-19.
  void Word() {
    const size_t begin = at_++;
    while (at_ < text_.size()) {
      const char32_t c = Peek();
      const char32_t last = text_[at_ - 1];
      if (c == U' ' || c == U'(' || c == U')' || EndsWord()) break;
      if (!IsDigit(c)) {
        ++at_;
      } else if (IsAsciiLetter(last) || last == U'-' || last == U'.') {
        at_ += DigitsFrom(at_);
      } else {
        break;
      }
    }
    std::u32string word(text_.substr(begin, at_ - begin));
    if (!tokens_.empty() && tokens_.back().type == Type::kWord) {
      tokens_.back().text += word;
    } else {
      tokens_.push_back({Type::kWord, std::move(word)});
    }
  }

  // Whether a negative number starts here, or a range whose unit is the word read so far
  // ("70%~80%").
  bool EndsWord() const {
    if (Peek() == U'△' || Peek() == U'▲') return IsDigit(Peek(1));
    const bool behind_number = !tokens_.empty() && tokens_.back().type == Type::kNumber;
    if (Peek() == U'-') return behind_number && IsDigit(Peek(1));
    return Peek() == U'~' && behind_number && IsDigit(Peek(Peek(1) == U' ' ? 2 : 1));
  }

  std::u32string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  std::vector<Token> tokens_;
};

// Whether the number at `i` names something: 第2(回), 3月, 65歳, and the 1人 of "1人あたり5回".
bool Names(const std::vector<Token>& tokens, size_t i) {
  static constexpr std::u32string_view kOrdinals[] = {U"第", U"令和", U"平成", U"昭和"};
  static constexpr std::u32string_view kRates[] = {U"あたり", U"当たり", U"当り", U"につき",
                                                   U"満点"};
  if (i > 0 && tokens[i - 1].type == Type::kWord &&
      MatchSuffix(tokens[i - 1].text, kOrdinals) > 0) {
    return true;
  }
  if (i + 1 >= tokens.size() || tokens[i + 1].type != Type::kWord) return false;
  const std::u32string_view next = tokens[i + 1].text;
  if (MatchPrefix(next, NamingCounters()) > 0 && MatchPrefix(next, MeasuringCounters()) == 0) {
    return true;
  }
  constexpr size_t kLongestCounter = 8;
  return ContainsAny(next.substr(0, kLongestCounter), kRates);
}

// Turns numbers that name into words, with the number that a range connects them to (4~9月).
void MarkNames(std::vector<Token>& tokens) {
  for (size_t i = tokens.size(); i-- > 0;) {
    if (tokens[i].type != Type::kNumber) continue;
    const bool before_named_range = i + 2 < tokens.size() && tokens[i + 1].type == Type::kRange &&
                                    tokens[i + 2].type == Type::kWord;
    if (Names(tokens, i) || before_named_range) tokens[i].type = Type::kWord;
  }
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].type != Type::kRange) continue;
    const bool counts =
        tokens[i + 1].type == Type::kNumber &&
        (tokens[i - 1].type == Type::kNumber || (i >= 2 && tokens[i - 2].type == Type::kNumber));
    if (!counts) tokens[i].type = Type::kWord;
  }
}

void MergeWords(std::vector<Token>& tokens) {
  std::vector<Token> merged;
  for (Token& token : tokens) {
    if (token.type == Type::kWord && !merged.empty() && merged.back().type == Type::kWord) {
      merged.back().text += token.text;
    } else {
      merged.push_back(std::move(token));
    }
  }
  tokens = std::move(merged);
}

bool Calculates(const std::vector<Token>& tokens, std::u32string_view folded) {
  const bool has_number = std::any_of(tokens.begin(), tokens.end(),
                                      [](const Token& t) { return t.type == Type::kNumber; });
  if (!has_number) return false;
  // Tildes that connect numbers are tokens of their own by now.
  const bool has_range = std::any_of(tokens.begin(), tokens.end(),
                                     [](const Token& t) { return t.type == Type::kRange; });
  return std::any_of(folded.begin(), folded.end(), [has_range](char32_t c) {
    return IsOperator(c) && !(has_range && c == U'~');
  });
}

}  // namespace

std::optional<std::vector<Token>> Tokenize(std::u32string_view folded) {
  std::optional<std::vector<Token>> tokens = Tokenizer(folded).Run();
  if (!tokens.has_value()) return std::nullopt;
  MarkNames(*tokens);
  MergeWords(*tokens);
  if (Calculates(*tokens, folded)) return std::nullopt;
  return tokens;
}

}  // namespace mokuhyo::values
