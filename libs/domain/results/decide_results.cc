#include "libs/domain/results/decide_results.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/results/result_report.h"
#include "libs/domain/results/result_stage.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/domain/sheet/sheet_life.h"

namespace mokuhyo::domain {
namespace {

template <class Entries>
std::vector<ResultKey> KeysOf(const Entries& entries) {
  std::vector<ResultKey> keys;
  for (const auto& entry : entries) {
    keys.push_back({.indicator = entry.indicator(), .period = entry.period()});
  }
  return keys;
}

std::vector<std::string> GoalsOf(const SheetState& state, const std::vector<ResultKey>& keys) {
  std::vector<std::string> goals;
  for (const ResultKey& key : keys) goals.push_back(state.GoalOfIndicator(key.indicator));
  return goals;
}

}  // namespace

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const indicators::v1::ReportResultsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(
      RequireResultStage(state, request.parent(), "parent", request.etag(), context));
  base::Violations violations;
  CheckReason(request.reason(), false, "a report", violations);
  CheckNotBefore(context, state.sheet().goals_published_on(), "the goals were published",
                 violations);
  CheckReports(state, context, request.results(), context.transcribed, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  const std::vector<ResultKey> keys = KeysOf(request.results());
  MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, GoalsOf(state, keys)));
  MOKUHYO_RETURN_IF_ERROR(RequireNoResults(state, keys));
  MOKUHYO_RETURN_IF_ERROR(RequireRoom(state, keys));

  // A transcribed document may have reached this stage without a single printed result.
  if (keys.empty() && HasReached(state.sheet().state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED)) {
    return SheetEvents{};
  }
  SheetEvents events(1);
  auto& reported = *events[0].mutable_results_reported();
  for (const auto& report : request.results()) *reported.add_results() = ToEntry(report);
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const indicators::v1::CorrectResultsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(
      RequireResultStage(state, request.parent(), "parent", request.etag(), context));
  base::Violations violations;
  CheckReason(request.reason(), !context.transcribed, "a correction of results", violations);
  CheckReports(state, context, request.results(), /*may_be_empty=*/false, violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(RequireResults(state, KeysOf(request.results())));

  events::v1::ResultsCorrected corrected;
  std::vector<std::string> goals;
  for (const auto& report : request.results()) {
    events::v1::ResultEntry entry = ToEntry(report);
    auto before = *FindResult(*state.FindIndicator(report.indicator()), report.period());
    if (google::protobuf::util::MessageDifferencer::Equals(entry.result(), before)) continue;
    goals.push_back(state.GoalOfIndicator(report.indicator()));
    auto& correction = *corrected.add_corrections();
    *correction.mutable_now() = std::move(entry);
    *correction.mutable_before() = std::move(before);
  }
  MOKUHYO_RETURN_IF_ERROR(RequireNotWithdrawn(state, goals));
  SheetEvents events;
  if (!corrected.corrections().empty()) {
    *events.emplace_back().mutable_results_corrected() = std::move(corrected);
  }
  return events;
}

absl::StatusOr<SheetEvents> Decide(const SheetState& state,
                                   const indicators::v1::WithdrawResultsRequest& request,
                                   const SheetContext& context) {
  MOKUHYO_RETURN_IF_ERROR(
      RequireResultStage(state, request.parent(), "parent", request.etag(), context));
  base::Violations violations;
  CheckReason(request.reason(), !context.transcribed, "a withdrawal of results", violations);
  if (request.results().empty()) violations.Add("results", "at least one result is required");
  if (request.results_size() > kMaxResults) {
    violations.Add("results",
                   absl::StrCat("at most ", kMaxResults, " results are withdrawn at once"));
  }
  ResultKeys checker(state, violations);
  for (int i = 0; i < request.results_size(); ++i) {
    checker.Check(request.results(i).indicator(), request.results(i).period(),
                  absl::StrCat("results[", i, "]"));
  }
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  const std::vector<ResultKey> keys = KeysOf(request.results());
  MOKUHYO_RETURN_IF_ERROR(RequireResults(state, keys));

  SheetEvents events(1);
  for (const ResultKey& key : keys) {
    auto& withdrawal = *events[0].mutable_results_withdrawn()->add_withdrawals();
    withdrawal.set_indicator(key.indicator);
    withdrawal.set_period(key.period);
  }
  return events;
}

}  // namespace mokuhyo::domain
