#include "libs/projection/level_groups.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/checks.h"

namespace mokuhyo::projection {
namespace {

using sheets::v1::Goal;

// Visits a tree, with the group of the nearest goal of the level above.
class Walk {
 public:
  Walk(std::string_view level, absl::flat_hash_map<const Goal*, GroupKey>& groups)
      : level_(level), groups_(groups) {}

  void Visit(const google::protobuf::RepeatedPtrField<Goal>& goals, const GroupKey* above) {
    for (const Goal& goal : goals) {
      labels_.push_back(goal.label());
      GroupKey own;
      const GroupKey* group = above;
      if (goal.level() == level_) {
        own = {domain::JoinLabels(labels_), goal.title()};
        group = &own;
      }
      if (group != nullptr) groups_.emplace(&goal, *group);
      Visit(goal.goals(), group);
      labels_.pop_back();
    }
  }

 private:
  const std::string_view level_;
  absl::flat_hash_map<const Goal*, GroupKey>& groups_;
  std::vector<std::string> labels_;
};

// The forms under which a level may be asked for.
std::vector<const forms::v1::Form*> FormsOf(std::string_view form,
                                            const SheetSelection& selection) {
  std::vector<const forms::v1::Form*> forms;
  for (const SheetWithForm& sheet : selection.WithForms()) forms.push_back(sheet.form);
  if (!forms.empty()) return forms;
  for (const std::string& id : selection.forms->state.ids()) {
    if (form.empty() || id == form) forms.push_back(selection.forms->state.Find(id, 0));
  }
  return forms;
}

}  // namespace

LevelGoals::LevelGoals(const sheets::v1::Sheet& sheet, std::string_view level) {
  Walk(level, groups_).Visit(sheet.goals(), nullptr);
}

GroupKey LevelGoals::Of(const domain::CountedRow& row) const {
  const auto found = groups_.find(row.goal);
  return found == groups_.end() ? GroupKey{} : found->second;
}

std::optional<LevelFilter> ParseLevelFilter(std::string_view text, const forms::v1::Form& form) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view level = text.substr(0, colon);
  if (domain::FindLevel(form, level) == nullptr) return std::nullopt;
  return LevelFilter{std::string(level), std::string(text.substr(colon + 1))};
}

absl::Status CheckGroupLevel(std::string_view group_level, std::string_view form,
                             const SheetSelection& selection) {
  if (group_level.empty()) return absl::OkStatus();
  std::set<std::string> levels;
  for (const forms::v1::Form* candidate : FormsOf(form, selection)) {
    if (domain::FindLevel(*candidate, group_level) != nullptr) return absl::OkStatus();
    for (const forms::v1::Level& level : candidate->levels()) levels.insert(level.key());
  }
  return base::InvalidArgument(
      "group_level", "INVALID_FIELDS",
      absl::StrCat("no form of these sheets has a level '",
                   absl::string_view(group_level.data(), group_level.size()),
                   "'; their levels are: ", absl::StrJoin(levels, ", ")));
}

}  // namespace mokuhyo::projection
