#include <memory>
#include <string>

#include "libs/render/trend_table.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"

namespace mokuhyo::client {
namespace {

struct TrendArguments {
  std::string city;
  std::string series;
  std::string unit;
  int from = 0;
  int to = 0;
  bool across_breaks = false;
  std::string as_of;
  std::string effective_date;
};

int RunTrend(const TrendArguments& arguments, Session& session) {
  sheets::v1::GetTrendRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_series(arguments.series);
  request.set_org_unit(arguments.unit);
  request.set_first_fiscal_year(arguments.from);
  request.set_last_fiscal_year(arguments.to);
  request.set_across_breaks(arguments.across_breaks);
  request.set_as_of_time(arguments.as_of);
  request.set_effective_date(arguments.effective_date);
  const auto response = session.connection().Call(
      session.connection().sheets(), &sheets::v1::SheetService::Stub::GetTrend, request);
  if (!response.ok()) return session.Fail(response.status());
  const Settings& settings = session.settings();
  return session.Answer(
      *response, render::DrawTrend(response->trend(), settings.language,
                                   {.width = settings.width, .ambiguous = settings.ambiguous}));
}

}  // namespace

void AddTrendCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<TrendArguments>();
  CLI::App* command =
      app.add_subcommand("trend", "Show the course of an indicator over the years, by unit");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command
      ->add_option("--series", arguments->series,
                   "Id of the series; of an indicator that names none: SHEET.INDICATOR")
      ->required();
  command->add_option("--unit", arguments->unit,
                      "Only this unit, those below it, and those in whose place they go on");
  command->add_option("--from", arguments->from, "First fiscal year; default: all that is known");
  command->add_option("--to", arguments->to, "Last fiscal year; at most 50 in all");
  command->add_flag("--across-breaks", arguments->across_breaks,
                    "Also back over breaks of the series, where something else was measured");
  command
      ->add_option("--effective-date", arguments->effective_date,
                   "About this day, YYYY-MM-DD: what happened later is left out")
      ->check(CheckNotEmpty);
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
  command->footer(
      "Years are the columns; a gap is shown as such, and below the table stands why. Where "
      "results\n"
      "have numerator and denominator, all units are rolled up as sum over sum, never as a mean "
      "of\n"
      "percentages. `mokuhyo sheet SHEET --json` shows the ids of indicators and their series.\n"
      "Examples:\n"
      "  mokuhyo trend --city niigata --series 2022-nishi-somu.i3\n"
      "  mokuhyo trend --city niigata --series volunteers --unit nishi --from 2019 --to 2023");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunTrend(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
