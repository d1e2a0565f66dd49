#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/domain/goals/decide_goals.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/values/parse.h"

// SetTargets, SetPastValues.
namespace mokuhyo::domain {
namespace {

using base::Violations;
using goals::v1::TargetEntry;
using google::protobuf::RepeatedPtrField;
using sheets::v1::Indicator;
using sheets::v1::PastValue;

constexpr int kMaxTargets = 1000;

void CheckTargets(const RepeatedPtrField<TargetEntry>& targets, const SheetState& state,
                  Violations& violations) {
  if (targets.empty()) violations.Add("targets", "is required: at least one target");
  if (targets.size() > kMaxTargets) {
    violations.Add("targets",
                   absl::StrCat("has ", targets.size(), " entries; at most ", kMaxTargets));
  }
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < targets.size(); ++i) {
    const std::string path = ItemPath("targets", i);
    const std::string& id = targets[i].indicator();
    if (state.FindIndicator(id) == nullptr) {
      violations.Add(JoinPath(path, "indicator"),
                     absl::StrCat("the sheet has no indicator '", id, "'"));
    } else if (!seen.insert(id).second) {
      violations.Add(JoinPath(path, "indicator"),
                     absl::StrCat("indicator '", id, "' is named twice"));
    }
    CheckValueText(targets[i].target(), JoinPath(path, "target"), violations);
  }
}

bool IsSame(const Indicator& indicator, const TargetEntry& entry) {
  return indicator.has_target() == entry.has_target() &&
         indicator.target().text() == entry.target();
}

// The past values of the request as they are stored, all but their meaning.
RepeatedPtrField<PastValue> ToPastValues(
    const RepeatedPtrField<goals::v1::PastValueEntry>& entries) {
  RepeatedPtrField<PastValue> past;
  for (const auto& entry : entries) {
    PastValue& value = *past.Add();
    value.set_fiscal_year(entry.fiscal_year());
    if (entry.has_value()) value.mutable_value()->set_text(entry.value());
  }
  return past;
}

bool IsSame(const RepeatedPtrField<PastValue>& before, const RepeatedPtrField<PastValue>& after) {
  return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                    [](const PastValue& one, const PastValue& other) {
                      return one.fiscal_year() == other.fiscal_year() &&
                             one.has_value() == other.has_value() &&
                             one.value().text() == other.value().text();
                    });
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::SetTargetsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(OpenSheet(state, context, request.parent(), "parent", request.etag()));
  Violations violations;
  CheckTargets(request.targets(), state, violations);
  SheetEvents events(1);
  events::v1::TargetsSet& set = *events[0].mutable_targets_set();
  for (const TargetEntry& entry : request.targets()) {
    const Indicator* indicator = state.FindIndicator(entry.indicator());
    if (indicator == nullptr || IsSame(*indicator, entry)) continue;
    auto& target = *set.add_targets();
    target.set_indicator(entry.indicator());
    if (entry.has_target()) *target.mutable_target() = values::Parse(entry.target());
    if (indicator->has_target()) *target.mutable_previous() = indicator->target();
  }
  CheckReason(request.reason(), !set.targets().empty() && IsRevision(state, context),
              "a change of targets after publication", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  std::vector<std::string> goals;
  for (const auto& target : set.targets())
    goals.push_back(state.GoalOfIndicator(target.indicator()));
  MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, goals));
  if (set.targets().empty()) events.clear();
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const goals::v1::SetPastValuesRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_ASSIGN_OR_RETURN(const Indicator* indicator,
                           OpenIndicator(state, context, request.name(), "name", request.etag()));
  const RepeatedPtrField<PastValue> given = ToPastValues(request.past());
  const bool changes = !IsSame(indicator->past(), given);
  Violations violations;
  CheckPastValues(given, state.sheet().fiscal_year(), "past", violations);
  CheckReason(request.reason(), changes && IsRevision(state, context),
              "a change of past values after publication", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  if (!changes) return SheetEvents{};

  SheetEvents events(1);
  events::v1::PastValuesSet& set = *events[0].mutable_past_values_set();
  set.set_indicator(indicator->id());
  *set.mutable_past() = given;
  for (PastValue& past : *set.mutable_past()) {
    if (past.has_value()) *past.mutable_value() = values::Parse(std::string(past.value().text()));
  }
  return events;
}

}  // namespace mokuhyo::domain
