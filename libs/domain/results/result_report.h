#ifndef MOKUHYO_LIBS_DOMAIN_RESULTS_RESULT_REPORT_H_
#define MOKUHYO_LIBS_DOMAIN_RESULTS_RESULT_REPORT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "libs/base/violations.h"
#include "libs/domain/sheet/decision.h"
#include "libs/domain/sheet/sheet_state.h"
#include "mokuhyo/indicators/v1/indicator_service.pb.h"

// What the methods of IndicatorService share.
namespace mokuhyo::domain {

// Results in one request.
inline constexpr int kMaxResults = 1000;

// Notices indicators that are not there, and an indicator that comes twice with the same period.
class ResultKeys {
 public:
  ResultKeys(const SheetState& state, base::Violations& violations)
      : state_(state), violations_(violations) {}

  // `path` is that of the entry that names indicator and period.
  void Check(const std::string& indicator, const std::string& period, const std::string& path);

 private:
  const SheetState& state_;
  base::Violations& violations_;
  absl::flat_hash_set<std::string> seen_;
};

// Adds the violations of all `reports`, the results of a request. A list may be empty only on a
// transcribed sheet (`may_be_empty`), whose reports may also lack what the printed document lacks.
void CheckReports(const SheetState& state, const SheetContext& context,
                  const google::protobuf::RepeatedPtrField<indicators::v1::ResultReport>& reports,
                  bool may_be_empty, base::Violations& violations);

// Adds a violation of `path` unless the text is a decimal (and, of a denominator, not 0).
void CheckNumerator(const std::string& text, const std::string& path, base::Violations& violations);
void CheckDenominator(const std::string& text, const std::string& path,
                      base::Violations& violations);

// The report as it is stored, its value parsed.
events::v1::ResultEntry ToEntry(const indicators::v1::ResultReport& report);

// The result of a period ("" for the whole fiscal year) in the form in which events carry it: all
// that was reported, without what the fold adds. Absent if there is none.
std::optional<sheets::v1::PeriodResult> FindResult(const sheets::v1::Indicator& indicator,
                                                   std::string_view period);

// Which result of a sheet.
struct ResultKey {
  std::string indicator;
  std::string period;
};

// FAILED_PRECONDITION with reason RESULT_EXISTS (RESULT_MISSING) if one of these results is there
// (is not there); names all of them. The indicators must exist.
absl::Status RequireNoResults(const SheetState& state, const std::vector<ResultKey>& keys);
absl::Status RequireResults(const SheetState& state, const std::vector<ResultKey>& keys);
// FAILED_PRECONDITION with reason TOO_MANY_RESULTS if these new results would give an indicator
// more than kMaxPeriodResults results of periods.
absl::Status RequireRoom(const SheetState& state, const std::vector<ResultKey>& keys);

// "the whole year" or "period '…'", for messages.
std::string DescribePeriod(const std::string& period);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_RESULTS_RESULT_REPORT_H_
