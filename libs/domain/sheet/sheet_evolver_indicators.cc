#include <algorithm>
#include <memory>

#include "libs/domain/results/goal_path.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/reorder.h"
#include "libs/domain/sheet/sheet_evolver.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::domain {

using sheets::v1::Indicator;
void SheetEvolver::Apply(const events::v1::IndicatorCreated& event) {
  // As of goals: an earlier bearer of the id may still be there.
  RemoveIndicator(event.indicator().id());
  const auto found = state_.goals_.find(event.goal());
  if (found == state_.goals_.end()) return;
  auto* indicators = found->second.goal->mutable_indicators();
  Indicator* indicator = indicators->Add();
  *indicator = event.indicator();
  indicator->set_etag(etag_);
  MoveLastTo(event.index(), indicators);
  state_.IndexIndicator(*indicator, event.goal());
  if (MakeRoomForIndicator(IndexOf(*indicators, indicator),
                           *found->second.goal->mutable_intentionally_blank())) {
    found->second.goal->set_etag(etag_);
  }
}

void SheetEvolver::Apply(const events::v1::IndicatorUpdated& event) {
  Indicator* indicator = TouchIndicator(event.indicator().id());
  if (indicator != nullptr) ApplyFields(event.indicator(), event.update_mask(), indicator);
}

void SheetEvolver::Apply(const events::v1::IndicatorRemoved& event) {
  RemoveIndicator(event.indicator());
}

void SheetEvolver::RemoveIndicator(const std::string& id) {
  const auto found = state_.indicators_.find(id);
  if (found == state_.indicators_.end()) return;
  const Indicator* indicator = found->second.indicator;
  sheets::v1::Goal& goal = *state_.goals_.find(found->second.goal)->second.goal;
  state_.indicators_.erase(found);
  const int index = IndexOf(goal.indicators(), indicator);
  const std::unique_ptr<Indicator> removed(TakeOut(index, goal.mutable_indicators()));
  if (DropIndicator(index, *goal.mutable_intentionally_blank())) goal.set_etag(etag_);
}

namespace {

// Keeps a change of a published target, with who, when and why.
void RecordRevision(const EventFacts& facts, const events::v1::TargetsSet::Target& set,
                    Indicator& indicator) {
  sheets::v1::TargetRevision& revision = *indicator.add_target_revisions();
  if (indicator.has_target()) *revision.mutable_previous() = indicator.target();
  if (set.has_target()) *revision.mutable_target() = set.target();
  revision.set_actor(facts.actor);
  revision.set_recorded_time(facts.recorded_time);
  revision.set_effective_date(facts.effective_date);
  revision.set_reason(facts.reason);
  revision.set_position(facts.position);
}

}  // namespace

void SheetEvolver::Apply(const events::v1::TargetsSet& event) {
  const sheets::v1::Sheet& sheet = state_.sheet_;
  const bool is_revision =
      !sheet.transcribed() && HasReached(sheet.state(), sheets::v1::SHEET_STATE_GOALS_PUBLISHED);
  for (const auto& target : event.targets()) {
    Indicator* indicator = TouchIndicator(target.indicator());
    if (indicator == nullptr) continue;
    if (is_revision) RecordRevision(facts_, target, *indicator);
    if (target.has_target()) {
      *indicator->mutable_target() = target.target();
    } else {
      indicator->clear_target();
    }
  }
}

void SheetEvolver::Apply(const events::v1::PastValuesSet& event) {
  Indicator* indicator = TouchIndicator(event.indicator());
  if (indicator != nullptr) *indicator->mutable_past() = event.past();
}

void SheetEvolver::Apply(const events::v1::SeriesBroken& event) {
  Indicator* indicator = TouchIndicator(event.indicator());
  if (indicator == nullptr) return;
  indicator->set_series(event.series());
  sheets::v1::SeriesBreak& series_break = *indicator->mutable_series_break();
  series_break.set_previous_series(event.previous_series());
  series_break.set_reason(facts_.reason);
  series_break.set_effective_date(facts_.effective_date);
  series_break.set_position(facts_.position);
}

}  // namespace mokuhyo::domain
