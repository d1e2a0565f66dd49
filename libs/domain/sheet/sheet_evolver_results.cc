#include <algorithm>
#include <string>
#include <utility>

#include "libs/domain/sheet/reported.h"
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

void SheetEvolver::StoreResult(const events::v1::ResultEntry& entry) {
  Indicator* indicator = TouchIndicator(entry.indicator());
  if (indicator == nullptr) return;
  const PeriodResult& result = entry.result();
  if (result.period().empty()) return StoreYear(result, *indicator);
  const auto found = FindPeriod(*indicator, result.period());
  PeriodResult& place =
      found == indicator->mutable_results()->end() ? *indicator->add_results() : *found;
  std::string reported_on = ReportedOn(IsReported(place), place.reported_on());
  place = result;
  place.set_reported_on(std::move(reported_on));
}

void SheetEvolver::StoreYear(const PeriodResult& result, Indicator& indicator) {
  std::string reported_on =
      ReportedOn(IsReported(indicator), indicator.result_detail().reported_on());
  if (result.has_value()) {
    *indicator.mutable_result() = result.value();
  } else {
    indicator.clear_result();
  }
  sheets::v1::ResultDetail detail;
  if (result.has_measured_on()) detail.set_measured_on(result.measured_on());
  if (result.has_numerator()) detail.set_numerator(result.numerator());
  if (result.has_denominator()) detail.set_denominator(result.denominator());
  detail.set_reported_on(std::move(reported_on));
  if (detail.ByteSizeLong() == 0) {
    indicator.clear_result_detail();
  } else {
    *indicator.mutable_result_detail() = std::move(detail);
  }
}

std::string SheetEvolver::ReportedOn(bool was_reported, const std::string& before) const {
  if (was_reported) return before;
  // A document of the past does not say when its results were reported.
  return facts_.transcribed ? "" : facts_.effective_date;
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
      indicator->clear_result_detail();
    } else if (const auto found = FindPeriod(*indicator, withdrawal.period());
               found != indicator->mutable_results()->end()) {
      indicator->mutable_results()->erase(found);
    }
  }
}

}  // namespace mokuhyo::domain
