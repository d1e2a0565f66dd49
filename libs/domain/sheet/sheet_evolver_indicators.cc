#include <algorithm>
#include <memory>

#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/sheet/reorder.h"
#include "libs/domain/sheet/sheet_evolver.h"

namespace mokuhyo::domain {
namespace {

using sheets::v1::Indicator;
using sheets::v1::PeriodResult;

auto FindPeriod(Indicator& indicator, const std::string& period) {
  auto& results = *indicator.mutable_results();
  return std::find_if(results.begin(), results.end(),
                      [&](const PeriodResult& result) { return result.period() == period; });
}

}  // namespace

void SheetEvolver::Apply(const events::v1::IndicatorCreated& event) {
  const auto found = state_.goals_.find(event.goal());
  if (found == state_.goals_.end()) return;
  auto* indicators = found->second.goal->mutable_indicators();
  Indicator* indicator = indicators->Add();
  *indicator = event.indicator();
  indicator->set_etag(etag_);
  MoveLastTo(event.index(), indicators);
  state_.IndexIndicator(*indicator, event.goal());
}

void SheetEvolver::Apply(const events::v1::IndicatorUpdated& event) {
  Indicator* indicator = TouchIndicator(event.indicator().id());
  if (indicator != nullptr) ApplyFields(event.indicator(), event.update_mask(), indicator);
}

void SheetEvolver::Apply(const events::v1::IndicatorRemoved& event) {
  const auto found = state_.indicators_.find(event.indicator());
  if (found == state_.indicators_.end()) return;
  const Indicator* indicator = found->second.indicator;
  auto* indicators = state_.goals_.find(found->second.goal)->second.goal->mutable_indicators();
  state_.indicators_.erase(found);
  const std::unique_ptr<Indicator> removed(TakeOut(IndexOf(*indicators, indicator), indicators));
}

void SheetEvolver::Apply(const events::v1::TargetsSet& event) {
  for (const auto& target : event.targets()) {
    Indicator* indicator = TouchIndicator(target.indicator());
    if (indicator == nullptr) continue;
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

void SheetEvolver::StoreResult(const events::v1::ResultEntry& entry) {
  Indicator* indicator = TouchIndicator(entry.indicator());
  if (indicator == nullptr) return;
  const PeriodResult& result = entry.result();
  if (result.period().empty()) {
    if (result.has_value()) {
      *indicator->mutable_result() = result.value();
    } else {
      indicator->clear_result();
    }
    return;
  }
  const auto found = FindPeriod(*indicator, result.period());
  PeriodResult& place =
      found == indicator->mutable_results()->end() ? *indicator->add_results() : *found;
  place = result;
}

void SheetEvolver::Apply(const events::v1::ResultsReported& event) {
  for (const auto& entry : event.results()) StoreResult(entry);
  Advance(sheets::v1::SHEET_STATE_RESULTS_REPORTED);
}

void SheetEvolver::Apply(const events::v1::ResultsCorrected& event) {
  for (const auto& correction : event.corrections()) StoreResult(correction.now());
}

void SheetEvolver::Apply(const events::v1::ResultsWithdrawn& event) {
  for (const auto& withdrawal : event.withdrawals()) {
    Indicator* indicator = TouchIndicator(withdrawal.indicator());
    if (indicator == nullptr) continue;
    if (withdrawal.period().empty()) {
      indicator->clear_result();
    } else if (const auto found = FindPeriod(*indicator, withdrawal.period());
               found != indicator->mutable_results()->end()) {
      indicator->mutable_results()->erase(found);
    }
  }
}

}  // namespace mokuhyo::domain
