#include "libs/values/statement.h"

#include <algorithm>
#include <string>
#include <vector>

#include "libs/base/text_folding.h"
#include "libs/values/lexicon.h"

namespace mokuhyo::values {
namespace {

using std::u32string_view;

constexpr u32string_view kNotEvaluable = U"評価不能";

v1::Meaning MeaningOf(v1::Meaning::Kind kind) {
  v1::Meaning meaning;
  meaning.set_kind(kind);
  return meaning;
}

// The text without what stands in brackets; what stood in the last brackets goes to `bracketed`.
std::u32string WithoutBrackets(u32string_view text, std::u32string* bracketed = nullptr) {
  std::u32string outside;
  std::u32string inside;
  int depth = 0;
  for (const char32_t c : text) {
    if (c == U')' && depth > 0) --depth;
    if (c == U'(' && depth++ == 0) {
      inside.clear();
    } else if (depth > 0) {
      inside.push_back(c);
    } else if (c != U')') {
      outside.push_back(c);
    }
  }
  if (bracketed != nullptr) *bracketed = inside;
  return outside;
}

std::vector<u32string_view> Split(u32string_view text, u32string_view separators) {
  std::vector<u32string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// The clause without the endings of politeness and tense that say nothing more.
u32string_view Stem(u32string_view clause) {
  static constexpr u32string_view kEndings[] = {
      U"しました", U"した", U"する", U"済み", U"済", U"となった", U"とした", U"となりました"};
  clause.remove_suffix(MatchSuffix(clause, kEndings));
  return clause;
}

// Sentences are cut at spaces, clauses at commas as well.
constexpr u32string_view kSentenceEnds = U" 。";
constexpr u32string_view kClauseEnds = U" 。、,";

bool Fails(u32string_view clause) { return MatchSuffix(Stem(clause), FailureEndings()) > 0; }

bool FailsOnlyPartly(u32string_view clause) {
  return Fails(clause) && clause.find(U"一部") != u32string_view::npos;
}

bool Succeeds(u32string_view clause) {
  return MatchSuffix(Stem(clause), CarriedOutEndings()) > 0 && !ContainsAny(clause, Reserves());
}

bool AnyClause(u32string_view text, bool (*holds)(u32string_view)) {
  const std::vector<u32string_view> clauses = Split(text, kClauseEnds);
  return std::any_of(clauses.begin(), clauses.end(), holds);
}

// What stands before "のため中止", "により、未実施", or in brackets behind 中止.
std::u32string CauseOf(u32string_view outside, std::u32string_view bracketed) {
  size_t first = u32string_view::npos;
  for (const u32string_view marker : CauseMarkers()) first = std::min(first, outside.find(marker));
  u32string_view cause = first == u32string_view::npos ? bracketed : outside.substr(0, first);
  if (cause.ends_with(U"のため")) cause.remove_suffix(3);
  return base::RemoveSpaces(cause);
}

}  // namespace

std::optional<v1::Meaning> ReadAbsence(u32string_view folded) {
  const std::u32string text = base::RemoveSpaces(folded);
  if (text.empty() || text == U"-" || text == U"ー") {
    return MeaningOf(v1::Meaning::KIND_NO_VALUE);
  }
  std::u32string cause;
  if (WithoutBrackets(text, &cause) == kNotEvaluable) {
    v1::Meaning meaning = MeaningOf(v1::Meaning::KIND_NOT_EVALUABLE);
    meaning.set_cause(base::ToUtf8(cause));
    return meaning;
  }
  return std::nullopt;
}

bool StatesFailure(u32string_view folded) { return AnyClause(WithoutBrackets(folded), Fails); }

v1::Meaning ReadFailure(u32string_view folded) {
  std::u32string bracketed;
  const std::u32string text = WithoutBrackets(folded, &bracketed);
  if (AnyClause(text, Succeeds) || AnyClause(text, FailsOnlyPartly)) {
    return MeaningOf(v1::Meaning::KIND_PARTLY_CARRIED_OUT);
  }
  for (const u32string_view sentence : Split(text, kSentenceEnds)) {
    if (!AnyClause(sentence, Fails) && !ContainsAny(sentence, CauseMarkers())) {
      return MeaningOf(v1::Meaning::KIND_UNPARSED);
    }
  }
  const std::u32string cause = CauseOf(text, bracketed);
  const bool called_off =
      AnyClause(text, [](u32string_view clause) { return Stem(clause).ends_with(U"中止"); });
  v1::Meaning meaning = MeaningOf(cause.empty() && !called_off ? v1::Meaning::KIND_NOT_CARRIED_OUT
                                                               : v1::Meaning::KIND_CANCELLED);
  meaning.set_cause(base::ToUtf8(cause));
  return meaning;
}

bool StatesCarriedOut(u32string_view folded) {
  const std::u32string text = WithoutBrackets(folded);
  return !ContainsAny(folded, Reserves()) &&
         AnyClause(text, [](u32string_view clause) { return Stem(clause).ends_with(U"実施"); });
}

bool StatesCoverage(u32string_view folded) {
  static constexpr u32string_view kDenials[] = {U"せず", U"ない",   U"なかった", U"できず",
                                                U"一部", U"除き",   U"除く",     U"未実施",
                                                U"延期", U"見送り", U"以外"};
  return ContainsAny(folded, CoverageWords()) && !ContainsAny(folded, kDenials);
}

}  // namespace mokuhyo::values
