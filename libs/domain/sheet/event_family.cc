#include "libs/domain/sheet/event_family.h"

namespace mokuhyo::domain {

using events::v1::SheetEvent;

EventFamily FamilyOf(const SheetEvent& event) {
  // No default: the compiler names the kind of event that is missing here.
  switch (event.event_case()) {
    case SheetEvent::kSheetCreated:
    case SheetEvent::kSheetUpdated:
    case SheetEvent::kSheetDeleted:
    case SheetEvent::kGoalCreated:
    case SheetEvent::kGoalUpdated:
    case SheetEvent::kGoalMoved:
    case SheetEvent::kGoalWithdrawn:
    case SheetEvent::kGoalRemoved:
    case SheetEvent::kIndicatorCreated:
    case SheetEvent::kIndicatorUpdated:
    case SheetEvent::kIndicatorRemoved:
    case SheetEvent::kTargetsSet:
    case SheetEvent::kPastValuesSet:
    case SheetEvent::kGoalsLinked:
    case SheetEvent::kGoalsUnlinked:
    case SheetEvent::kGoalsSubmitted:
    case SheetEvent::kGoalsReturned:
    case SheetEvent::kGoalsApproved:
    case SheetEvent::kGoalsPublished:
    case SheetEvent::kSeriesBroken:
      return EventFamily::kGoals;
    case SheetEvent::kResultsReported:
    case SheetEvent::kResultsCorrected:
    case SheetEvent::kResultsWithdrawn:
    case SheetEvent::kMarkedIntentionallyBlank:
      return EventFamily::kResults;
    case SheetEvent::kTotalsDeclared:
    case SheetEvent::kNarrativeRecorded:
    case SheetEvent::kGoalsAssessed:
    case SheetEvent::kEvaluationSubmitted:
    case SheetEvent::kEvaluationReturned:
    case SheetEvent::kEvaluationConfirmed:
    case SheetEvent::kEvaluationReopened:
    case SheetEvent::kEditionPublished:
    case SheetEvent::kObservationAnswered:
      return EventFamily::kEvaluation;
    case SheetEvent::EVENT_NOT_SET:
      return EventFamily::kGoals;  // Decoding gives no such event.
  }
  return EventFamily::kGoals;
}

}  // namespace mokuhyo::domain
