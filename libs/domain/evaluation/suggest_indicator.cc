#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/domain/evaluation/compare_options.h"
#include "libs/domain/evaluation/suggest.h"
#include "libs/values/compare.h"
#include "libs/values/decimal.h"
#include "libs/values/proportion.h"
#include "libs/values/running_total.h"

// The part of suggest.h that is about one indicator.
namespace mokuhyo::domain {
namespace {

using documents::v1::Accumulation;
using forms::v1::AbsenceKind;
using forms::v1::SuggestionRule;
using forms::v1::Threshold;
using google::protobuf::RepeatedPtrField;
using sheets::v1::Indicator;
using sheets::v1::SuggestionInput;
using sheets::v1::SuggestionStep;
using values::v1::Comparison;

AbsenceKind AbsenceOf(Comparison::Reason reason) {
  switch (reason) {
    case Comparison::REASON_RESULT_NOT_EVALUABLE:
      return forms::v1::ABSENCE_KIND_NOT_EVALUABLE;
    case Comparison::REASON_RESULT_NOT_CARRIED_OUT:
      return forms::v1::ABSENCE_KIND_NOT_CARRIED_OUT;
    case Comparison::REASON_RESULT_CANCELLED:
      return forms::v1::ABSENCE_KIND_CANCELLED;
    case Comparison::REASON_RESULT_NO_VALUE:
      return forms::v1::ABSENCE_KIND_NO_VALUE;
    default:
      return forms::v1::ABSENCE_KIND_UNSPECIFIED;
  }
}

// Goes the way from target and result to a rating, step by step.
class Judgement {
 public:
  Judgement(const forms::v1::Form& form, const Indicator& indicator, int fiscal_year)
      : form_(form),
        rule_(form.suggestion_rule()),
        indicator_(indicator),
        fiscal_year_(fiscal_year),
        target_(indicator.target()),
        result_(indicator.result()) {
    input_.set_indicator(indicator.id());
    if (indicator.has_target()) input_.set_target(indicator.target().text());
    if (indicator.has_result()) input_.set_result(indicator.result().text());
  }

  SuggestionInput Take() {
    Judge();
    if (!form_.has_suggestion_rule()) input_.clear_steps();
    return std::move(input_);
  }

 private:
  void Judge() {
    if (!indicator_.has_target()) return LeaveUndecided(Comparison::REASON_TARGET_NOT_COMPARABLE);
    if (!indicator_.has_result()) return LeaveUndecided(Comparison::REASON_RESULT_NO_VALUE);
    // Before the running total is read: it stands against whatever of the target is due.
    if (IsMultiYear() && !TakeTargetOfPlan()) return;
    if (IsMultiYear() || Kind() == Accumulation::CUMULATIVE) TakeRunningTotals();
    CompareValues();
    if (form_.has_suggestion_rule() && !RateAbsence()) RateOutcome();
  }

  Accumulation::Kind Kind() const { return indicator_.accumulation().kind(); }
  bool IsMultiYear() const { return Kind() == Accumulation::MULTI_YEAR; }
  bool IsLastYearOfPlan() const {
    return IsMultiYear() && indicator_.accumulation().last_fiscal_year() == fiscal_year_;
  }

  // Chooses against what the running total of several years stands; false, with a last step, if
  // against nothing.
  bool TakeTargetOfPlan() {
    const Accumulation& plan = indicator_.accumulation();
    switch (rule_.multi_year()) {
      case forms::v1::MULTI_YEAR_READING_WHOLE_TARGET:
        AddStep(SuggestionStep::KIND_WHOLE_PLAN_TARGET, indicator_.target().text());
        return true;
      case forms::v1::MULTI_YEAR_READING_LAST_YEAR:
        if (IsLastYearOfPlan()) {
          AddStep(SuggestionStep::KIND_WHOLE_PLAN_TARGET, indicator_.target().text());
          return true;
        }
        AddStep(SuggestionStep::KIND_NOT_LAST_YEAR, absl::StrCat(plan.last_fiscal_year()));
        return false;
      case forms::v1::MULTI_YEAR_READING_PRO_RATA:
        return TakeShareOfTarget(fiscal_year_ - plan.first_fiscal_year() + 1,
                                 plan.last_fiscal_year() - plan.first_fiscal_year() + 1);
      default:
        AddStep(SuggestionStep::KIND_UNDECIDED,
                forms::v1::MultiYearReading_Name(rule_.multi_year()));
        return false;
    }
  }

