#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_PRECONDITIONS_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_PRECONDITIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

// What decisions about a sheet demand before they look at the details of a command. The order is
// the same everywhere: the resource is there, its etag is current, the life of the sheet allows it,
// the command is well-formed.
namespace mokuhyo::domain {

// Longest reason of a command, in characters.
inline constexpr size_t kMaxReasonCharacters = 2000;

// NOT_FOUND unless the sheet exists. `name` is the resource name that the request gives.
absl::Status RequireSheet(const SheetState& state, std::string_view name);
// INVALID_ARGUMENT of `field` unless `name` is the name of a goal (indicator); NOT_FOUND unless it
// is there.
absl::StatusOr<const sheets::v1::Goal*> RequireGoal(const SheetState& state, std::string_view name,
                                                    std::string_view field);
absl::StatusOr<const sheets::v1::Indicator*> RequireIndicator(const SheetState& state,
                                                              std::string_view name,
                                                              std::string_view field);

// ABORTED with reason STALE_ETAG if an etag is given and differs from the actual one.
absl::Status RequireEtag(std::string_view resource_name, std::string_view given,
                         std::string_view actual);

// FAILED_PRECONDITION with reason GOALS_NOT_PUBLISHED while the sheet is a draft. Transcribed
// sheets pass.
absl::Status RequirePublished(const SheetState& state, const SheetContext& context);
// FAILED_PRECONDITION with reason EVALUATION_CONFIRMED once the evaluation is confirmed.
// Transcribed sheets pass.
absl::Status RequireUnconfirmed(const SheetState& state, const SheetContext& context);
// The same, and FAILED_PRECONDITION while the sheet waits for what somebody decides: with reason
// GOALS_SUBMITTED or GOALS_APPROVED until the goals are returned or published, EVALUATION_SUBMITTED
// until the evaluation is returned or confirmed. Transcribed sheets pass.
absl::Status RequireUnlocked(const SheetState& state, const SheetContext& context);

// Resource names of parts of the sheet.
std::string GoalResource(const SheetState& state, std::string_view goal);
std::string IndicatorResource(const SheetState& state, std::string_view indicator);

// FAILED_PRECONDITION with reason GOAL_WITHDRAWN that names those of `goals` that are withdrawn;
// they stay as they are and take nothing new. The goals must exist.
absl::Status RequireNotWithdrawn(const SheetState& state, const std::vector<std::string>& goals);

// That `name` is a sheet's (else INVALID_ARGUMENT of `field`), that the sheet is there and that the
// etag is current.
absl::Status RequireCurrentSheet(const SheetState& state, std::string_view name,
                                 std::string_view field, std::string_view etag);

// All of the above for a command that changes the sheet, a goal or an indicator: `name` stands in
// `field` of the request and is well-formed, what it names is there, `etag` is its current one, and
// the sheet may change (RequireUnlocked). A goal must not be withdrawn, nor that of an indicator.
absl::Status OpenSheet(const SheetState& state, const SheetContext& context, std::string_view name,
                       std::string_view field, std::string_view etag);
absl::StatusOr<const sheets::v1::Goal*> OpenGoal(const SheetState& state,
                                                 const SheetContext& context, std::string_view name,
                                                 std::string_view field, std::string_view etag);
// The same of a goal that may be withdrawn.
absl::StatusOr<const sheets::v1::Goal*> OpenGoalEvenWithdrawn(const SheetState& state,
                                                              const SheetContext& context,
                                                              std::string_view name,
                                                              std::string_view field,
                                                              std::string_view etag);
absl::StatusOr<const sheets::v1::Indicator*> OpenIndicator(const SheetState& state,
                                                           const SheetContext& context,
                                                           std::string_view name,
                                                           std::string_view field,
                                                           std::string_view etag);

// Adds a violation of `effective_date` if that of the command is before `day` ("" where there is
// none), on which `what` came to pass: the life of an operated sheet does not run backwards.
void CheckNotBefore(const SheetContext& context, std::string_view day, std::string_view what,
                    base::Violations& violations);
// True if a change of the plan is a revision now: published and not transcribed.
bool IsRevision(const SheetState& state, const SheetContext& context);
// Adds a violation of `reason` if it is empty although `required`, or not a text of at most
// kMaxReasonCharacters. `what` says what needs the reason: "a change after publication".
void CheckReason(std::string_view reason, bool required, std::string_view what,
                 base::Violations& violations);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_PRECONDITIONS_H_
