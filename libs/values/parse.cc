#include "libs/values/parse.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/text_folding.h"
#include "libs/values/figures.h"
#include "libs/values/quantity.h"
#include "libs/values/statement.h"
#include "libs/values/tokenizer.h"

namespace mokuhyo::values {
namespace {

using Type = Token::Type;

v1::Meaning Unparsed() {
  v1::Meaning meaning;
  meaning.set_kind(v1::Meaning::KIND_UNPARSED);
  return meaning;
}

// The word behind the size of a population, without the size's unit, so that (18校) and (19校)
// leave equal words. In 全19小学校 the unit is what names the population and stays.
std::string WithoutUnit(std::string word, const std::string& words_before, bool behind_size,
                        const v1::Figure& size) {
  if (behind_size && !words_before.ends_with("全") && word.starts_with(size.unit())) {
    word.erase(0, size.unit().size());
  }
  return word;
}

// One statement about a population, with at most its size as a number: "区内全小学校で実施(18校)".
// A bound or a percentage makes it a figure about that population instead, and further clauses make
// it a text.
std::optional<v1::Meaning> ReadCoverage(std::u32string_view folded, std::span<const Token> tokens) {
  if (!StatesCoverage(folded)) return std::nullopt;
  v1::Meaning meaning;
  meaning.set_kind(v1::Meaning::KIND_COVERAGE);
  std::string words;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const bool before_bracket = i + 1 < tokens.size() && tokens[i + 1].type == Type::kOpen;
    if (tokens[i].type == Type::kSpace && !before_bracket) return std::nullopt;
    if (tokens[i].type == Type::kWord) {
      const bool behind_size = i > 0 && tokens[i - 1].type == Type::kNumber;
      words += WithoutUnit(base::ToUtf8(tokens[i].text), words, behind_size, meaning.size());
    }
    if (tokens[i].type != Type::kNumber) continue;
    const std::optional<Quantity> size = ReadQuantity(tokens.subspan(i));
    if (meaning.has_size() || !size.has_value() || size->figure.unit() == "%" ||
        size->figure.bound() != v1::Figure::BOUND_PLAIN) {
      return std::nullopt;
    }
    *meaning.mutable_size() = size->figure;
  }
  meaning.set_words(words);
  return meaning;
}

bool IsZero(const v1::Figure& figure) { return figure.number() == "0"; }

v1::Meaning ReadFiguresAndWords(std::u32string_view folded, std::span<const Token> tokens) {
  std::optional<Figures> read = ReadFigures(tokens);
  if (!read.has_value()) return Unparsed();
  v1::Meaning meaning;
  if (read->figures.empty()) {
    meaning.set_kind(v1::Meaning::KIND_WORDS);
    meaning.set_words(base::ToUtf8(base::RemoveSpaces(folded)));
  } else {
    meaning.set_kind(read->words.empty() ? v1::Meaning::KIND_FIGURES
                                         : v1::Meaning::KIND_WORDS_AND_FIGURES);
    meaning.set_words(base::ToUtf8(read->words));
  }
  const bool nothing_done = std::any_of(read->figures.begin(), read->figures.end(), IsZero);
  meaning.set_carried_out(!nothing_done && StatesCarriedOut(folded));
  for (v1::Figure& figure : read->figures) *meaning.add_figures() = std::move(figure);
  return meaning;
}

v1::Meaning Understand(std::u32string_view folded) {
  if (std::optional<v1::Meaning> absence = ReadAbsence(folded)) return *std::move(absence);
  const size_t begin = folded.find_first_not_of(U' ');
  folded = folded.substr(begin, folded.find_last_not_of(U' ') - begin + 1);
  const std::optional<std::vector<Token>> tokens = Tokenize(folded);
  if (!tokens.has_value()) return Unparsed();
  if (StatesFailure(folded)) {
    const bool has_figures = std::any_of(tokens->begin(), tokens->end(), [](const Token& token) {
      return token.type == Type::kNumber;
    });
    return has_figures ? Unparsed() : ReadFailure(folded);
  }
  if (std::optional<v1::Meaning> coverage = ReadCoverage(folded, *tokens)) {
    coverage->set_carried_out(StatesCarriedOut(folded));
    return *std::move(coverage);
  }
  return ReadFiguresAndWords(folded, *tokens);
}

}  // namespace

v1::Value Parse(std::string_view text) {
  v1::Value value;
  value.set_text(text.data(), text.size());
  value.set_grammar_version(kGrammarVersion);
  const bool readable = text.size() <= kMaxParsedBytes && base::IsValidUtf8(text);
  *value.mutable_meaning() = readable ? Understand(base::FoldForParsing(text)) : Unparsed();
  return value;
}

}  // namespace mokuhyo::values
