#include <string>

#include "libs/projection/expected_results.h"
#include "libs/projection/observations/rules.h"

namespace mokuhyo::projection {

using sheets::v1::Evidence;

void ObserveDueResults(const ObservedSheet& sheet, ObservationList& found) {
  for (const ExpectedResult& expected : ExpectedResults(sheet.sheet, sheet.date)) {
    const bool is_late = expected.punctuality == Punctuality::kLate;
    if (!is_late && expected.punctuality != Punctuality::kMissing) continue;
    // The key of the deadline tells deadlines for one period apart, the other years' aside.
    auto& observation = found.Add(is_late ? sheets::v1::OBSERVATION_KIND_RESULT_LATE
                                          : sheets::v1::OBSERVATION_KIND_RESULT_MISSING,
                                  *expected.indicator, expected.deadline->key());
    const std::string source = ResourceOf(*sheet.sheet.sheet, *expected.indicator);
    AddEvidence(observation, Evidence::ROLE_DUE_DATE, expected.due_on, source)
        .set_period(expected.deadline->period());
    if (is_late) {
      AddEvidence(observation, Evidence::ROLE_DONE_DATE, expected.reported_on, source)
          .set_period(expected.deadline->period());
    }
  }
}

}  // namespace mokuhyo::projection
