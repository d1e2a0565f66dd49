#include <memory>
#include <string>

#include "libs/render/series_table.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"

namespace mokuhyo::client {
namespace {

using indicators::v1::IndicatorService;

struct SeriesArguments {
  std::string city;
  std::string series;
  std::string unit;
  int year = 0;
  std::string as_of;
  std::string effective_date;
};

template <typename Request>
Request RequestOf(const SeriesArguments& arguments) {
  Request request;
  request.set_parent(CityResource(arguments.city));
  request.set_as_of_time(arguments.as_of);
  request.set_effective_date(arguments.effective_date);
  return request;
}

int RunSeries(const SeriesArguments& arguments, Session& session) {
  auto request = RequestOf<indicators::v1::GetSeriesRequest>(arguments);
  request.set_series(arguments.series);
  const auto series = session.connection().Call(session.connection().indicators(),
                                                &IndicatorService::Stub::GetSeries, request);
  if (!series.ok()) return session.Fail(series.status());
  const Settings& settings = session.settings();
  return session.Answer(
      *series, render::DrawSeries(*series, settings.language,
                                  {.width = settings.width, .ambiguous = settings.ambiguous}));
}

int RunCandidates(const SeriesArguments& arguments, Session& session) {
  auto request = RequestOf<indicators::v1::ListSeriesCandidatesRequest>(arguments);
  request.set_org_unit(arguments.unit);
  request.set_fiscal_year(arguments.year);
  const auto candidates = CallForAllPages(session.connection(), session.connection().indicators(),
                                          &IndicatorService::Stub::ListSeriesCandidates, request);
  if (!candidates.ok()) return session.Fail(candidates.status());
  const Settings& settings = session.settings();
  return session.Answer(
      *candidates,
      render::DrawSeriesCandidates(*candidates, settings.language,
                                   {.width = settings.width, .ambiguous = settings.ambiguous}));
}

void AddTimes(SeriesArguments& arguments, CLI::App& command) {
  command
      .add_option("--effective-date", arguments.effective_date,
                  "About this day, YYYY-MM-DD: what happened later is left out")
      ->check(CheckNotEmpty);
  command.add_option("--as-of", arguments.as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
}

}  // namespace

void AddSeriesCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<SeriesArguments>();
  CLI::App* command = app.add_subcommand(
      "series", "List what sheets say of an indicator over the years, and where they differ");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command
      ->add_option("--series", arguments->series,
                   "Id of the series; of an indicator that names none: SHEET.INDICATOR")
      ->required();
  AddTimes(*arguments, *command);
  command->footer(
      "`mokuhyo trend` shows the same as a table of years; `mokuhyo series-candidates` finds\n"
      "indicators that could be of one series.\n"
      "Example:\n"
      "  mokuhyo series --city niigata --series 2020-nishi-vision-progress.i67");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunSeries(*arguments, session); };
  });
}

void AddSeriesCandidatesCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<SeriesArguments>();
  CLI::App* command = app.add_subcommand(
      "series-candidates", "Find indicators of two sheets that could be of one series");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command->add_option("--unit", arguments->unit, "Id of the unit; those below it are included")
      ->required();
  command->add_option("--year", arguments->year, "Fiscal year of the one; the other may be older")
      ->required();
  AddTimes(*arguments, *command);
  command->footer(
      "Nothing is assumed: staff say that two are of one series by giving the one the series of\n"
      "the other (UpdateIndicator, field `series`). From then on documents that disagree are\n"
      "observed, and `mokuhyo trend` shows them in one table.\n"
      "Example:\n"
      "  mokuhyo series-candidates --city niigata --unit nishi --year 2022");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunCandidates(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
