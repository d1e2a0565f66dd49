#include <string>

#include "libs/projection/observations/rules.h"

namespace mokuhyo::projection {

using sheets::v1::Evidence;
using sheets::v1::Indicator;

void ObserveChangedTargets(const ObservedSheet& sheet, ObservationList& found) {
  ForEachIndicator(*sheet.sheet.sheet, [&](const sheets::v1::Goal&, const Indicator& indicator) {
    const std::string source = ResourceOf(*sheet.sheet.sheet, indicator);
    for (const sheets::v1::TargetRevision& revision : indicator.target_revisions()) {
      auto& observation = found.Add(sheets::v1::OBSERVATION_KIND_TARGET_CHANGED, indicator,
                                    std::to_string(revision.position()));
      if (revision.has_previous()) {
        AddEvidence(observation, Evidence::ROLE_PREVIOUS_TARGET, revision.previous().text(),
                    source);
      }
      if (revision.has_target())
        AddEvidence(observation, Evidence::ROLE_TARGET, revision.target().text(), source);
      AddEvidence(observation, Evidence::ROLE_DONE_DATE, revision.effective_date(), source);
      if (!revision.reason().empty())
        AddEvidence(observation, Evidence::ROLE_REASON, revision.reason(), source);
    }
  });
}

}  // namespace mokuhyo::projection
