#include "libs/projection/completeness.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "libs/base/status_macros.h"
#include "libs/domain/evaluation/counted_rows.h"
#include "libs/projection/expected_results.h"
#include "libs/projection/page.h"

namespace mokuhyo::projection {
namespace {

using forms::v1::Deadline;
using google::protobuf::RepeatedPtrField;
using indicators::v1::CompletenessRow;
using indicators::v1::MissingResult;

void Count(Punctuality punctuality, CompletenessRow& row) {
  if (punctuality == Punctuality::kBlank) {
    row.set_blank_count(row.blank_count() + 1);
    return;
  }
  row.set_expected_count(row.expected_count() + 1);
  if (IsThere(punctuality)) row.set_reported_count(row.reported_count() + 1);
  switch (punctuality) {
    case Punctuality::kOnTime:
      return row.set_on_time_count(row.on_time_count() + 1);
    case Punctuality::kLate:
      return row.set_late_count(row.late_count() + 1);
    case Punctuality::kUndated:
      return row.set_undated_count(row.undated_count() + 1);
    case Punctuality::kPending:
      return row.set_pending_count(row.pending_count() + 1);
    case Punctuality::kMissing:
      return row.set_missing_count(row.missing_count() + 1);
    case Punctuality::kBlank:
      return;
  }
}

void Add(const CompletenessRow& row, CompletenessRow& total) {
  total.set_expected_count(total.expected_count() + row.expected_count());
  total.set_reported_count(total.reported_count() + row.reported_count());
  total.set_on_time_count(total.on_time_count() + row.on_time_count());
  total.set_late_count(total.late_count() + row.late_count());
  total.set_missing_count(total.missing_count() + row.missing_count());
  total.set_pending_count(total.pending_count() + row.pending_count());
  total.set_blank_count(total.blank_count() + row.blank_count());
  total.set_undated_count(total.undated_count() + row.undated_count());
}

// A row for each deadline of the form, in its order.
std::vector<CompletenessRow> RowsOf(const SheetWithForm& sheet, const SheetSelection& selection) {
  std::vector<CompletenessRow> rows;
  std::map<const Deadline*, size_t> places;
  for (const Deadline& deadline : sheet.form->deadlines()) {
    places[&deadline] = rows.size();
    CompletenessRow& row = rows.emplace_back();
    row.set_sheet(sheet.sheet->name());
    row.set_org_unit(sheet.sheet->org_unit());
    row.set_org_unit_display_name(selection.UnitName(sheet.sheet->org_unit()));
    row.set_form(sheet.sheet->form());
    row.set_deadline(deadline.key());
    *row.mutable_title() = deadline.title();
    row.set_subject(deadline.subject());
    row.set_due_on(DueOn(deadline, sheet.sheet->fiscal_year()));
  }
  for (const ExpectedResult& result : ExpectedResults(sheet, selection.date)) {
    Count(result.punctuality, rows[places.at(result.deadline)]);
  }
  for (const ExpectedStep& step : ExpectedSteps(sheet, selection.date)) {
    Count(step.punctuality, rows[places.at(step.deadline)]);
  }
  return rows;
}

void AddTotals(const RepeatedPtrField<CompletenessRow>& rows,
               RepeatedPtrField<CompletenessRow>& to) {
  std::map<std::tuple<std::string, std::string, std::string, int>, CompletenessRow> totals;
  for (const CompletenessRow& row : rows) {
    CompletenessRow& total =
        totals[{row.form(), row.due_on(), row.deadline(), static_cast<int>(row.subject())}];
    total.set_form(row.form());
    total.set_deadline(row.deadline());
    *total.mutable_title() = row.title();
    total.set_subject(row.subject());
    total.set_due_on(row.due_on());
    Add(row, total);
  }
  for (auto& [key, total] : totals) *to.Add() = std::move(total);
}

// Units that have no sheet of a form under which another unit of their kind has one.
std::set<std::string> UnitsWithoutSheet(const SheetSelection& selection,
                                        std::string_view org_unit) {
  const domain::OrganizationState& units = selection.units->state;
  const auto kind_of = [&](const std::string& unit) {
    return units.Get(selection.city, unit, selection.date)->kind();
  };
  // Units with a sheet, by form and kind of unit.
  std::map<std::pair<std::string, int>, std::set<std::string>> with_sheet;
  for (const auto& folded : selection.sheets) {
    const sheets::v1::Sheet& sheet = folded->state.sheet();
    with_sheet[{sheet.form(), kind_of(sheet.org_unit())}].insert(sheet.org_unit());
  }
  std::set<std::string> without;
  for (const std::string& unit : units.UnitIds()) {
    if (!units.IsOpen(unit, selection.date) || !units.IsUnder(unit, org_unit, selection.date)) {
      continue;
    }
    const int kind = kind_of(unit);
    for (const auto& [form_and_kind, having] : with_sheet) {
      if (form_and_kind.second == kind && !having.contains(unit)) without.insert(unit);
    }
  }
  return without;
}

int32_t DaysBetween(const std::string& from, const std::string& to) {
  absl::CivilDay first;
  absl::CivilDay last;
  // Both are days: one is made by DueOn, the other is checked where the question comes in.
  absl::ParseCivilTime(from, &first);
  absl::ParseCivilTime(to, &last);
  return static_cast<int32_t>(last - first);
}

MissingResult ToMissing(const std::string& sheet, const ExpectedResult& result,
                        const SheetSelection& selection) {
  MissingResult missing;
  missing.set_indicator(absl::StrCat(sheet, "/indicators/", result.indicator->id()));
  missing.set_name(result.indicator->name());
  missing.set_goal(result.goal->id());
  missing.set_label(domain::JoinLabels(result.path));
  missing.set_org_unit(result.responsible_unit);
  missing.set_org_unit_display_name(selection.UnitName(result.responsible_unit));
  missing.set_period(result.deadline->period());
  missing.set_deadline(result.deadline->key());
  missing.set_due_on(result.due_on);
  missing.set_days_late(DaysBetween(result.due_on, selection.date));
  return missing;
}

}  // namespace

indicators::v1::GetCompletenessResponse CompletenessOf(const SheetSelection& selection,
                                                       std::string_view org_unit) {
  std::vector<CompletenessRow> rows;
  for (const SheetWithForm& sheet : selection.WithForms()) {
    for (CompletenessRow& row : RowsOf(sheet, selection)) rows.push_back(std::move(row));
  }
  // Deadlines of one day stay in the order of the form.
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::tie(a.due_on(), a.org_unit(), a.sheet()) <
           std::tie(b.due_on(), b.org_unit(), b.sheet());
  });
  indicators::v1::GetCompletenessResponse response;
  response.mutable_rows()->Add(rows.begin(), rows.end());
  AddTotals(response.rows(), *response.mutable_totals());
  for (const std::string& unit : UnitsWithoutSheet(selection, org_unit)) {
    response.add_units_without_sheet(unit);
  }
  return response;
}

