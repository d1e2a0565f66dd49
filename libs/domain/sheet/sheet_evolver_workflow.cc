#include <algorithm>

#include "libs/domain/sheet/sheet_evolver.h"

namespace mokuhyo::domain {

using sheets::v1::Transition;

Transition& SheetEvolver::Record(Transition::Kind kind) {
  Transition& step = *state_.sheet_.add_transitions();
  step.set_kind(kind);
  step.set_state(state_.sheet_.state());
  step.set_actor(facts_.actor);
  step.set_recorded_time(facts_.recorded_time);
  step.set_effective_date(facts_.effective_date);
  step.set_reason(facts_.reason);
  step.set_position(facts_.position);
  return step;
}

void SheetEvolver::Apply(const events::v1::GoalsSubmitted&) {
  Advance(sheets::v1::SHEET_STATE_GOALS_SUBMITTED);
  Record(Transition::KIND_GOALS_SUBMITTED);
}

void SheetEvolver::Apply(const events::v1::GoalsReturned&) {
  state_.sheet_.set_state(sheets::v1::SHEET_STATE_DRAFT);
  state_.sheet_.clear_approval_reference();
  Record(Transition::KIND_GOALS_RETURNED);
}

void SheetEvolver::Apply(const events::v1::GoalsApproved& event) {
  Advance(sheets::v1::SHEET_STATE_GOALS_APPROVED);
  state_.sheet_.set_approval_reference(event.approval_reference());
  Record(Transition::KIND_GOALS_APPROVED).set_approval_reference(event.approval_reference());
}

void SheetEvolver::Apply(const events::v1::GoalsPublished& event) {
  state_.sheet_.set_goals_published_on(event.published_on());
  Advance(sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  Record(Transition::KIND_GOALS_PUBLISHED);
}

void SheetEvolver::Apply(const events::v1::EvaluationSubmitted&) {
  Advance(sheets::v1::SHEET_STATE_EVALUATION_SUBMITTED);
  Record(Transition::KIND_EVALUATION_SUBMITTED);
}

void SheetEvolver::Apply(const events::v1::EvaluationReturned&) {
  state_.sheet_.set_state(sheets::v1::SHEET_STATE_ASSESSED);
  Record(Transition::KIND_EVALUATION_RETURNED);
}

void SheetEvolver::Apply(const events::v1::EvaluationConfirmed& event) {
  state_.sheet_.set_confirmed_on(event.confirmed_on());
  Advance(sheets::v1::SHEET_STATE_CONFIRMED);
  Record(Transition::KIND_EVALUATION_CONFIRMED);
}

void SheetEvolver::Apply(const events::v1::EvaluationReopened&) {
  state_.sheet_.set_state(sheets::v1::SHEET_STATE_ASSESSED);
  state_.sheet_.clear_confirmed_on();
  Record(Transition::KIND_EVALUATION_REOPENED);
}

void SheetEvolver::Apply(const events::v1::EditionPublished& event) {
  for (sheets::v1::Edition& earlier : *state_.sheet_.mutable_editions()) {
    if (earlier.number() == event.replaces()) earlier.set_replaced_by(event.number());
  }
  sheets::v1::Edition& edition = *state_.sheet_.add_editions();
  edition.set_number(event.number());
  edition.set_published_on(event.published_on());
  edition.set_digest(event.digest());
  edition.set_position(facts_.position);
  edition.set_redacted(facts_.redacted);
  edition.set_replaces(event.replaces());
  edition.set_reason(facts_.reason);
  edition.set_actor(facts_.actor);
  edition.set_recorded_time(facts_.recorded_time);
  edition.set_size_bytes(event.canonical_document().size());
  Advance(sheets::v1::SHEET_STATE_EDITION_PUBLISHED);
  Record(event.replaces() == 0 ? Transition::KIND_EDITION_PUBLISHED
                               : Transition::KIND_EDITION_REPLACED)
      .set_edition(event.number());
}

void SheetEvolver::Apply(const events::v1::ObservationAnswered& event) {
  auto& answers = *state_.sheet_.mutable_observation_answers();
  const auto found = std::find_if(answers.begin(), answers.end(), [&](const auto& answer) {
    return answer.observation() == event.observation();
  });
  if (event.text().empty()) {
    if (found != answers.end()) answers.erase(found);
    return;
  }
  sheets::v1::ObservationAnswer& answer = found != answers.end() ? *found : *answers.Add();
  answer.set_observation(event.observation());
  answer.set_text(event.text());
  answer.set_actor(facts_.actor);
  answer.set_recorded_time(facts_.recorded_time);
  answer.set_effective_date(facts_.effective_date);
}

}  // namespace mokuhyo::domain
