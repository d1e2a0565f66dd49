#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_check.h"
#include "libs/base/violations.h"
#include "libs/domain/results/decide_results.h"
#include "libs/domain/results/goal_path.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"

namespace mokuhyo::domain {
namespace {

void CheckFields(const sheets::v1::Goal& goal, const forms::v1::Form& form,
                 const google::protobuf::RepeatedPtrField<std::string>& fields,
                 base::Violations& violations) {
  if (fields.size() > kMaxBlankFields) {
    violations.Add("fields",
                   absl::StrCat("has ", fields.size(), " entries, at most ", kMaxBlankFields));
    return;
  }
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < fields.size(); ++i) {
    const std::string path = absl::StrCat("fields[", i, "]");
    // The period of a result may be long.
    base::CheckLine(path, fields[i], kMaxLabelCharacters, violations);
    if (!seen.insert(fields[i]).second) {
      violations.Add(path, absl::StrCat("'", fields[i], "' comes twice"));
    }
  }
  CheckBlankPaths(goal, form, fields, "fields", violations);
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const indicators::v1::MarkIntentionallyBlankRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const sheets::v1::Goal* goal,
                           OpenGoal(state, context, request.name(), "name", request.etag()));
  base::Violations violations;
  CheckReason(request.reason(), false, "a blank", violations);
  CheckFields(*goal, context.form, request.fields(), violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  const auto& before = goal->intentionally_blank();
  if (std::equal(before.begin(), before.end(), request.fields().begin(), request.fields().end())) {
    return SheetEvents{};
  }
  SheetEvents events(1);
  auto& marked = *events[0].mutable_marked_intentionally_blank();
  marked.set_goal(goal->id());
  *marked.mutable_fields() = request.fields();
  return events;
}

}  // namespace mokuhyo::domain
