#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text_check.h"
#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/series.h"

// The part of checks.h that is about indicators and their values.
namespace mokuhyo::domain {
namespace {

using base::Violations;
using documents::v1::Accumulation;
using sheets::v1::Indicator;
using sheets::v1::PastValue;

void CheckYear(int year, const std::string& path, Violations& violations) {
  if (year < kFirstFiscalYear || year > kLastFiscalYear) {
    violations.Add(path,
                   absl::StrCat("must be a year from ", kFirstFiscalYear, " to ", kLastFiscalYear));
  }
}

// Only a multi-year value has a first and a last year; the sheet's is one of them.
void CheckSpan(const Accumulation& accumulation, int fiscal_year, std::string_view path,
               Violations& violations) {
  const std::string first_path = JoinPath(path, "first_fiscal_year");
  const std::string last_path = JoinPath(path, "last_fiscal_year");
  // Of a kind that is not said only the years themselves can be judged.
  const bool known = accumulation.kind() != Accumulation::KIND_UNSPECIFIED;
  const bool multi_year = accumulation.kind() == Accumulation::MULTI_YEAR;
  const auto demand = [&](bool given, const std::string& year_path) {
    if (!known || given == multi_year) return;
    violations.Add(year_path, multi_year ? "is required of MULTI_YEAR" : "is only for MULTI_YEAR");
  };
  demand(accumulation.has_first_fiscal_year(), first_path);
  demand(accumulation.has_last_fiscal_year(), last_path);
  if (known && !multi_year) return;
  if (accumulation.has_first_fiscal_year() && accumulation.first_fiscal_year() > fiscal_year) {
    violations.Add(first_path,
                   absl::StrCat("must not be after the year of the sheet, ", fiscal_year));
  }
  if (accumulation.has_last_fiscal_year() && accumulation.last_fiscal_year() < fiscal_year) {
    violations.Add(last_path,
                   absl::StrCat("must not be before the year of the sheet, ", fiscal_year));
  }
}

void CheckAccumulation(const Accumulation& accumulation, int fiscal_year, std::string_view path,
                       Violations& violations) {
  if (accumulation.kind() == Accumulation::KIND_UNSPECIFIED ||
      !Accumulation::Kind_IsValid(accumulation.kind())) {
    violations.Add(JoinPath(path, "kind"), "is required: THIS_YEAR, CUMULATIVE or MULTI_YEAR");
  }
  CheckSpan(accumulation, fiscal_year, path, violations);
  const std::string last_path = JoinPath(path, "last_fiscal_year");
  if (accumulation.has_first_fiscal_year()) {
    CheckYear(accumulation.first_fiscal_year(), JoinPath(path, "first_fiscal_year"), violations);
  }
  if (accumulation.has_last_fiscal_year())
    CheckYear(accumulation.last_fiscal_year(), last_path, violations);
}

}  // namespace

void CheckIndicatorFields(const Indicator& indicator, int fiscal_year, std::string_view path,
                          Violations& violations) {
  if (indicator.has_series() && !IsSeriesId(indicator.series())) {
    violations.Add(JoinPath(path, "series"),
                   "must be 1 to 63 lower-case letters, digits and hyphens, or several such parts "
                   "joined by dots");
  }
  base::CheckLine(JoinPath(path, "label"), indicator.label(), kMaxLabelCharacters, violations);
  base::CheckText(JoinPath(path, "name"), indicator.name(), kMaxLineCharacters, violations);
  base::CheckText(JoinPath(path, "unit"), indicator.unit(), kMaxLineCharacters, violations);
  if (!documents::v1::Direction_IsValid(indicator.direction())) {
    violations.Add(JoinPath(path, "direction"), "must be HIGHER_IS_BETTER or LOWER_IS_BETTER");
  }
  if (indicator.has_accumulation()) {
    CheckAccumulation(indicator.accumulation(), fiscal_year, JoinPath(path, "accumulation"),
                      violations);
  }
  base::CheckText(JoinPath(path, "definition"), indicator.definition(), kMaxTextCharacters,
                  violations);
  CheckPastValues(indicator.past(), fiscal_year, JoinPath(path, "past"), violations);
  CheckValueText(indicator.target().text(), JoinPath(path, "target"), violations);
  base::CheckText(JoinPath(path, "supplement"), indicator.supplement(), kMaxTextCharacters,
                  violations);
}

void CheckPastValues(const google::protobuf::RepeatedPtrField<PastValue>& past, int fiscal_year,
                     std::string_view path, Violations& violations) {
  if (past.size() > kMaxPastValues) {
    violations.Add(std::string(path),
                   absl::StrCat("has ", past.size(), " entries; at most ", kMaxPastValues));
  }
  absl::flat_hash_set<int> years;
  for (int i = 0; i < past.size(); ++i) {
    const std::string year_path = JoinPath(ItemPath(path, i), "fiscal_year");
    if (past[i].fiscal_year() < kFirstFiscalYear || past[i].fiscal_year() >= fiscal_year) {
      violations.Add(year_path, absl::StrCat("must be a year from ", kFirstFiscalYear,
                                             " on and before that of the sheet, ", fiscal_year));
    } else if (!years.insert(past[i].fiscal_year()).second) {
      violations.Add(year_path, absl::StrCat(past[i].fiscal_year(), " stands twice"));
    }
    CheckValueText(past[i].value().text(), JoinPath(ItemPath(path, i), "value"), violations);
  }
}

void CheckValueText(std::string_view text, std::string_view path, Violations& violations) {
  base::CheckText(path, text, kMaxLineCharacters, violations);
}

}  // namespace mokuhyo::domain
