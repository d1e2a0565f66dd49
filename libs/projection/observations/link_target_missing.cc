#include "absl/strings/str_cat.h"
#include "libs/domain/sheet/goal_reference.h"
#include "libs/projection/observations/rules.h"

namespace mokuhyo::projection {

using sheets::v1::Evidence;
using sheets::v1::Goal;

void ObserveMissingLinkTargets(const ObservedSheet& sheet, ObservationList& found) {
  ForEachGoal(sheet.sheet.sheet->goals(), [&](const Goal& goal) {
    for (const documents::v1::GoalLink& link : goal.contributes_to()) {
      const auto target = sheet.linked.find(link.sheet());
      const bool has_sheet = target != sheet.linked.end();
      if (has_sheet && domain::FindByReference(*target->second, link.goal()) != nullptr) continue;
      const std::string target_id = link.sheet().substr(link.sheet().rfind('/') + 1);
      auto& observation = found.Add(sheets::v1::OBSERVATION_KIND_LINK_TARGET_MISSING, goal,
                                    absl::StrCat(target_id, "/", link.goal()));
      const std::string source = ResourceOf(*sheet.sheet.sheet, goal);
      AddEvidence(observation, Evidence::ROLE_LINK,
                  absl::StrCat(link.sheet(), "/goals/", link.goal()), source);
      // Which of the two fields of the link leads nowhere.
      AddEvidence(observation, Evidence::ROLE_FIELD, has_sheet ? "goal" : "sheet", source);
    }
  });
}

}  // namespace mokuhyo::projection
