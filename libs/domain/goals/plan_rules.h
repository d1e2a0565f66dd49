#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_PLAN_RULES_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_PLAN_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/map.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"

// What the decisions of goal definition have in common.
namespace mokuhyo::domain {

using Texts = google::protobuf::Map<std::string, std::string>;

// True if a text of the result stage is among them.
bool HasResultText(const Texts& texts, const forms::v1::Form& form, bool of_goal);
// True if the two differ in a text of the plan stage, so that going from one to the other is a
// revision.
bool PlanTextsDiffer(const Texts& before, const Texts& after, const forms::v1::Form& form,
                     bool of_goal);

// FAILED_PRECONDITION with reason GOALS_NOT_PUBLISHED: texts and accomplishments of the result
// stage come in a draft.
absl::Status ResultsInDraft(std::string_view sheet_name);
// FAILED_PRECONDITION with reason GOALS_ALREADY_PUBLISHED; `remedy` says what can be done.
absl::Status GoalsAlreadyPublished(const sheets::v1::Sheet& sheet, std::string_view remedy);

// CheckGivenId for a goal (indicator) that is new in the sheet. An import assigns ids ahead, and
// gives what the sheet would assign itself before long: this is taken too.
void CheckNewGoalId(const SheetState& state, std::string_view id, std::string_view path,
                    base::Violations& violations);
void CheckNewIndicatorId(const SheetState& state, std::string_view id, std::string_view path,
                         base::Violations& violations);

// Adds a violation for each link to a sheet of another city than that of the sheet of `state`.
void CheckLinksStayInCity(const google::protobuf::RepeatedPtrField<documents::v1::GoalLink>& links,
                          const SheetState& state, std::string_view path,
                          base::Violations& violations);
// Adds a violation of `index` if it is beyond `count`, the number of elements already there.
void CheckIndex(std::optional<uint32_t> index, int count, base::Violations& violations);
// Adds a violation for what a new indicator must not bear yet: results and evaluation.
void CheckNoResults(const sheets::v1::Indicator& indicator, std::string_view path,
                    base::Violations& violations);

// A new indicator as events carry it: with this id, and with target and past values read by the
// grammar now, whatever the client said about their meaning.
sheets::v1::Indicator NewIndicator(const sheets::v1::Indicator& given, std::string id);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_PLAN_RULES_H_
