#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "libs/domain/sheet/document.h"
#include "libs/domain/sheet/field_mask.h"
#include "libs/domain/transcription/transcriber.h"
#include "libs/domain/transcription/transcriber_do.h"

namespace mokuhyo::domain {

using documents::v1::DocumentGoal;
using documents::v1::DocumentIndicator;
using sheets::v1::Goal;
using sheets::v1::Indicator;

namespace {

bool SamePast(const Indicator& here, const DocumentIndicator& wanted) {
  return std::equal(here.past().begin(), here.past().end(), wanted.past().begin(),
                    wanted.past().end(), [](const auto& one, const auto& other) {
                      return one.fiscal_year() == other.fiscal_year() &&
                             one.has_value() == other.has_value() &&
                             one.value().text() == other.value();
                    });
}

}  // namespace

absl::Status Transcriber::RemoveIndicators() {
  // No command moves an indicator: one that stands under another goal or in another order goes and
  // is created anew under its id.
  absl::flat_hash_set<std::string> stay;
  for (const auto& [goal, id] : match_->goals()) {
    const Goal* here = done_.state.FindGoal(id);
    if (here == nullptr) continue;
    auto next = here->indicators().begin();
    for (const DocumentIndicator& wanted : goal->indicators()) {
      const auto found = std::find_if(
          next, here->indicators().end(),
          [&](const Indicator& indicator) { return indicator.id() == match_->IdOf(wanted); });
      if (found == here->indicators().end()) continue;
      stay.insert(found->id());
      next = found + 1;
    }
  }
  std::vector<std::string> leave;
  VisitGoals(done_.state.sheet().goals(), [&](const Goal& goal, int) {
    // A goal that the document does not have keeps its own, but for those that come elsewhere.
    const bool goal_stays = match_->FindGoal(goal.id()) != nullptr;
    for (const Indicator& indicator : goal.indicators()) {
      if (stay.contains(indicator.id())) continue;
      if (goal_stays || match_->HasIndicator(indicator.id())) leave.push_back(indicator.id());
    }
  });
  for (const std::string& id : leave) MOKUHYO_RETURN_IF_ERROR(RemoveIndicator(id));
  return absl::OkStatus();
}

absl::Status Transcriber::RemoveIndicator(const std::string& id) {
  const Indicator& here = *done_.state.FindIndicator(id);
  indicators::v1::WithdrawResultsRequest withdraw;
  withdraw.set_parent(document_.name());
  if (here.has_result()) withdraw.add_results()->set_indicator(id);
  for (const auto& result : here.results()) {
    indicators::v1::ResultWithdrawal& entry = *withdraw.add_results();
    entry.set_indicator(id);
    entry.set_period(result.period());
  }
  // Of a transcribed sheet an indicator goes with its results.
  if (!context_.transcribed) {
    MOKUHYO_RETURN_IF_ERROR(DoInParts(std::move(withdraw),
                                      &indicators::v1::WithdrawResultsRequest::mutable_results,
                                      kMaxBulkEntries, id));
  }
  goals::v1::RemoveIndicatorRequest remove;
  remove.set_name(document_.name() + "/indicators/" + id);
  return Do(std::move(remove), id);
}

absl::Status Transcriber::SyncIndicators(const DocumentGoal& goal, const std::string& id) {
  for (int i = 0; i < goal.indicators_size(); ++i) {
    const DocumentIndicator& wanted = goal.indicators(i);
    const std::string& indicator = match_->IdOf(wanted);
    if (done_.state.FindIndicator(indicator) != nullptr) {
      MOKUHYO_RETURN_IF_ERROR(SyncIndicator(wanted, indicator));
      continue;
    }
    goals::v1::CreateIndicatorRequest create;
    create.set_parent(document_.name() + "/goals/" + id);
    create.set_indicator_id(indicator);
    *create.mutable_indicator() = ToIndicator(wanted);
    create.set_index(static_cast<uint32_t>(i));
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(create), indicator));
  }
  return absl::OkStatus();
}

absl::Status Transcriber::SyncIndicator(const DocumentIndicator& indicator, const std::string& id) {
  const Indicator& here = *done_.state.FindIndicator(id);
  Indicator wanted = ToIndicator(indicator);
  if (here.has_target() != indicator.has_target() || here.target().text() != indicator.target()) {
    goals::v1::TargetEntry& entry = *targets_.add_targets();
    entry.set_indicator(id);
    if (indicator.has_target()) entry.set_target(indicator.target());
  }
  goals::v1::UpdateIndicatorRequest update;
  *update.mutable_update_mask() =
      ChangedFields(here, wanted,
                    MaskOf({"series", "label", "name", "unit", "direction", "accumulation",
                            "definition", "supplement"}));
  if (!update.update_mask().paths().empty()) {
    update.set_name(document_.name() + "/indicators/" + id);
    *update.mutable_indicator() = std::move(wanted);
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(update), id));
  }
  if (SamePast(here, indicator)) return absl::OkStatus();
  goals::v1::SetPastValuesRequest past;
  past.set_name(document_.name() + "/indicators/" + id);
  for (const auto& value : indicator.past()) {
    goals::v1::PastValueEntry& entry = *past.add_past();
    entry.set_fiscal_year(value.fiscal_year());
    if (value.has_value()) entry.set_value(value.value());
  }
  return Do(std::move(past), id);
}

absl::Status Transcriber::SyncTargets() {
  targets_.set_parent(document_.name());
  return DoInParts(std::move(targets_), &goals::v1::SetTargetsRequest::mutable_targets,
                   kMaxBulkEntries, document_.name());
}

}  // namespace mokuhyo::domain
