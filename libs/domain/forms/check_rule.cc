#include "libs/domain/forms/check_rule.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"
#include "libs/base/text_check.h"
#include "libs/domain/forms/check_form.h"
#include "libs/domain/sheet/checks.h"
#include "libs/values/decimal.h"

namespace mokuhyo::domain {
namespace {

values::Decimal Hundred() { return *values::Decimal::Parse("100"); }

void CheckThresholds(const forms::v1::Form& form, std::string_view path,
                     base::Violations& violations) {
  const auto& thresholds = form.suggestion_rule().thresholds();
  const std::string list = JoinPath(path, "thresholds");
  if (thresholds.size() > kMaxThresholds) {
    violations.Add(list,
                   absl::StrCat("has ", thresholds.size(), " entries, at most ", kMaxThresholds));
  }
  std::optional<values::Decimal> above;
  for (int i = 0; i < thresholds.size(); ++i) {
    const std::string at = absl::StrCat(list, "[", i, "]");
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

}  // namespace

void CheckRule(const forms::v1::Form& form, std::string_view path, base::Violations& violations) {
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
  CheckRating(form, rule.met_rating(), JoinPath(path, "met_rating"), violations);
  CheckRating(form, rule.not_met_rating(), JoinPath(path, "not_met_rating"), violations);
  const forms::v1::Rating* not_met = FindRating(form, rule.not_met_rating());
  if (not_met != nullptr && not_met->rating_class() == forms::v1::RATING_CLASS_ACHIEVED) {
    violations.Add(JoinPath(path, "not_met_rating"), "must not be a rating that says achieved");
  }
  CheckThresholds(form, path, violations);
  if (rule.thresholds_only() && rule.thresholds().empty()) {
    violations.Add(JoinPath(path, "thresholds"),
                   "at least one is required where thresholds alone decide");
  }
}

}  // namespace mokuhyo::domain
