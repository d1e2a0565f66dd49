#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_EVOLVER_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_EVOLVER_H_

#include <string>
#include <vector>

#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/events/v1/sheet_event.pb.h"

namespace mokuhyo::domain {

// Folds one event onto a sheet; SheetState::Evolve says what it promises. The kinds of events stand
// in one source file a family: sheet_evolver_goals.cc, …_indicators.cc, …_results.cc,
// …_evaluation.cc, …_workflow.cc. Lives no longer than the call.
class SheetEvolver {
 public:
  // `state` must outlive the evolver.
  SheetEvolver(SheetState& state, const EventFacts& facts);

  void Evolve(const events::v1::SheetEvent& event);

 private:
  // The sheet.
  void Apply(const events::v1::SheetCreated& event);
  void Apply(const events::v1::SheetUpdated& event);
  void Apply(const events::v1::SheetDeleted& event);
  void Apply(const events::v1::TotalsDeclared& event);
  void Apply(const events::v1::GoalsPublished& event);
  // Goals.
  void Apply(const events::v1::GoalCreated& event);
  void Apply(const events::v1::GoalUpdated& event);
  void Apply(const events::v1::GoalMoved& event);
  void Apply(const events::v1::GoalWithdrawn& event);
  void Apply(const events::v1::GoalRemoved& event);
  void Apply(const events::v1::GoalsLinked& event);
  void Apply(const events::v1::GoalsUnlinked& event);
  void Apply(const events::v1::MarkedIntentionallyBlank& event);
  // Indicators.
  void Apply(const events::v1::IndicatorCreated& event);
  void Apply(const events::v1::IndicatorUpdated& event);
  void Apply(const events::v1::IndicatorRemoved& event);
  void Apply(const events::v1::TargetsSet& event);
  void Apply(const events::v1::PastValuesSet& event);
  void Apply(const events::v1::SeriesBroken& event);
  void Apply(const events::v1::ResultsReported& event);
  void Apply(const events::v1::ResultsCorrected& event);
  void Apply(const events::v1::ResultsWithdrawn& event);
  // Evaluation.
  void Apply(const events::v1::NarrativeRecorded& event);
  void Apply(const events::v1::GoalsAssessed& event);
  void Apply(const events::v1::EvaluationConfirmed& event);
  void Apply(const events::v1::EditionPublished& event);
  // Workflow.
  void Apply(const events::v1::GoalsSubmitted& event);
  void Apply(const events::v1::GoalsReturned& event);
  void Apply(const events::v1::GoalsApproved& event);
  void Apply(const events::v1::EvaluationSubmitted& event);
  void Apply(const events::v1::EvaluationReturned& event);
  void Apply(const events::v1::EvaluationReopened& event);
  void Apply(const events::v1::ObservationAnswered& event);

  void Dispatch(const events::v1::SheetEvent& event);
  // A field that was empty on purpose and has come to be filled is so no longer.
  void DropFilledBlanks();

  // The goal (indicator), with its etag renewed; null if it is not there.
  sheets::v1::Goal* Touch(const std::string& goal);
  sheets::v1::Indicator* TouchIndicator(const std::string& indicator);
  void Withdraw(sheets::v1::Goal& goal);
  // Take it out with all below it, if it is there.
  void RemoveGoal(const std::string& id);
  void RemoveIndicator(const std::string& id);
  void StoreResult(const events::v1::ResultEntry& entry);
  // The result of the whole year.
  void StoreYear(const sheets::v1::PeriodResult& result, sheets::v1::Indicator& indicator);
  // Day of the first report of a result of which the event says something: `before` if it was there
  // already, even if that day is not known; an empty cell is no report.
  std::string ReportedOn(bool was_reported, const std::string& before) const;
  // Moves the sheet on to `reached`, never back.
  void Advance(sheets::v1::SheetState reached);
  // Adds a step to the life of the sheet, which bears its new state already.
  sheets::v1::Transition& Record(sheets::v1::Transition::Kind kind);

  SheetState& state_;
  const EventFacts facts_;
  const std::string etag_;
  // Goals that the event touched, themselves or in an indicator.
  std::vector<std::string> touched_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_SHEET_EVOLVER_H_
