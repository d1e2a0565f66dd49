#include "libs/domain/forms/check_rule.h"

#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/base/text_check.h"
#include "libs/domain/forms/check_form.h"
#include "libs/domain/sheet/checks.h"
#include "libs/values/decimal.h"

namespace mokuhyo::domain {
namespace {

using base::Violations;
using google::protobuf::RepeatedPtrField;

values::Decimal Hundred() { return *values::Decimal::Parse("100"); }

void CheckSize(int size, int limit, const std::string& path, Violations& violations) {
  if (size > limit) {
    violations.Add(path, absl::StrCat("has ", size, " entries, at most ", limit));
  }
}

void CheckThresholds(const forms::v1::Form& form,
                     const RepeatedPtrField<forms::v1::Threshold>& thresholds,
                     std::string_view path, Violations& violations) {
  const std::string list = JoinPath(path, "thresholds");
  CheckSize(thresholds.size(), kMaxThresholds, list, violations);
  std::optional<values::Decimal> above;
  for (int i = 0; i < thresholds.size(); ++i) {
    const std::string at = ItemPath(list, i);
    const std::string percent_path = JoinPath(at, "at_least_percent");
    const auto percent = values::Decimal::Parse(thresholds[i].at_least_percent());
    if (!percent.ok() || percent->IsNegative() || percent->IsZero()) {
      violations.Add(percent_path, "must be a decimal above 0, for example 95 or 97.5");
    } else {
      if (above && *percent >= *above) {
        violations.Add(percent_path, "must be lower than the threshold before it");
      }
      above = *percent;
      // Below the target a threshold grades what is not met; met is what met_rating is for.
      if (!form.suggestion_rule().thresholds_only() && *percent >= Hundred()) {
        violations.Add(percent_path, absl::StrCat("must be below 100, where the target is met and ",
                                                  form.suggestion_rule().met_rating(),
                                                  " follows, unless thresholds alone decide"));
      }
    }
    CheckRating(form, thresholds[i].rating(), JoinPath(at, "rating"), violations);
  }
}

void CheckThresholdSets(const forms::v1::Form& form, std::string_view path,
                        Violations& violations) {
  const auto& sets = form.suggestion_rule().threshold_sets();
  const std::string list = JoinPath(path, "threshold_sets");
  CheckSize(sets.size(), kMaxThresholdSets, list, violations);
  for (int i = 0; i < sets.size(); ++i) {
    const std::string at = ItemPath(list, i);
    const std::string years_path = JoinPath(at, "fiscal_years");
    const auto& years = sets[i].fiscal_years();
    CheckSize(years.size(), kMaxThresholdYears, years_path, violations);
    absl::flat_hash_set<int> seen;
    for (int y = 0; y < years.size(); ++y) {
      if (years[y] < kFirstFiscalYear || years[y] > kLastFiscalYear) {
        violations.Add(
            ItemPath(years_path, y),
            absl::StrCat("must be a year from ", kFirstFiscalYear, " to ", kLastFiscalYear));
      } else if (!seen.insert(years[y]).second) {
        violations.Add(ItemPath(years_path, y), absl::StrCat(years[y], " is named twice"));
      }
    }
    if (sets[i].thresholds().empty()) {
      violations.Add(JoinPath(at, "thresholds"), "at least one is required");
    }
    CheckThresholds(form, sets[i].thresholds(), at, violations);
  }
}

void CheckAbsences(const forms::v1::Form& form, std::string_view path, Violations& violations) {
  const auto& absences = form.suggestion_rule().absences();
  absl::flat_hash_set<int> seen;
  for (int i = 0; i < absences.size(); ++i) {
    const std::string at = ItemPath(JoinPath(path, "absences"), i);
    const forms::v1::AbsenceKind kind = absences[i].kind();
    if (kind == forms::v1::ABSENCE_KIND_UNSPECIFIED || !forms::v1::AbsenceKind_IsValid(kind)) {
      violations.Add(JoinPath(at, "kind"),
                     "is required: ABSENCE_KIND_NOT_EVALUABLE, ABSENCE_KIND_NOT_CARRIED_OUT, "
                     "ABSENCE_KIND_CANCELLED or ABSENCE_KIND_NO_VALUE");
    } else if (!seen.insert(kind).second) {
      violations.Add(JoinPath(at, "kind"),
                     absl::StrCat(forms::v1::AbsenceKind_Name(kind), " is there already"));
    }
    CheckRating(form, absences[i].rating(), JoinPath(at, "rating"), violations);
  }
}

}  // namespace

void CheckRule(const forms::v1::Form& form, std::string_view path, Violations& violations) {
  const forms::v1::SuggestionRule& rule = form.suggestion_rule();
  if (!base::IsIdentifier(rule.id())) {
    violations.Add(JoinPath(path, "id"),
                   "must be 1 to 63 lower-case letters, digits and hyphens, with no hyphen first "
                   "or last, for example attainment-1");
  }
  base::CheckLine(JoinPath(path, "authority"), rule.authority(), kMaxAuthorityCharacters,
                  violations);
  if (!forms::v1::DefaultDirection_IsValid(rule.default_direction())) {
    violations.Add(JoinPath(path, "default_direction"), "is no direction that is known here");
  }
  if (!forms::v1::MultiYearReading_IsValid(rule.multi_year())) {
    violations.Add(JoinPath(path, "multi_year"), "is no reading that is known here");
  }
  CheckRating(form, rule.met_rating(), JoinPath(path, "met_rating"), violations);
  CheckRating(form, rule.not_met_rating(), JoinPath(path, "not_met_rating"), violations);
  const forms::v1::Rating* not_met = FindRating(form, rule.not_met_rating());
  if (not_met != nullptr && not_met->rating_class() == forms::v1::RATING_CLASS_ACHIEVED) {
    violations.Add(JoinPath(path, "not_met_rating"), "must not be a rating that says achieved");
  }
  CheckThresholds(form, rule.thresholds(), path, violations);
  if (rule.thresholds_only() && rule.thresholds().empty()) {
    violations.Add(JoinPath(path, "thresholds"),
                   "at least one is required where thresholds alone decide");
  }
  CheckThresholdSets(form, path, violations);
  CheckAbsences(form, path, violations);
}

}  // namespace mokuhyo::domain
