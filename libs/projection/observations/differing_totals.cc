#include <string>

#include "absl/strings/str_cat.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/projection/declared_totals.h"
#include "libs/projection/observations/rules.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Evidence;

// The figures that differ, `total 5`, `達成 4`, each beside what the rows come to.
void AddFigures(const sheets::v1::DeclaredComparison& comparison, const std::string& source,
                sheets::v1::Observation& observation) {
  const auto add = [&](const std::string& what, int declared, int recomputed) {
    if (declared == recomputed) return;
    AddEvidence(observation, Evidence::ROLE_DECLARED, absl::StrCat(what, " ", declared), source);
    AddEvidence(observation, Evidence::ROLE_RECOMPUTED, absl::StrCat(what, " ", recomputed),
                source);
  };
  if (comparison.has_declared_total())
    add("total", comparison.declared_total(), comparison.recomputed_total());
  for (const sheets::v1::DeclaredCount& count : comparison.counts()) {
    if (count.has_declared()) add(count.rating(), count.declared(), count.recomputed());
  }
}

}  // namespace

void ObserveDifferingTotals(const ObservedSheet& sheet, ObservationList& found) {
  const sheets::v1::Sheet& printed = *sheet.sheet.sheet;
  // Nothing can be recomputed where the form counts nothing.
  if (!sheet.sheet.form->has_counting() || printed.declared_totals().empty()) return;
  google::protobuf::RepeatedPtrField<sheets::v1::DeclaredComparison> comparisons;
  CompareDeclaredTotals({&printed, domain::CountedRows(printed, *sheet.sheet.form)},
                        *sheet.sheet.form, comparisons);
  for (const sheets::v1::DeclaredComparison& comparison : comparisons) {
    if (comparison.agrees()) continue;
    const std::string& scope = comparison.scope();
    auto& observation = found.Add(sheets::v1::OBSERVATION_KIND_DECLARED_TOTAL_DIFFERS,
                                  scope.empty() ? "all" : absl::StrCat("goal/", scope));
    observation.set_label(scope);
    if (!comparison.scope_found()) {
      // The total is of a top goal that the sheet has not.
      AddEvidence(observation, Evidence::ROLE_FIELD, "scope", printed.name());
    }
    AddFigures(comparison, printed.name(), observation);
  }
}

}  // namespace mokuhyo::projection