std::vector<MissingResult> MissingResultsOf(const SheetSelection& selection,
                                            const std::string* period) {
  // With the names of the sheets, by which they are ordered.
  std::vector<std::pair<std::string, MissingResult>> found;
  for (const SheetWithForm& sheet : selection.WithForms()) {
    for (const ExpectedResult& result : ExpectedResults(sheet, selection.date)) {
      if (result.punctuality != Punctuality::kMissing) continue;
      if (period != nullptr && result.deadline->period() != *period) continue;
      const std::string& name = sheet.sheet->name();
      found.emplace_back(name, ToMissing(name, result, selection));
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second.due_on(), a.first) < std::tie(b.second.due_on(), b.first);
  });
  std::vector<MissingResult> missing;
  missing.reserve(found.size());
  for (auto& [sheet, result] : found) missing.push_back(std::move(result));
  return missing;
}

absl::StatusOr<indicators::v1::GetCompletenessResponse> GetCompleteness(
    SheetReader& reader, const indicators::v1::GetCompletenessRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetSelection selection, reader.Select(request));
  indicators::v1::GetCompletenessResponse response = CompletenessOf(selection, request.org_unit());
  response.set_position(selection.point.token);
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), selection.point));
  return response;
}

absl::StatusOr<indicators::v1::ListMissingResultsResponse> ListMissingResults(
    SheetReader& reader, const indicators::v1::ListMissingResultsRequest& request) {
  MOKUHYO_ASSIGN_OR_RETURN(const SheetFilter filter, reader.FilterOf(request));
  MOKUHYO_ASSIGN_OR_RETURN(const Page page, reader.PageFor(filter.city, request));
  MOKUHYO_ASSIGN_OR_RETURN(const SheetSelection selection,
                           reader.Select(filter, page.point, page.date));
  std::vector<MissingResult> missing =
      MissingResultsOf(selection, request.has_period() ? &request.period() : nullptr);
  indicators::v1::ListMissingResultsResponse response;
  response.set_position(page.point.token);
  response.set_total_size(static_cast<int32_t>(missing.size()));
  MOKUHYO_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                           CutPage(page, request, missing, *response.mutable_missing()));
  MOKUHYO_RETURN_IF_ERROR(application::RequireSameHistory(reader.store(), page.point));
  return response;
}

}  // namespace mokuhyo::projection
