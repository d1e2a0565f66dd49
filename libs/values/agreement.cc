#include "libs/values/agreement.h"

#include "libs/base/text_folding.h"

namespace mokuhyo::values {
namespace {

using v1::Meaning;

bool SaysNothing(const v1::Value& value) {
  return value.text().empty() || value.meaning().kind() == Meaning::KIND_NO_VALUE;
}

bool IsFailure(Meaning::Kind kind) {
  return kind == Meaning::KIND_NOT_CARRIED_OUT || kind == Meaning::KIND_CANCELLED ||
         kind == Meaning::KIND_NOT_EVALUABLE;
}

bool SameNumbers(const v1::Figure& a, const v1::Figure& b) {
  return a.number() == b.number() && a.upper() == b.upper();
}

// Figures are told apart by their place: two documents that print several of them for one fact
// print them alike, or nobody can say which belongs to which.
Agreement CompareFigureLists(const Meaning& a, const Meaning& b) {
  if (a.figures_size() != b.figures_size()) return Agreement::kUnknown;
  for (int i = 0; i < a.figures_size(); ++i) {
    if (!SameNumbers(a.figures(i), b.figures(i))) return Agreement::kDifferent;
  }
  return Agreement::kSame;
}

Agreement CompareSizes(const Meaning& a, const Meaning& b) {
  if (!a.has_size() || !b.has_size()) return Agreement::kUnknown;
  return SameNumbers(a.size(), b.size()) ? Agreement::kSame : Agreement::kDifferent;
}

bool SameText(const v1::Value& a, const v1::Value& b) {
  const auto folded = [](const v1::Value& value) {
    return base::RemoveSpaces(base::FoldForParsing(value.text()));
  };
  return a.text() == b.text() || folded(a) == folded(b);
}

}  // namespace

Agreement CompareReports(const v1::Value& a, const v1::Value& b) {
  if (SaysNothing(a) || SaysNothing(b)) return Agreement::kUnknown;
  if (SameText(a, b)) return Agreement::kSame;
  const Meaning& left = a.meaning();
  const Meaning& right = b.meaning();
  if (left.figures_size() > 0 && right.figures_size() > 0) return CompareFigureLists(left, right);
  if (left.kind() == Meaning::KIND_COVERAGE && right.kind() == Meaning::KIND_COVERAGE) {
    return CompareSizes(left, right);
  }
  if (left.kind() == Meaning::KIND_UNPARSED || right.kind() == Meaning::KIND_UNPARSED) {
    return Agreement::kUnknown;
  }
  // One says that nothing came of it, and the other that something did.
  if (IsFailure(left.kind()) != IsFailure(right.kind())) return Agreement::kDifferent;
  if (IsFailure(left.kind())) {
    return left.kind() == right.kind() ? Agreement::kSame : Agreement::kDifferent;
  }
  return Agreement::kUnknown;
}

}  // namespace mokuhyo::values
