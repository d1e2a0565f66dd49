#include "libs/domain/goals/goal_tree.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/domain/sheet/checks.h"

namespace mokuhyo::domain {

int DepthOf(const SheetState& state, std::string_view goal) {
  int depth = 0;
  for (std::string_view at = goal; !at.empty(); at = state.ParentOf(at)) ++depth;
  return depth;
}

int HeightOf(const sheets::v1::Goal& goal) {
  int below = 0;
  for (const sheets::v1::Goal& child : goal.goals()) below = std::max(below, HeightOf(child));
  return 1 + below;
}

bool IsUnder(const SheetState& state, std::string_view goal, std::string_view above) {
  for (std::string_view at = goal; !at.empty(); at = state.ParentOf(at)) {
    if (at == above) return true;
  }
  return false;
}

absl::Status RequireDepth(const SheetState& state, std::string_view parent, int height) {
  const int depth = DepthOf(state, parent) + height;
  if (depth <= kMaxDepth) return absl::OkStatus();
  return base::FailedPrecondition("TREE_TOO_DEEP", state.sheet().name(),
                                  absl::StrCat("goals would stand ", depth, " deep; a tree may be ",
                                               kMaxDepth, " deep; choose a goal further up"));
}

}  // namespace mokuhyo::domain
