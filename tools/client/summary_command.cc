#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/render/labels.h"
#include "libs/render/summary_table.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"

namespace mokuhyo::client {
namespace {

using sheets::v1::CountedGoal;
using sheets::v1::ListCountedGoalsResponse;

struct SummaryArguments {
  std::string city;
  std::string unit;
  std::string form;
  int year = 0;
  std::string level;
  std::string as_of;
  std::string effective_date;
  bool rows = false;
};

std::string LeftOutLabel(const CountedGoal& goal, render::Language language) {
  if (goal.left_out() == "WITHDRAWN") return render::Say(language, "取下げ", "withdrawn");
  documents::v1::NotCounted::Reason reason = documents::v1::NotCounted::REASON_UNSPECIFIED;
  documents::v1::NotCounted::Reason_Parse(goal.left_out(), &reason);
  const std::string label = render::NotCountedLabel(reason, language);
  if (goal.counted_at().empty()) return label;
  const std::string& at = goal.counted_at_goal();
  return absl::StrCat(label, ": ", goal.counted_at(),
                      at.empty() ? "" : absl::StrCat(" → ", at.substr(at.rfind('/') + 1)));
}

std::string DrawRows(const ListCountedGoalsResponse& rows, const Settings& settings) {
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(settings.language, ja, en);
  };
  render::Table table({{say("シート", "Sheet"), render::Align::kLeft, 12},
                       {"No.", render::Align::kLeft, 6},
                       {say("目標", "Goal"), render::Align::kLeft, 20},
                       {say("担当", "Unit in charge")},
                       {say("評価", "Rating")},
                       {say("備考", "Remarks")}});
  for (const CountedGoal& goal : rows.goals()) {
    std::vector<std::string> labels;
    for (const auto& label : goal.path()) {
      if (!label.empty()) labels.push_back(label);
    }
    std::vector<std::string> remarks;
    if (!goal.left_out().empty()) remarks.push_back(LeftOutLabel(goal, settings.language));
    if (goal.rating_restored()) remarks.push_back(say("評価を補った", "rating restored"));
    if (goal.row_restored()) remarks.push_back(say("行を補った", "row restored"));
    table.AddRow({goal.sheet().substr(goal.sheet().rfind('/') + 1), absl::StrJoin(labels, "/"),
                  goal.title(), goal.responsible_unit(), goal.rating(),
                  absl::StrJoin(remarks, ", ")});
  }
  return table.Draw({.width = settings.width, .ambiguous = settings.ambiguous});
}

// A summary and, if asked for, the rows behind its tables.
struct Reading {
  sheets::v1::GetYearlySummaryResponse summary;
  std::vector<ListCountedGoalsResponse> rows;

  // Whether all was read at the same position, so that the rows are those that were summed up.
  bool IsConsistent() const {
    return std::all_of(rows.begin(), rows.end(), [this](const ListCountedGoalsResponse& table) {
      return table.position() == summary.position();
    });
  }
};

absl::StatusOr<Reading> Read(const SummaryArguments& arguments, Connection& connection) {
  Reading reading;
  sheets::v1::GetYearlySummaryRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_org_unit(arguments.unit);
  request.set_fiscal_year(arguments.year);
  request.set_form(arguments.form);
  request.set_group_level(arguments.level);
  request.set_as_of_time(arguments.as_of);
  request.set_effective_date(arguments.effective_date);
  MOKUHYO_ASSIGN_OR_RETURN(
      reading.summary, connection.Call(connection.sheets(),
                                       &sheets::v1::SheetService::Stub::GetYearlySummary, request));
  if (!arguments.rows) return reading;
  for (const auto& table : reading.summary.summary().tables()) {
    if (table.counted_level().empty()) continue;
    sheets::v1::ListCountedGoalsRequest rows;
    rows.set_parent(request.parent());
    rows.set_org_unit(arguments.unit);
    rows.set_fiscal_year(arguments.year);
    rows.set_form(table.form());
    rows.set_counted_level(
        absl::StrCat(table.counted_level(), table.counts_indicators() ? ":indicators" : ":goals"));
    rows.set_show_left_out(true);
    rows.set_as_of_time(arguments.as_of);
    rows.set_effective_date(arguments.effective_date);
    rows.set_at_least_position(reading.summary.position());
    MOKUHYO_ASSIGN_OR_RETURN(
        reading.rows.emplace_back(),
        CallForAllPages(connection, connection.sheets(),
                        &sheets::v1::SheetService::Stub::ListCountedGoals, rows));
  }
  return reading;
}

// Reads until summary and rows belong together: others may write in between.
absl::StatusOr<Reading> ReadConsistently(const SummaryArguments& arguments,
                                         Connection& connection) {
  constexpr int kAttempts = 5;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    MOKUHYO_ASSIGN_OR_RETURN(Reading reading, Read(arguments, connection));
    if (reading.IsConsistent()) return reading;
  }
  return absl::AbortedError(
      "the sheets change faster than summary and rows can be read; try again, or name an instant "
      "with --as-of");
}

int RunSummary(const SummaryArguments& arguments, Session& session) {
  const auto reading = ReadConsistently(arguments, session.connection());
  if (!reading.ok()) return session.Fail(reading.status());
  const Settings& settings = session.settings();
  session.Answer(reading->summary,
                 render::DrawSummary(reading->summary.summary(), settings.language,
                                     {.width = settings.width, .ambiguous = settings.ambiguous}));
  for (const auto& table : reading->rows) session.Answer(table, "\n" + DrawRows(table, settings));
  return 0;
}

}  // namespace

void AddSummaryCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<SummaryArguments>();
  CLI::App* command =
      app.add_subcommand("summary", "Sum up the sheets of a unit and all below it for a year");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command->add_option("--unit", arguments->unit, "Id of the unit")->required();
  command
      ->add_option("--year", arguments->year,
                   "Fiscal year, for example 2022 for 2022-04-01 to 2023-03-31")
      ->required();
  command->add_option("--form", arguments->form, "Only sheets of this form");
  command->add_option("--level", arguments->level,
                      "Also by the goals of this level of the form, for example measure");
  command
      ->add_option("--effective-date", arguments->effective_date,
                   "About this day, YYYY-MM-DD: what happened later is left out")
      ->check(CheckNotEmpty);
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
  command->add_flag("--rows", arguments->rows,
                    "Also the rows behind the totals, those left out included");
  command->footer(
      "Every form has totals of its own; they are never added up across forms.\n"
      "With --rows, --json prints one answer after the other.\n"
      "Examples:\n"
      "  mokuhyo summary --city niigata --unit nishi --year 2020\n"
      "  mokuhyo summary --city niigata --unit nishi --year 2020 --form niigata-vision-progress "
      "--level measure\n"
      "  mokuhyo summary --city niigata --unit nishi --year 2022 --form niigata-section-goals "
      "--rows");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunSummary(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
