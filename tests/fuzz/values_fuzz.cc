// Fuzzes the grammar of value strings and the comparison: any bytes have a value, and what it says
// holds together. See fuzz_main.cc for how it is run without libFuzzer.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "libs/base/text_folding.h"
#include "libs/values/compare.h"
#include "libs/values/decimal.h"
#include "libs/values/figures.h"
#include "libs/values/parse.h"
#include "libs/values/proportion.h"
#include "libs/values/running_total.h"

namespace mokuhyo::values {
namespace {

void Require(bool holds, const char* invariant) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", invariant);
  std::abort();
}

bool IsCanonical(const std::string& number) {
  const absl::StatusOr<Decimal> read = Decimal::Parse(number);
  return read.ok() && read->ToString() == number;
}

void CheckFigure(const v1::Figure& figure) {
  Require(IsCanonical(figure.number()), "a figure is a canonical decimal");
  Require(figure.bound() != v1::Figure::BOUND_UNSPECIFIED, "a figure has a bound");
  const bool is_range = figure.bound() == v1::Figure::BOUND_RANGE;
  Require(is_range != figure.upper().empty(), "only ranges have an upper end");
  if (is_range) {
    Require(IsCanonical(figure.upper()), "an upper end is a canonical decimal");
    Require(*Decimal::Parse(figure.number()) <= *Decimal::Parse(figure.upper()),
            "a range is not empty");
  }
  if (figure.has_side()) Require(IsCanonical(figure.side().number()), "a side figure is canonical");
}

void CheckValue(const v1::Value& value, std::string_view text) {
  Require(value.text() == text, "the text is kept byte for byte");
  Require(value.grammar_version() == kGrammarVersion, "the grammar is named");
  const v1::Meaning& meaning = value.meaning();
  Require(meaning.kind() != v1::Meaning::KIND_UNSPECIFIED, "every text has a kind");
  Require(meaning.figures_size() <= kMaxFigures, "figures are limited");
  const bool tells_figures = meaning.kind() == v1::Meaning::KIND_FIGURES ||
                             meaning.kind() == v1::Meaning::KIND_WORDS_AND_FIGURES;
  Require(tells_figures == (meaning.figures_size() > 0), "the kind says whether there are figures");
  for (const v1::Figure& figure : meaning.figures()) CheckFigure(figure);
  if (base::IsValidUtf8(text)) {
    v1::Value read;
    Require(read.ParseFromString(value.SerializeAsString()) &&
                read.SerializeAsString() == value.SerializeAsString(),
            "a value can be stored and read");
  }
}

void CheckComparison(const v1::Comparison& comparison) {
  Require(comparison.outcome() != v1::OUTCOME_UNSPECIFIED, "every comparison has an outcome");
  Require(comparison.reason() != v1::Comparison::REASON_UNSPECIFIED, "every outcome has a reason");
  for (const v1::PartComparison& part : comparison.parts()) {
    Require(part.outcome() != v1::OUTCOME_UNSPECIFIED, "every part has an outcome");
    Require(comparison.outcome() != v1::OUTCOME_MET || part.outcome() == v1::OUTCOME_MET,
            "met means that every part is met");
    Require(part.attainment_numerator().empty() == part.attainment_denominator().empty(),
            "an attainment is a whole fraction");
    if (part.attainment_numerator().empty()) continue;
    Require(IsCanonical(part.attainment_numerator()) && IsCanonical(part.attainment_denominator()),
            "an attainment is exact");
    Require(Decimal() < *Decimal::Parse(part.attainment_denominator()), "nothing divides by zero");
  }
  Require(!AttainmentAtLeast(comparison, Decimal::FromInt(95)) ||
              AttainmentAtLeast(comparison, Decimal::FromInt(80)),
          "who attains 95 % attains 80 %");
}

void Check(std::string_view input) {
  const std::string_view first = input.substr(0, input.size() / 2);
  const std::string_view second = input.substr(input.size() / 2);
  const v1::Value whole = Parse(input);
  const v1::Value target = Parse(first);
  const v1::Value result = Parse(second);
  CheckValue(whole, input);
  CheckValue(target, first);
  CheckValue(result, second);

  v1::CompareOptions options;
  options.set_range_as_floor(input.size() % 2 == 0);
  options.set_direction(input.size() % 3 == 0 ? v1::DIRECTION_LOWER_IS_BETTER
                                              : v1::DIRECTION_HIGHER_IS_BETTER);
  const v1::Comparison with_itself = Compare(whole, whole, options);
  CheckComparison(with_itself);
  Require(with_itself.outcome() != v1::OUTCOME_NOT_MET, "no value falls short of itself");
  CheckComparison(Compare(target, result, options));
  RunningTotal total = ReadAsRunningTotal(target, result);
  CheckComparison(Compare(total.target, total.result, options));
  TakeInProportion(1 + static_cast<int>(input.size() % 7), 7, total.target, total.result);
  CheckComparison(Compare(total.target, total.result, options));
  CheckComparison(Compare(whole, result, options));
}

}  // namespace
}  // namespace mokuhyo::values

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mokuhyo::values::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
