#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/render/filled_past.h"
#include "libs/render/observation_words.h"
#include "libs/render/sheet_table.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/unit_names.h"

namespace mokuhyo::client {
namespace {

struct SheetArguments {
  std::string sheet;
  std::string as_of;
  bool comments = false;
  bool observations = false;
};

absl::StatusOr<std::string> DrawWithTitles(const sheets::v1::GetSheetResponse& response,
                                           const SheetArguments& arguments, Session& session) {
  Connection& connection = session.connection();
  sheets::v1::Sheet sheet = response.sheet();
  render::FillPast(response.past_results(), sheet);
  organization::v1::GetFormRequest question;
  question.set_name(FormResource(sheet.name(), sheet.form()));
  question.set_version(sheet.form_version());
  MOKUHYO_ASSIGN_OR_RETURN(
      const auto form,
      connection.Call(connection.organization(),
                      &organization::v1::OrganizationService::Stub::GetForm, question));
  const std::string city = sheet.name().substr(0, sheet.name().find("/sheets/"));
  MOKUHYO_ASSIGN_OR_RETURN(auto unit_names, ReadUnitNames(connection, city, arguments.as_of));
  if (!response.org_unit_display_name().empty())
    unit_names[sheet.org_unit()] = response.org_unit_display_name();
  const Settings& settings = session.settings();
  const render::TableStyle style{.width = settings.width, .ambiguous = settings.ambiguous};
  std::string text = render::DrawSheet(sheet, {.language = settings.language,
                                               .style = style,
                                               .comments = arguments.comments,
                                               .form = &form.form(),
                                               .unit_names = std::move(unit_names),
                                               .contributions = &response.contributions()});
  if (arguments.observations) {
    absl::StrAppend(&text, "\n",
                    render::DrawObservations(response.observations(), settings.language, style));
  }
  return text;
}

int RunSheet(const SheetArguments& arguments, Session& session) {
  Connection& connection = session.connection();
  sheets::v1::GetSheetRequest request;
  request.set_name(SheetResource(arguments.sheet));
  request.set_as_of_time(arguments.as_of);
  request.set_include_contributions(true);
  request.set_include_past_results(true);
  request.set_include_observations(arguments.observations);
  const auto response =
      connection.Call(connection.sheets(), &sheets::v1::SheetService::Stub::GetSheet, request);
  if (!response.ok()) return session.Fail(response.status());
  if (session.settings().json) return session.Answer(*response, "");
  const auto text = DrawWithTitles(*response, arguments, session);
  return text.ok() ? session.Answer(*response, *text) : session.Fail(text.status());
}

}  // namespace

void AddSheetCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<SheetArguments>();
  CLI::App* command = app.add_subcommand("sheet", "Show a sheet as a table");
  command->add_option("SHEET", arguments->sheet, "The sheet, for example niigata/2022-nishi-somu")
      ->required();
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
  command->add_flag("--comments", arguments->comments,
                    "Also initiatives, comments and other words of each goal");
  command->add_flag("--observations", arguments->observations,
                    "Also what a reader should look at, see `mokuhyo observations`");
  command->footer(
      "Examples:\n"
      "  mokuhyo sheet niigata/2022-nishi-somu --comments --width 120\n"
      "  mokuhyo sheet niigata/2022-nishi-somu --json\n"
      "  mokuhyo sheet niigata/2022-nishi-somu --as-of 2023-04-01T00:00:00+09:00");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunSheet(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
