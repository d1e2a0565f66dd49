#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/render/completeness_table.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"

namespace mokuhyo::client {
namespace {

using indicators::v1::IndicatorService;

struct CompletenessArguments {
  std::string city;
  std::string unit;
  std::string form;
  int year = 0;
  std::string as_of;
  std::string effective_date;
  bool missing = false;
};

template <typename Request>
Request RequestOf(const CompletenessArguments& arguments) {
  Request request;
  request.set_parent(CityResource(arguments.city));
  request.set_org_unit(arguments.unit);
  request.set_fiscal_year(arguments.year);
  request.set_form(arguments.form);
  request.set_as_of_time(arguments.as_of);
  request.set_effective_date(arguments.effective_date);
  return request;
}

int RunMissing(const CompletenessArguments& arguments, Session& session) {
  const auto missing =
      CallForAllPages(session.connection(), session.connection().indicators(),
                      &IndicatorService::Stub::ListMissingResults,
                      RequestOf<indicators::v1::ListMissingResultsRequest>(arguments));
  if (!missing.ok()) return session.Fail(missing.status());
  const Settings& settings = session.settings();
  return session.Answer(
      *missing, render::DrawMissing(*missing, settings.language,
                                    {.width = settings.width, .ambiguous = settings.ambiguous}));
}

int RunCompleteness(const CompletenessArguments& arguments, Session& session) {
  if (arguments.missing) return RunMissing(arguments, session);
  const auto completeness = session.connection().Call(
      session.connection().indicators(), &IndicatorService::Stub::GetCompleteness,
      RequestOf<indicators::v1::GetCompletenessRequest>(arguments));
  if (!completeness.ok()) return session.Fail(completeness.status());
  const Settings& settings = session.settings();
  return session.Answer(*completeness, render::DrawCompleteness(*completeness, settings.language,
                                                                {.width = settings.width,
                                                                 .ambiguous = settings.ambiguous}));
}

}  // namespace

void AddCompletenessCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<CompletenessArguments>();
  CLI::App* command = app.add_subcommand(
      "completeness", "Show what was due by the deadlines of the forms, and what came");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command->add_option("--unit", arguments->unit, "Id of the unit; those below it are included")
      ->required();
  command
      ->add_option("--year", arguments->year,
                   "Fiscal year, for example 2022 for 2022-04-01 to 2023-03-31")
      ->required();
  command->add_option("--form", arguments->form, "Only sheets of this form");
  command->add_flag("--missing", arguments->missing, "List the results that are overdue instead");
  command
      ->add_option("--effective-date", arguments->effective_date,
                   "As it stands on this day, YYYY-MM-DD; default today")
      ->check(CheckNotEmpty);
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
  command->footer(
      "Examples:\n"
      "  mokuhyo completeness --city niigata --unit nishi --year 2025\n"
      "  mokuhyo completeness --city niigata --unit nishi --year 2025 --missing "
      "--effective-date 2025-11-01");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunCompleteness(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
