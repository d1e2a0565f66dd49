#include "libs/domain/goals/level_mapping.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/domain/sheet/checks.h"

namespace mokuhyo::domain {
namespace {

std::string LevelsOf(const forms::v1::Form& form) {
  return absl::StrJoin(form.levels(), ", ",
                       [](std::string* out, const auto& level) { out->append(level.key()); });
}

}  // namespace

LevelMapping::LevelMapping(
    const google::protobuf::RepeatedPtrField<goals::v1::LevelMapping>& mapping,
    const forms::v1::Form& from, const forms::v1::Form& to)
    : mapping_(mapping), from_(from), to_(to) {
  for (const auto& entry : mapping) mapped_.emplace(entry.from(), entry.to());
}

const std::string& LevelMapping::To(const std::string& level) const {
  const auto found = mapped_.find(level);
  return found == mapped_.end() ? level : found->second;
}

void LevelMapping::Check(const SheetState& source, base::Violations& violations) const {
  std::set<std::string> seen;
  for (int i = 0; i < mapping_.size(); ++i) {
    const std::string path = ItemPath("levels", i);
    const std::string& from = mapping_[i].from();
    const std::string& to = mapping_[i].to();
    if (FindLevel(from_, from) == nullptr) {
      violations.Add(JoinPath(path, "from"), absl::StrCat("the form of the sheet has no level '",
                                                          from, "'; it has: ", LevelsOf(from_)));
    } else if (!seen.insert(from).second) {
      violations.Add(JoinPath(path, "from"), absl::StrCat("'", from, "' is named twice"));
    }
    if (!to.empty() && FindLevel(to_, to) == nullptr) {
      violations.Add(JoinPath(path, "to"),
                     absl::StrCat("the new form has no level '", to, "'; it has: ", LevelsOf(to_),
                                  "; leave it empty to leave goals "
                                  "of level '",
                                  from, "' out"));
    }
  }
  // Where the mapping itself is wrong, so would be what follows from it.
  base::Violations of_goals;
  CheckGoals(source.sheet().goals(), "", of_goals);
  if (!violations.empty()) return;
  // One word for all goals of one kind.
  std::set<std::string> said;
  for (const auto& violation : of_goals.list()) {
    if (said.insert(violation.description).second)
      violations.Add(violation.field, violation.description);
  }
}

void LevelMapping::CheckGoals(const google::protobuf::RepeatedPtrField<sheets::v1::Goal>& goals,
                              const std::string& level_above, base::Violations& violations) const {
  for (const sheets::v1::Goal& goal : goals) {
    if (goal.withdrawn()) continue;
    const std::string& level = To(goal.level());
    if (level.empty()) {
      CheckGoals(goal.goals(), level_above, violations);
      continue;
    }
    if (FindLevel(to_, level) == nullptr) {
      violations.Add("levels", absl::StrCat("the new form has no level '", level,
                                            "', of which the sheet has goals; name one of ",
                                            LevelsOf(to_), ", or an empty one to leave them out"));
    } else if (level_above.empty() || FindLevel(to_, level_above) != nullptr) {
      CheckLevelUnder(to_, level, level_above, "levels", violations);
    }
    CheckGoals(goal.goals(), level, violations);
  }
}

}  // namespace mokuhyo::domain
