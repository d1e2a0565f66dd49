#include "libs/values/figures.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "libs/base/text_folding.h"
#include "libs/values/label.h"
#include "libs/values/lexicon.h"
#include "libs/values/quantity.h"

namespace mokuhyo::values {
namespace {

using Type = Token::Type;

bool HasType(std::span<const Token> tokens, Type type) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [type](const Token& token) { return token.type == type; });
}

// The tokens between the bracket that opens at tokens[0] and the one that closes it. The tokenizer
// guarantees that there is one.
std::span<const Token> Bracketed(std::span<const Token> tokens) {
  int depth = 0;
  size_t end = 0;
  do {
    depth += tokens[end].type == Type::kOpen ? 1 : tokens[end].type == Type::kClose ? -1 : 0;
    ++end;
  } while (depth > 0);
  return tokens.subspan(1, end - 2);
}

std::u32string TextOf(std::span<const Token> tokens) {
  std::u32string text;
  for (const Token& token : tokens) {
    if (token.type != Type::kSpace) text += token.text;
  }
  return text;
}

// The words in front of the first number.
std::string WordsInFront(std::span<const Token> tokens) {
  const auto number = std::find_if(tokens.begin(), tokens.end(),
                                   [](const Token& token) { return token.type == Type::kNumber; });
  std::u32string words = TextOf({tokens.begin(), number});
  while (!words.empty() && IsSeparator(words.back())) words.pop_back();
  return base::ToUtf8(words);
}

class FigureReader {
 public:
  explicit FigureReader(std::span<const Token> tokens) : tokens_(tokens) {}

  std::optional<Figures> Run() {
    while (at_ < tokens_.size()) {
      if (!Next() || result_.figures.size() > kMaxFigures) return std::nullopt;
    }
    LeavePending();
    // A bare number among others could belong to anything.
    const auto is_bare = [](const v1::Figure& f) { return f.label().empty() && f.unit().empty(); };
    if (result_.figures.size() > 1 &&
        std::any_of(result_.figures.begin(), result_.figures.end(), is_bare)) {
      return std::nullopt;
    }
    return std::move(result_);
  }

 private:
  // What the last token belonged to.
  enum class Last { kNothing, kWords, kFigure };

  bool Next() {
    const Token& token = tokens_[at_];
    switch (token.type) {
      case Type::kSpace:
        attached_ = false;
        ++at_;
        return true;
      case Type::kWord:
        AddWords(token.text);
        ++at_;
        return true;
      case Type::kNumber:
        return ReadNumber();
      case Type::kOpen:
        return ReadBracket();
      case Type::kRange:
      case Type::kClose:
        return false;
    }
    return false;
  }

  void AddWords(const std::u32string& words) {
    if (attached_ && last_ == Last::kWords) {
      pending_.back() += words;
    } else {
      pending_.push_back(words);
    }
    last_ = Last::kWords;
    attached_ = true;
  }

  bool ReadNumber() {
    std::optional<Quantity> quantity = ReadQuantity(tokens_.subspan(at_));
    if (!quantity.has_value()) return false;
    std::u32string prefix;
    if (attached_ && last_ == Last::kWords) {
      prefix = std::move(pending_.back());
      pending_.pop_back();
    }
    at_ += quantity->length;
    if (!AddFigure(prefix, std::move(quantity->figure))) return false;
    if (!quantity->remainder.empty()) AddWords(quantity->remainder);
    return true;
  }

  bool AddFigure(std::u32string_view prefix, v1::Figure figure) {
    figure.set_cumulative(figure.cumulative() || next_is_total_);
    next_is_total_ = false;
    if (!CompleteFigure(prefix, pending_, figure)) return false;
    LeavePending();
    result_.figures.push_back(std::move(figure));
    last_ = Last::kFigure;
    attached_ = true;
    return true;
  }

  bool ReadBracket() {
    const std::span<const Token> inside = Bracketed(tokens_.subspan(at_));
    at_ += inside.size() + 2;
    if (!HasType(inside, Type::kNumber)) {
      AddRemark(TextOf(inside));
      return true;
    }
    if (HasType(inside, Type::kOpen)) return false;
    std::optional<Figures> read = FigureReader(inside).Run();
    if (!read.has_value() || read->figures.size() != 1 || !read->words.empty()) return false;
    v1::Figure& figure = read->figures.front();
    if (last_ == Last::kFigure) return AddSide(figure, inside);
    // "(1)" may number a list rather than count.
    if (figure.unit().empty()) return false;
    if (figure.label().empty()) return AddFigure(U"", std::move(figure));
    LeavePending();
    result_.figures.push_back(std::move(figure));
    last_ = Last::kFigure;
    attached_ = true;
    return true;
  }

  bool AddSide(const v1::Figure& figure, std::span<const Token> inside) {
    v1::Figure& main = result_.figures.back();
    if (main.has_side() || figure.bound() != v1::Figure::BOUND_PLAIN) return false;
    main.mutable_side()->set_number(figure.number());
    main.mutable_side()->set_unit(figure.unit());
    // A side figure has nothing but its label to say that it is a total.
    main.mutable_side()->set_label(figure.cumulative() ? WordsInFront(inside) : figure.label());
    return true;
  }

  // A remark behind a figure explains it and is not compared; one behind words belongs to them.
  void AddRemark(const std::u32string& remark) {
    const bool is_total = remark == U"累計" || remark == U"延べ";
    if (last_ == Last::kFigure) {
      if (is_total) result_.figures.back().set_cumulative(true);
    } else if (is_total) {
      next_is_total_ = true;
    } else {
      if (!pending_.empty()) attached_ = true;
      AddWords(U"(" + remark + U")");
    }
  }

  void LeavePending() {
    for (const std::u32string& words : pending_) result_.words += words;
    pending_.clear();
  }

  std::span<const Token> tokens_;
  size_t at_ = 0;
  Figures result_;
  // Words that no figure has claimed yet, cut at spaces.
  std::vector<std::u32string> pending_;
  Last last_ = Last::kNothing;
  // No space since the last token.
  bool attached_ = false;
  bool next_is_total_ = false;
};

}  // namespace

std::optional<Figures> ReadFigures(std::span<const Token> tokens) {
  return FigureReader(tokens).Run();
}

}  // namespace mokuhyo::values
