#include "libs/render/filled_past.h"

#include <string>

#include "absl/container/flat_hash_map.h"

namespace mokuhyo::render {
namespace {

using google::protobuf::RepeatedPtrField;
using sheets::v1::Indicator;
using sheets::v1::PastResult;
using sheets::v1::PastValue;

void Enter(RepeatedPtrField<sheets::v1::Goal>& goals,
           absl::flat_hash_map<std::string, Indicator*>& indicators) {
  for (sheets::v1::Goal& goal : goals) {
    for (Indicator& indicator : *goal.mutable_indicators())
      indicators.emplace(indicator.id(), &indicator);
    Enter(*goal.mutable_goals(), indicators);
  }
}

PastValue& CellOf(int fiscal_year, Indicator& indicator) {
  for (PastValue& past : *indicator.mutable_past()) {
    if (past.fiscal_year() == fiscal_year) return past;
  }
  PastValue& added = *indicator.add_past();
  added.set_fiscal_year(fiscal_year);
  return added;
}

}  // namespace

void FillPast(const RepeatedPtrField<PastResult>& results, sheets::v1::Sheet& sheet) {
  absl::flat_hash_map<std::string, Indicator*> indicators;
  Enter(*sheet.mutable_goals(), indicators);
  for (const PastResult& result : results) {
    const auto indicator = indicators.find(result.indicator());
    if (indicator == indicators.end()) continue;
    PastValue& cell = CellOf(result.fiscal_year(), *indicator->second);
    if (cell.value().text().empty()) *cell.mutable_value() = result.value();
  }
}

}  // namespace mokuhyo::render
