#include "libs/domain/results/result_report.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/text_check.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/preconditions.h"
#include "libs/values/decimal.h"
#include "libs/values/parse.h"

namespace mokuhyo::domain {
namespace {

constexpr size_t kMaxPeriodCharacters = 100;

// What a result says besides its value. A percentage that is not the ratio of the two is taken all
// the same: cities round, and print what they have computed otherwise.
void CheckDetail(const indicators::v1::ResultReport& report, bool transcribed,
                 const std::string& path, base::Violations& violations) {
  if (report.has_measured_on() && !base::IsDate(report.measured_on())) {
    violations.Add(JoinPath(path, "measured_on"), "must be a day, YYYY-MM-DD");
  }
  if (report.has_numerator())
    CheckNumerator(report.numerator(), JoinPath(path, "numerator"), violations);
  if (report.has_denominator())
    CheckDenominator(report.denominator(), JoinPath(path, "denominator"), violations);
  if (!transcribed && report.has_numerator() != report.has_denominator()) {
    violations.Add(JoinPath(path, report.has_numerator() ? "denominator" : "numerator"),
                   "is required: numerator and denominator come together");
  }
}

void CheckWholeYear(const indicators::v1::ResultReport& report, const std::string& path,
                    base::Violations& violations) {
  if (!report.has_value()) violations.Add(JoinPath(path, "value"), "is required");
  if (report.has_kind()) {
    violations.Add(JoinPath(path, "kind"),
                   "is only for a result with a period, not for that of the whole year");
  }
}

void CheckPeriod(const indicators::v1::ResultReport& report, bool transcribed,
                 const std::string& path, base::Violations& violations) {
  base::CheckLine(JoinPath(path, "period"), report.period(), kMaxPeriodCharacters, violations);
  base::CheckLine(JoinPath(path, "kind"), report.kind(), kMaxPeriodCharacters, violations);
  if (!transcribed && !report.has_value() && !report.has_numerator() && !report.has_denominator()) {
    violations.Add(JoinPath(path, "value"),
                   "is required unless numerator and denominator are given");
  }
}

absl::Status RequireEach(const SheetState& state, const std::vector<ResultKey>& keys, bool there,
                         std::string_view reason, std::string_view finding,
                         std::string_view remedy) {
  std::vector<base::BrokenRule> rules;
  for (const ResultKey& key : keys) {
    const sheets::v1::Indicator& indicator = *state.FindIndicator(key.indicator);
    if (FindResult(indicator, key.period).has_value() == there) continue;
    rules.push_back({.subject = IndicatorResource(state, key.indicator),
                     .description = "indicator '" + key.indicator + "' has " +
                                    std::string(finding) + " for " + DescribePeriod(key.period) +
                                    "; " + std::string(remedy)});
  }
  if (rules.empty()) return absl::OkStatus();
  return base::FailedPrecondition(reason, rules);
}

}  // namespace

void CheckNumerator(const std::string& text, const std::string& path,
                    base::Violations& violations) {
  if (!values::Decimal::Parse(text).ok())
    violations.Add(path, "must be a decimal in plain notation, for example 1248 or 4.7");
}

void CheckDenominator(const std::string& text, const std::string& path,
                      base::Violations& violations) {
  CheckNumerator(text, path, violations);
  const auto number = values::Decimal::Parse(text);
  if (number.ok() && number->IsZero()) violations.Add(path, "must not be 0");
}

void ResultKeys::Check(const std::string& indicator, const std::string& period,
                       const std::string& path) {
  const std::string field = JoinPath(path, "indicator");
  if (indicator.empty()) {
    violations_.Add(field, "is required");
  } else if (state_.FindIndicator(indicator) == nullptr) {
    violations_.Add(field, absl::StrCat("the sheet has no indicator '", indicator, "'"));
  } else if (!seen_.insert(absl::StrCat(indicator, "\n", period)).second) {
    violations_.Add(path, absl::StrCat("indicator '", indicator, "' comes twice with ",
                                       DescribePeriod(period)));
  }
}

void CheckReports(const SheetState& state, const SheetContext& context,
                  const google::protobuf::RepeatedPtrField<indicators::v1::ResultReport>& reports,
                  bool may_be_empty, base::Violations& violations) {
  if (reports.empty() && !may_be_empty) {
    violations.Add("results", "at least one result is required");
  }
  if (reports.size() > kMaxResults) {
    violations.Add("results", absl::StrCat("has ", reports.size(), " entries, at most ",
                                           kMaxResults, " are taken at once"));
    return;
  }
  ResultKeys keys(state, violations);
  for (int i = 0; i < reports.size(); ++i) {
    const indicators::v1::ResultReport& report = reports[i];
    const std::string path = absl::StrCat("results[", i, "]");
    keys.Check(report.indicator(), report.period(), path);
    if (report.has_value()) CheckValueText(report.value(), JoinPath(path, "value"), violations);
    CheckDetail(report, context.transcribed, path, violations);
    if (report.period().empty()) {
      CheckWholeYear(report, path, violations);
    } else {
      CheckPeriod(report, context.transcribed, path, violations);
    }
  }
}

events::v1::ResultEntry ToEntry(const indicators::v1::ResultReport& report) {
  events::v1::ResultEntry entry;
  entry.set_indicator(report.indicator());
  sheets::v1::PeriodResult& result = *entry.mutable_result();
  result.set_period(report.period());
  if (report.has_kind()) result.set_kind(report.kind());
  if (report.has_value()) *result.mutable_value() = values::Parse(report.value());
  if (report.has_measured_on()) result.set_measured_on(report.measured_on());
  if (report.has_numerator()) result.set_numerator(report.numerator());
  if (report.has_denominator()) result.set_denominator(report.denominator());
  return entry;
}

std::optional<sheets::v1::PeriodResult> FindResult(const sheets::v1::Indicator& indicator,
                                                   std::string_view period) {
  if (period.empty()) {
    if (!indicator.has_result()) return std::nullopt;
    const sheets::v1::ResultDetail& detail = indicator.result_detail();
    sheets::v1::PeriodResult whole_year;
    *whole_year.mutable_value() = indicator.result();
    if (detail.has_measured_on()) whole_year.set_measured_on(detail.measured_on());
    if (detail.has_numerator()) whole_year.set_numerator(detail.numerator());
    if (detail.has_denominator()) whole_year.set_denominator(detail.denominator());
    return whole_year;
  }
  for (const sheets::v1::PeriodResult& result : indicator.results()) {
    if (result.period() != period) continue;
    sheets::v1::PeriodResult reported = result;
    reported.clear_reported_on();
    return reported;
  }
  return std::nullopt;
}

std::string DescribePeriod(const std::string& period) {
  return period.empty() ? "the whole year" : absl::StrCat("period '", period, "'");
}

absl::Status RequireNoResults(const SheetState& state, const std::vector<ResultKey>& keys) {
  return RequireEach(state, keys, /*there=*/false, "RESULT_EXISTS", "a result already",
                     "change it with CorrectResults");
}

absl::Status RequireResults(const SheetState& state, const std::vector<ResultKey>& keys) {
  return RequireEach(state, keys, /*there=*/true, "RESULT_MISSING", "no result",
                     "report it with ReportResults");
}

absl::Status RequireRoom(const SheetState& state, const std::vector<ResultKey>& keys) {
  // In the order of the ids, since that of a hash map is any.
  std::map<std::string, int> counts;
  for (const ResultKey& key : keys) {
    if (!key.period.empty()) ++counts[key.indicator];
  }
  std::vector<base::BrokenRule> rules;
  for (const auto& [indicator, count] : counts) {
    const int before = state.FindIndicator(indicator)->results_size();
    if (before + count <= kMaxPeriodResults) continue;
    rules.push_back(
        {.subject = IndicatorResource(state, indicator),
         .description = absl::StrCat(
             "indicator '", indicator, "' has ", before, " results of periods and takes at most ",
             kMaxPeriodResults, "; leave some out, or withdraw others first (WithdrawResults)")});
  }
  if (rules.empty()) return absl::OkStatus();
  return base::FailedPrecondition("TOO_MANY_RESULTS", rules);
}

}  // namespace mokuhyo::domain
