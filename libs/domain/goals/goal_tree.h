#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_GOAL_TREE_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_GOAL_TREE_H_

#include <string_view>

#include "absl/status/status.h"
#include "libs/domain/sheet/sheet_state.h"

// Questions about the shape of the tree of goals.
namespace mokuhyo::domain {

// How many goals stand on the way from the top down to `goal`, itself included; 0 for "".
int DepthOf(const SheetState& state, std::string_view goal);
// The same for the deepest way down from `goal`.
int HeightOf(const sheets::v1::Goal& goal);
// True if `goal` is `above` or stands below it.
bool IsUnder(const SheetState& state, std::string_view goal, std::string_view above);

// FAILED_PRECONDITION with reason TREE_TOO_DEEP if a goal of this height does not fit under
// `parent` ("": the top).
absl::Status RequireDepth(const SheetState& state, std::string_view parent, int height);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_GOAL_TREE_H_
