#include <algorithm>

#include "libs/domain/sheet/checks.h"
#include "libs/domain/sheet/sheet_life.h"
#include "libs/domain/transcription/transcriber.h"
#include "libs/domain/transcription/transcriber_do.h"

namespace mokuhyo::domain {
namespace {

using documents::v1::DocumentIndicator;
using documents::v1::DocumentResult;
using indicators::v1::ResultReport;
using indicators::v1::ResultWithdrawal;
using sheets::v1::PeriodResult;

template <typename Result>
void CopyDetail(const Result& result, ResultReport& report) {
  if (result.has_measured_on()) report.set_measured_on(result.measured_on());
  if (result.has_numerator()) report.set_numerator(result.numerator());
  if (result.has_denominator()) report.set_denominator(result.denominator());
}

ResultReport Report(const std::string& indicator, const DocumentResult& result) {
  ResultReport report;
  report.set_indicator(indicator);
  report.set_period(result.period());
  if (result.has_kind()) report.set_kind(result.kind());
  if (result.has_value()) report.set_value(result.value());
  CopyDetail(result, report);
  return report;
}

// Whether the two say the same besides their value.
template <typename Here, typename Wanted>
bool SameDetail(const Here& here, const Wanted& wanted) {
  return here.has_measured_on() == wanted.has_measured_on() &&
         here.measured_on() == wanted.measured_on() &&
         here.has_numerator() == wanted.has_numerator() && here.numerator() == wanted.numerator() &&
         here.has_denominator() == wanted.has_denominator() &&
         here.denominator() == wanted.denominator();
}

bool SameResult(const PeriodResult& here, const DocumentResult& wanted) {
  return here.has_kind() == wanted.has_kind() && here.kind() == wanted.kind() &&
         here.has_value() == wanted.has_value() && here.value().text() == wanted.value() &&
         SameDetail(here, wanted);
}

// What has to be withdrawn, corrected and reported so that an indicator bears the results of the
// document.
struct ResultChanges {
  indicators::v1::WithdrawResultsRequest withdraw;
  indicators::v1::CorrectResultsRequest correct;
  indicators::v1::ReportResultsRequest report;
};

void CompareYear(const sheets::v1::Indicator& here, const DocumentIndicator& wanted,
                 ResultChanges& changes) {
  if (!wanted.has_result()) {
    if (here.has_result()) changes.withdraw.add_results()->set_indicator(here.id());
    return;
  }
  if (here.has_result() && here.result().text() == wanted.result() &&
      SameDetail(here.result_detail(), wanted.result_detail())) {
    return;
  }
  ResultReport& report =
      here.has_result() ? *changes.correct.add_results() : *changes.report.add_results();
  report.set_indicator(here.id());
  report.set_value(wanted.result());
  CopyDetail(wanted.result_detail(), report);
}

void ComparePeriods(const sheets::v1::Indicator& here, const DocumentIndicator& wanted,
                    ResultChanges& changes) {
  // New results go to the end, so from the first place where the periods differ everything is
  // reported anew.
  int same = 0;
  while (same < here.results_size() && same < wanted.results_size() &&
         here.results(same).period() == wanted.results(same).period()) {
    if (!SameResult(here.results(same), wanted.results(same))) {
      *changes.correct.add_results() = Report(here.id(), wanted.results(same));
    }
    ++same;
  }
  for (int i = same; i < here.results_size(); ++i) {
    ResultWithdrawal& withdrawal = *changes.withdraw.add_results();
    withdrawal.set_indicator(here.id());
    withdrawal.set_period(here.results(i).period());
  }
  for (int i = same; i < wanted.results_size(); ++i) {
    *changes.report.add_results() = Report(here.id(), wanted.results(i));
  }
}

}  // namespace

absl::Status Transcriber::SyncResults() {
  ResultChanges changes;
  for (const auto& [indicator, id] : match_->indicators()) {
    const sheets::v1::Indicator& here = *done_.state.FindIndicator(id);
    CompareYear(here, *indicator, changes);
    ComparePeriods(here, *indicator, changes);
  }
  const std::string& name = document_.name();
  changes.withdraw.set_parent(name);
  changes.correct.set_parent(name);
  changes.report.set_parent(name);
  MOKUHYO_RETURN_IF_ERROR(DoInParts(std::move(changes.withdraw),
                                    &indicators::v1::WithdrawResultsRequest::mutable_results,
                                    kMaxBulkEntries, name));
  MOKUHYO_RETURN_IF_ERROR(DoInParts(std::move(changes.correct),
                                    &indicators::v1::CorrectResultsRequest::mutable_results,
                                    kMaxBulkEntries, name));
  // An empty report still says that the results are in: there are sheets that report in words
  // alone.
  if (changes.report.results().empty() &&
      !HasReached(done_.state.sheet().state(), sheets::v1::SHEET_STATE_RESULTS_REPORTED)) {
    return Do(std::move(changes.report), name);
  }
  return DoInParts(std::move(changes.report),
                   &indicators::v1::ReportResultsRequest::mutable_results, kMaxBulkEntries, name);
}

absl::Status Transcriber::SyncNarrative() {
  evaluations::v1::RecordNarrativeRequest record;
  record.set_parent(document_.name());
  // Texts of the result stage that are to be set, and keys that are to go.
  const auto compare = [&](const auto& wanted, const auto& here, bool of_goal, auto& texts,
                           auto& removed) {
    const auto is_result = [&](const std::string& key) {
      const forms::v1::TextKey* text = FindText(context_.form, key, of_goal);
      return text != nullptr && text->stage() == forms::v1::STAGE_RESULT;
    };
    for (const auto& [key, text] : wanted) {
      const auto found = here.find(key);
      if (is_result(key) && (found == here.end() || found->second != text)) texts[key] = text;
    }
    for (const auto& [key, text] : here) {
      if (is_result(key) && !wanted.contains(key)) *removed.Add() = key;
    }
  };
  compare(document_.texts(), done_.state.sheet().texts(), /*of_goal=*/false,
          *record.mutable_texts(), *record.mutable_removed_texts());
  for (const auto& [goal, id] : match_->goals()) {
    const sheets::v1::Goal& here = *done_.state.FindGoal(id);
    evaluations::v1::GoalNarrative narrative;
    narrative.set_goal(id);
    compare(goal->texts(), here.texts(), /*of_goal=*/true, *narrative.mutable_texts(),
            *narrative.mutable_removed_texts());
    if (!std::equal(goal->accomplishments().begin(), goal->accomplishments().end(),
                    here.accomplishments().begin(), here.accomplishments().end())) {
      narrative.set_replace_accomplishments(true);
      *narrative.mutable_accomplishments() = goal->accomplishments();
    }
    if (!narrative.texts().empty() || !narrative.removed_texts().empty() ||
        narrative.replace_accomplishments()) {
      *record.add_goals() = std::move(narrative);
    }
  }
  if (record.texts().empty() && record.removed_texts().empty() && record.goals().empty())
    return absl::OkStatus();
  return Do(std::move(record), document_.name());
}

absl::Status Transcriber::SyncBlanks() {
  for (const auto& [goal, id] : match_->goals()) {
    const sheets::v1::Goal& here = *done_.state.FindGoal(id);
    if (std::equal(goal->intentionally_blank().begin(), goal->intentionally_blank().end(),
                   here.intentionally_blank().begin(), here.intentionally_blank().end())) {
      continue;
    }
    indicators::v1::MarkIntentionallyBlankRequest mark;
    mark.set_name(document_.name() + "/goals/" + id);
    *mark.mutable_fields() = goal->intentionally_blank();
    MOKUHYO_RETURN_IF_ERROR(Do(std::move(mark), id));
  }
  return absl::OkStatus();
}

}  // namespace mokuhyo::domain
