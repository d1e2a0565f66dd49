#include "libs/projection/declared_totals.h"

#include <algorithm>
#include <string>

#include "libs/projection/tally_counter.h"

namespace mokuhyo::projection {
namespace {

TallyCounter CountScope(const TableSheet& sheet, const std::string& scope) {
  TallyCounter counter;
  for (const domain::CountedRow& row : sheet.rows) {
    if (scope.empty() || row.top->label() == scope) counter.Add(row);
  }
  return counter;
}

bool HasScope(const sheets::v1::Sheet& sheet, const std::string& scope) {
  return scope.empty() ||
         std::any_of(sheet.goals().begin(), sheet.goals().end(),
                     [&scope](const sheets::v1::Goal& top) { return top.label() == scope; });
}

sheets::v1::DeclaredComparison Compare(const TableSheet& sheet,
                                       const documents::v1::DeclaredTotal& declared,
                                       const forms::v1::Form& form) {
  const TallyCounter counter = CountScope(sheet, declared.scope());
  sheets::v1::DeclaredComparison comparison;
  comparison.set_sheet(sheet.sheet->name());
  comparison.set_scope(declared.scope());
  comparison.set_scope_found(HasScope(*sheet.sheet, declared.scope()));
  comparison.set_recomputed_total(counter.row_count());
  comparison.set_comparable(form.has_counting() && comparison.scope_found());
  bool agrees = comparison.comparable();
  if (declared.has_total()) {
    comparison.set_declared_total(declared.total());
    agrees = agrees && declared.total() == counter.row_count();
  }
  for (const forms::v1::Rating& rating : form.ratings()) {
    const int32_t recomputed = counter.CountOf(rating.label());
    const auto printed = declared.counts().find(rating.label());
    const bool is_printed = printed != declared.counts().end();
    if (!is_printed && recomputed == 0) continue;
    sheets::v1::DeclaredCount& count = *comparison.add_counts();
    count.set_rating(rating.label());
    count.set_recomputed(recomputed);
    if (is_printed) {
      count.set_declared(printed->second);
      agrees = agrees && printed->second == recomputed;
    }
  }
  comparison.set_agrees(agrees);
  return comparison;
}

}  // namespace

void CompareDeclaredTotals(
    const TableSheet& sheet, const forms::v1::Form& form,
    google::protobuf::RepeatedPtrField<sheets::v1::DeclaredComparison>& comparisons) {
  for (const documents::v1::DeclaredTotal& declared : sheet.sheet->declared_totals()) {
    *comparisons.Add() = Compare(sheet, declared, form);
  }
}

}  // namespace mokuhyo::projection
