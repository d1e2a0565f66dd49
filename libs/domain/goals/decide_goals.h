#ifndef MOKUHYO_LIBS_DOMAIN_GOALS_DECIDE_GOALS_H_
#define MOKUHYO_LIBS_DOMAIN_GOALS_DECIDE_GOALS_H_

#include "absl/status/statusor.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"

// Goal definition: sheet, goals, indicators and targets, up to publication and its revisions. The
// commands are the requests of GoalService; what each does, demands and refuses is said there.
// Pure.
//
// Errors of all: INVALID_ARGUMENT with every violation, NOT_FOUND (sheet, goal or indicator),
// FAILED_PRECONDITION (a rule; the reason names it, the description the remedy), ABORTED (stale
// etag).
namespace mokuhyo::domain {

absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::CreateSheetRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::UpdateSheetRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::DeleteDraftSheetRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::CreateGoalRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::UpdateGoalRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::MoveGoalRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::WithdrawGoalRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::CreateIndicatorRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::UpdateIndicatorRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::RemoveIndicatorRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::SetTargetsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::SetPastValuesRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::BreakSeriesRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::LinkGoalsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::UnlinkGoalsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::DeclareTotalsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::SubmitGoalsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::ReturnGoalsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::ApproveGoalsRequest&,
                                   const SheetContext&);
absl::StatusOr<SheetEvents> Decide(const SheetState&, const goals::v1::PublishGoalsRequest&,
                                   const SheetContext&);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_GOALS_DECIDE_GOALS_H_
