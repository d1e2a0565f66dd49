#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/render/labels.h"
#include "libs/render/table.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"
#include "tools/client/unit_names.h"

namespace mokuhyo::client {
namespace {

struct SheetsArguments {
  std::string city;
  std::string unit;
  std::string form;
  int year = 0;
  std::string as_of;
};

int RunSheets(const SheetsArguments& arguments, Session& session) {
  Connection& connection = session.connection();
  sheets::v1::ListSheetsRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_org_unit(arguments.unit);
  request.set_form(arguments.form);
  request.set_fiscal_year(arguments.year);
  request.set_as_of_time(arguments.as_of);
  const auto list = CallForAllPages(connection, connection.sheets(),
                                    &sheets::v1::SheetService::Stub::ListSheets, request);
  if (!list.ok()) return session.Fail(list.status());
  if (session.settings().json) return session.Answer(*list, "");
  const auto unit_names = ReadUnitNames(connection, request.parent(), arguments.as_of);
  if (!unit_names.ok()) return session.Fail(unit_names.status());

  const Settings& settings = session.settings();
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(settings.language, ja, en);
  };
  render::Table table({{say("シート", "Sheet")},
                       {say("年度", "Year")},
                       {say("組織", "Unit")},
                       {say("様式", "Form")},
                       {say("状態", "State")}});
  for (const auto& sheet : list->sheets()) {
    const auto name = unit_names->find(sheet.org_unit());
    table.AddRow({sheet.name(), render::FiscalYearLabel(sheet.fiscal_year(), settings.language),
                  name != unit_names->end() ? name->second : sheet.org_unit(), sheet.form(),
                  render::StateLabel(sheet.state(), settings.language)});
  }
  const std::string count = absl::StrCat(list->sheets_size(), say(" 件", " sheets"), "\n");
  return session.Answer(
      *list, table.Draw({.width = settings.width, .ambiguous = settings.ambiguous}) + count);
}

}  // namespace

void AddSheetsCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<SheetsArguments>();
  CLI::App* command = app.add_subcommand("sheets", "List the sheets of a city");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command->add_option("--unit", arguments->unit, "Only this unit and those below it");
  command->add_option("--year", arguments->year, "Only this fiscal year");
  command->add_option("--form", arguments->form, "Only this form");
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339");
  command->footer("Example:\n  mokuhyo sheets --city niigata --unit nishi --year 2022");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunSheets(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
