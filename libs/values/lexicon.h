#ifndef MOKUHYO_LIBS_VALUES_LEXICON_H_
#define MOKUHYO_LIBS_VALUES_LEXICON_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "libs/values/decimal.h"
#include "mokuhyo/values/v1/value.pb.h"

// The words that the grammar of value strings knows. All are folded for parsing
// (base::FoldForParsing). A word that is missing here makes a value less understood, never wrongly
// understood: what is left over stays part of a unit or of the words, and two that differ are left
// to people.
namespace mokuhyo::values {

using Words = std::span<const std::u32string_view>;

// Words that end a clause that was carried out: 実施, 開催, 完成 …
Words CarriedOutEndings();

// Words that end a clause that was not: 未実施, 中止, 開催できず …
Words FailureEndings();

// Words that take something back or put it off, wherever they stand: 一部, 予定, 延期 …
Words Reserves();

// What connects a cause with its effect: のため, により …
Words CauseMarkers();

// Words for all of a population: 全て, 全数, 全小学校 …
Words CoverageWords();

// Counters that name something rather than count it (5年, 3月, 65歳): such numbers are words.
Words NamingCounters();

// Compounds that begin like a naming counter and do count: 年間, 時間 …
Words MeasuringCounters();

// What follows the unit and belongs neither to it nor to the next label: 実施, 開催, 達成, 発行 …
Words ActionWords();

// Counters that may stand apart from their number: "100 %".
Words DetachedUnits();

// What makes a figure only roughly so, before it (約) or behind its unit (程度).
Words ApproximationsBefore();
Words ApproximationsBehind();

// A word behind a number that bounds it.
struct BoundWord {
  std::u32string_view word;
  v1::Figure::Bound bound;
};
std::span<const BoundWord> BoundWords();

// Whether `text` ends (begins) with one of `words`; the length of the longest that does, else 0.
size_t MatchSuffix(std::u32string_view text, Words words);
size_t MatchPrefix(std::u32string_view text, Words words);

// Whether one of `words` is anywhere in `text`, or is `text`.
bool ContainsAny(std::u32string_view text, Words words);
bool IsAny(std::u32string_view text, Words words);

// Whether `c` separates clauses: 、 。 and the like.
bool IsSeparator(char32_t c);

// Whether `c` is a hiragana particle that ends a unit or a label: で を の に へ が は と も や.
bool IsParticle(char32_t c);

// What a 百, 千, 万, 億 or 兆 behind a number multiplies it by ("3万人"); zero for any other
// character.
Decimal ScaleOf(char32_t c);

// One spelling for units that have several: ヶ所 and 箇所, ㎡ and m2, 名 and 人.
std::string CanonicalUnit(std::string_view unit);

}  // namespace mokuhyo::values

#endif  // MOKUHYO_LIBS_VALUES_LEXICON_H_
