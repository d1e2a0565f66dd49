#include "libs/projection/observations/observe.h"

#include "absl/container/flat_hash_map.h"
#include "libs/projection/observations/observation_list.h"
#include "libs/projection/observations/rules.h"
#include "libs/projection/observations/series_values.h"

namespace mokuhyo::projection {

std::vector<sheets::v1::Observation> Observe(const ObservedSheet& sheet) {
  ObservationList found(*sheet.sheet.sheet);
  const SeriesValues series(sheet);
  ObserveTargetsBelowLastResult(sheet, series, found);
  ObserveChangedTargets(sheet, found);
  ObserveOvershoots(sheet, found);
  ObserveDifferingComments(sheet, found);
  ObserveSeriesBreaks(sheet, found);
  ObserveDueResults(sheet, found);
  ObserveMissingLinkTargets(sheet, found);
  ObserveDifferingReports(sheet, series, found);
  ObserveMissingFacts(sheet, found);
  ObserveDifferingTotals(sheet, found);
  std::vector<sheets::v1::Observation> all = found.Take();

  absl::flat_hash_map<std::string, const sheets::v1::ObservationAnswer*> answers;
  for (const auto& answer : sheet.sheet.sheet->observation_answers()) {
    answers[answer.observation()] = &answer;
  }
  for (sheets::v1::Observation& observation : all) {
    const auto answer = answers.find(observation.id());
    if (answer != answers.end()) *observation.mutable_answer() = *answer->second;
  }
  return all;
}

}  // namespace mokuhyo::projection
