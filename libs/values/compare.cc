#include "libs/values/compare.h"

#include <algorithm>
#include <string>
#include <vector>

#include "libs/values/compare_figures.h"
#include "libs/values/match_figures.h"

namespace mokuhyo::values {
namespace {

using v1::Comparison;
using v1::Meaning;
using v1::PartComparison;

bool HasFigures(const Meaning& meaning) { return meaning.figures_size() > 0; }

bool IsComparableTarget(Meaning::Kind kind) {
  return kind == Meaning::KIND_FIGURES || kind == Meaning::KIND_COVERAGE ||
         kind == Meaning::KIND_WORDS || kind == Meaning::KIND_WORDS_AND_FIGURES;
}

// What a result that says nothing comparable means, REASON_PARTS for those that do.
Comparison::Reason ReasonOfResult(Meaning::Kind kind) {
  switch (kind) {
    case Meaning::KIND_NO_VALUE:
      return Comparison::REASON_RESULT_NO_VALUE;
    case Meaning::KIND_NOT_EVALUABLE:
      return Comparison::REASON_RESULT_NOT_EVALUABLE;
    case Meaning::KIND_NOT_CARRIED_OUT:
      return Comparison::REASON_RESULT_NOT_CARRIED_OUT;
    case Meaning::KIND_CANCELLED:
      return Comparison::REASON_RESULT_CANCELLED;
    case Meaning::KIND_PARTLY_CARRIED_OUT:
      return Comparison::REASON_RESULT_PARTLY_CARRIED_OUT;
    case Meaning::KIND_FIGURES:
    case Meaning::KIND_COVERAGE:
    case Meaning::KIND_WORDS:
    case Meaning::KIND_WORDS_AND_FIGURES:
      return Comparison::REASON_PARTS;
    default:
      return Comparison::REASON_RESULT_UNPARSED;
  }
}

bool IsFailure(Comparison::Reason reason) {
  return reason == Comparison::REASON_RESULT_NOT_CARRIED_OUT ||
         reason == Comparison::REASON_RESULT_CANCELLED ||
         reason == Comparison::REASON_RESULT_PARTLY_CARRIED_OUT;
}

// The target asks for carrying out and nothing else, or the result says so and nothing else.
bool IsBareCarryingOut(const std::string& words) { return words == "実施" || words == "実施する"; }

PartComparison CompareWords(const Meaning& target, const Meaning& result) {
  PartComparison part;
  part.set_target(target.words());
  part.set_result(result.words());
  const bool carried_out =
      result.carried_out() && (IsBareCarryingOut(target.words()) ||
                               (target.carried_out() && IsBareCarryingOut(result.words())));
  if (target.words() == result.words()) {
    part.set_test(PartComparison::TEST_SAME_WORDS);
  } else if (carried_out) {
    part.set_test(PartComparison::TEST_CARRIED_OUT);
  } else {
    part.set_test(PartComparison::TEST_DIFFERENT_WORDS);
  }
  part.set_outcome(part.test() == PartComparison::TEST_DIFFERENT_WORDS ? v1::OUTCOME_UNDECIDED
                                                                       : v1::OUTCOME_MET);
  return part;
}

PartComparison CompareCoverage(const Meaning& target, const Meaning& result) {
  PartComparison part;
  part.set_target(target.words());
  part.set_result(result.words());
  part.set_test(PartComparison::TEST_COVERAGE);
  part.set_outcome(v1::OUTCOME_MET);
  return part;
}

void CompareParts(const Meaning& target, const Meaning& result, Comparison& comparison) {
  if (target.kind() == Meaning::KIND_COVERAGE) {
    *comparison.add_parts() = CompareCoverage(target, result);
    return;
  }
  if (!target.words().empty()) *comparison.add_parts() = CompareWords(target, result);
  const std::vector<int> matches = MatchFigures(target, result);
  for (int i = 0; i < target.figures_size(); ++i) {
    const int match = matches[static_cast<size_t>(i)];
    *comparison.add_parts() =
        match < 0 ? WithoutCounterpart(target.figures(i))
                  : CompareFigures(target.figures(i), result.figures(match), comparison.options());
  }
}

// Words can be compared with whatever may say that something was carried out; figures need figures,
// and coverage needs coverage.
bool AreOfDifferentKinds(const Meaning& target, const Meaning& result) {
  if (target.kind() == Meaning::KIND_COVERAGE) return result.kind() != Meaning::KIND_COVERAGE;
  return HasFigures(target) && !HasFigures(result);
}

v1::Outcome OutcomeOfParts(const Comparison& comparison) {
  const auto has = [&comparison](v1::Outcome outcome) {
    return std::any_of(comparison.parts().begin(), comparison.parts().end(),
                       [outcome](const PartComparison& p) { return p.outcome() == outcome; });
  };
  if (has(v1::OUTCOME_NOT_MET)) return v1::OUTCOME_NOT_MET;
  return has(v1::OUTCOME_UNDECIDED) || comparison.parts().empty() ? v1::OUTCOME_UNDECIDED
                                                                  : v1::OUTCOME_MET;
}

Comparison::Reason ReasonFor(const Meaning& target, const Meaning& result) {
  if (!IsComparableTarget(target.kind())) return Comparison::REASON_TARGET_NOT_COMPARABLE;
  const Comparison::Reason reason = ReasonOfResult(result.kind());
  if (reason != Comparison::REASON_PARTS) return reason;
  return AreOfDifferentKinds(target, result) ? Comparison::REASON_DIFFERENT_KINDS
                                             : Comparison::REASON_PARTS;
}

}  // namespace

v1::Comparison Compare(const v1::Value& target, const v1::Value& result,
                       const v1::CompareOptions& options) {
  Comparison comparison;
  *comparison.mutable_options() = options;
  comparison.set_reason(ReasonFor(target.meaning(), result.meaning()));
  if (comparison.reason() == Comparison::REASON_PARTS) {
    CompareParts(target.meaning(), result.meaning(), comparison);
    comparison.set_outcome(OutcomeOfParts(comparison));
  } else {
    comparison.set_outcome(IsFailure(comparison.reason()) ? v1::OUTCOME_NOT_MET
                                                          : v1::OUTCOME_UNDECIDED);
  }
  return comparison;
}

}  // namespace mokuhyo::values