  bool TakeShareOfTarget(int years_gone_by, int years) {
    // Only a sheet that nobody checked has a year outside of the plan.
    if (years_gone_by < 1 || years_gone_by > years || years > 1000) {
      LeaveUndecided(Comparison::REASON_TARGET_NOT_COMPARABLE);
      return false;
    }
    AddStep(SuggestionStep::KIND_PRO_RATA_TARGET, absl::StrCat(years_gone_by, "/", years));
    share_ = {years_gone_by, years};
    return true;
  }

  void TakeRunningTotals() {
    values::RunningTotal read = values::ReadAsRunningTotal(target_, result_);
    target_ = std::move(read.target);
    result_ = std::move(read.result);
    for (std::string& total : read.totals) {
      AddStep(SuggestionStep::KIND_RUNNING_TOTAL, std::move(total));
    }
    if (share_.second > 1) {
      values::TakeInProportion(share_.first, share_.second, target_, result_);
    }
  }

  void CompareValues() {
    *input_.mutable_comparison() =
        values::Compare(target_, result_, CompareOptionsOf(form_, indicator_));
  }

  // True if the result is an absence for which the rule names a rating.
  bool RateAbsence() {
    const AbsenceKind kind = AbsenceOf(input_.comparison().reason());
    for (const forms::v1::AbsenceRating& absence : rule_.absences()) {
      if (absence.kind() != kind) continue;
      Suggest(AddStep(SuggestionStep::KIND_ABSENCE, forms::v1::AbsenceKind_Name(kind)),
              absence.rating());
      return true;
    }
    return false;
  }

  void RateOutcome() {
    const Comparison& comparison = input_.comparison();
    AddStep(SuggestionStep::KIND_COMPARED, values::v1::Outcome_Name(comparison.outcome()));
    if (comparison.outcome() == values::v1::OUTCOME_UNDECIDED) {
      return LeaveUndecided(comparison.reason());
    }
    const bool met = comparison.outcome() == values::v1::OUTCOME_MET;
    if ((rule_.thresholds_only() || !met) && RateByThresholds()) return;
    Suggest(AddStep(met ? SuggestionStep::KIND_MET : SuggestionStep::KIND_NOT_MET),
            met ? rule_.met_rating() : rule_.not_met_rating());
  }

  bool RateByThresholds() {
    const RepeatedPtrField<Threshold>& thresholds = Thresholds();
    if (thresholds.empty()) return false;
    std::string attained = values::AttainmentPercent(input_.comparison());
    for (const Threshold& threshold : thresholds) {
      const auto percent = values::Decimal::Parse(threshold.at_least_percent());
      if (!percent.ok() || !values::AttainmentAtLeast(input_.comparison(), *percent)) continue;
      SuggestionStep& step = AddStep(SuggestionStep::KIND_THRESHOLD_REACHED, std::move(attained));
      step.set_threshold(threshold.at_least_percent());
      input_.set_threshold(threshold.at_least_percent());
      Suggest(step, threshold.rating());
      return true;
    }
    AddStep(SuggestionStep::KIND_NO_THRESHOLD_REACHED, std::move(attained));
    return false;
  }

  // Those that apply in the year, with a step if they are not those of every year.
  const RepeatedPtrField<Threshold>& Thresholds() {
    for (const forms::v1::ThresholdSet& set : rule_.threshold_sets()) {
      const auto& years = set.fiscal_years();
      if (!years.empty() && std::find(years.begin(), years.end(), fiscal_year_) == years.end())
        continue;
      if (set.last_year_of_plan() && !IsLastYearOfPlan()) continue;
      AddStep(SuggestionStep::KIND_THRESHOLDS_OF_YEAR, absl::StrCat(fiscal_year_));
      return set.thresholds();
    }
    return rule_.thresholds();
  }

  SuggestionStep& AddStep(SuggestionStep::Kind kind, std::string value = "") {
    SuggestionStep& step = *input_.add_steps();
    step.set_kind(kind);
    step.set_value(std::move(value));
    return step;
  }

  void LeaveUndecided(Comparison::Reason reason) {
    AddStep(SuggestionStep::KIND_UNDECIDED, Comparison::Reason_Name(reason));
  }

  void Suggest(SuggestionStep& step, const std::string& rating) {
    step.set_rating(rating);
    input_.set_rating(rating);
  }

  const forms::v1::Form& form_;
  const SuggestionRule& rule_;
  const Indicator& indicator_;
  const int fiscal_year_;
  // What is compared.
  values::v1::Value target_;
  values::v1::Value result_;
  // Years gone by and years in all, where the target is taken in proportion.
  std::pair<int, int> share_ = {1, 1};
  SuggestionInput input_;
};

}  // namespace

SuggestionInput SuggestForIndicator(const forms::v1::Form& form, const Indicator& indicator,
                                    int fiscal_year) {
  return Judgement(form, indicator, fiscal_year).Take();
}

}  // namespace mokuhyo::domain
