#ifndef MOKUHYO_TESTS_SCENARIOS_CALLS_H_
#define MOKUHYO_TESTS_SCENARIOS_CALLS_H_

#include "mokuhyo/admin/v1/admin_service.pb.h"
#include "mokuhyo/evaluations/v1/evaluation_service.pb.h"
#include "mokuhyo/goals/v1/goal_service.pb.h"
#include "mokuhyo/imports/v1/import_service.pb.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"
#include "mokuhyo/organization/v1/organization_service.pb.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

// The methods that stories call, each as CALL(package, method): writes to units, other writes,
// reads.
#define MOKUHYO_SCENARIO_UNIT_WRITES(CALL) \
  CALL(organization, OpenOrgUnit)          \
  CALL(organization, RenameOrgUnit)        \
  CALL(organization, MoveOrgUnit)          \
  CALL(organization, CloseOrgUnit)         \
  CALL(organization, SplitOrgUnit)         \
  CALL(organization, MergeOrgUnits)

#define MOKUHYO_SCENARIO_WRITES(CALL)      \
  CALL(admin, CreateCity)                  \
  CALL(organization, RegisterForm)         \
  CALL(imports, ImportSheet)               \
  CALL(goals, CreateSheet)                 \
  CALL(goals, UpdateSheet)                 \
  CALL(goals, DeleteDraftSheet)            \
  CALL(goals, CreateGoal)                  \
  CALL(goals, UpdateGoal)                  \
  CALL(goals, WithdrawGoal)                \
  CALL(goals, CreateIndicator)             \
  CALL(goals, UpdateIndicator)             \
  CALL(goals, SetTargets)                  \
  CALL(goals, SetPastValues)               \
  CALL(goals, LinkGoals)                   \
  CALL(goals, UnlinkGoals)                 \
  CALL(goals, DeclareTotals)               \
  CALL(goals, SubmitGoals)                 \
  CALL(goals, ReturnGoals)                 \
  CALL(goals, ApproveGoals)                \
  CALL(goals, PublishGoals)                \
  CALL(goals, BreakSeries)                 \
  CALL(goals, CarryForwardSheet)           \
  CALL(indicators, ReportResults)          \
  CALL(indicators, CorrectResults)         \
  CALL(indicators, WithdrawResults)        \
  CALL(indicators, MarkIntentionallyBlank) \
  CALL(evaluations, AssessGoals)           \
  CALL(evaluations, RecordNarrative)       \
  CALL(evaluations, SubmitEvaluation)      \
  CALL(evaluations, ReturnEvaluation)      \
  CALL(evaluations, ConfirmEvaluation)     \
  CALL(evaluations, ReopenEvaluation)      \
  CALL(evaluations, PublishEdition)        \
  CALL(evaluations, ReplaceEdition)        \
  CALL(evaluations, AnswerObservation)

#define MOKUHYO_SCENARIO_READS(CALL)     \
  CALL(organization, GetOrgUnit)         \
  CALL(organization, ListOrgUnits)       \
  CALL(organization, GetForm)            \
  CALL(sheets, GetSheet)                 \
  CALL(sheets, ListSheets)               \
  CALL(sheets, GetYearlySummary)         \
  CALL(sheets, ListCountedGoals)         \
  CALL(sheets, ListEditions)             \
  CALL(sheets, CompareSheet)             \
  CALL(sheets, ListObservations)         \
  CALL(sheets, ListContributingGoals)    \
  CALL(evaluations, SuggestRatings)      \
  CALL(evaluations, ListDepartures)      \
  CALL(indicators, ListMissingResults)   \
  CALL(indicators, GetCompleteness)      \
  CALL(indicators, GetSeries)            \
  CALL(indicators, ListSeriesCandidates) \
  CALL(sheets, GetTrend)

#endif  // MOKUHYO_TESTS_SCENARIOS_CALLS_H_
