#include <memory>

#include "absl/strings/str_cat.h"
#include "libs/render/table.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"

namespace mokuhyo::client {
namespace {

using evaluations::v1::ListDeparturesResponse;

struct DeparturesArguments {
  std::string city;
  std::string unit;
  std::string form;
  int year = 0;
  std::string as_of;
  std::string effective_date;
};

std::string DrawDepartures(const ListDeparturesResponse& response, const Settings& settings) {
  const auto say = [&](const char* ja, const char* en) {
    return render::Say(settings.language, ja, en);
  };
  const std::string count = absl::StrCat(
      say("比べた指標", "indicators compared"), " ", response.compared_count(), ", ",
      say("評価と一致", "agreeing with the rating"), " ", response.agreeing_count(), ", ",
      say("参考と異なるもの", "departures"), " ", response.departures_size(), "\n");
  if (response.departures().empty()) return count;
  render::Table table({{say("シート", "Sheet"), render::Align::kLeft, 12},
                       {"No.", render::Align::kLeft, 4},
                       {say("目標", "Goal"), render::Align::kLeft, 20},
                       {say("目標値", "Target")},
                       {say("実績", "Result")},
                       {say("参考", "Suggestion")},
                       {say("評価", "Rating")},
                       {say("理由・状況", "Reason or comment"), render::Align::kLeft, 20}});
  for (const auto& departure : response.departures()) {
    table.AddRule();
    table.AddRow({departure.sheet().substr(departure.sheet().rfind('/') + 1), departure.label(),
                  departure.title(), departure.input().target(), departure.input().result(),
                  departure.undecided() ? say("判定不能", "undecided") : departure.input().rating(),
                  departure.rating(),
                  departure.reason().empty() ? departure.comment() : departure.reason()});
  }
  return table.Draw({.width = settings.width, .ambiguous = settings.ambiguous}) + count;
}

int RunDepartures(const DeparturesArguments& arguments, Session& session) {
  evaluations::v1::ListDeparturesRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_org_unit(arguments.unit);
  request.set_fiscal_year(arguments.year);
  request.set_form(arguments.form);
  request.set_as_of_time(arguments.as_of);
  request.set_effective_date(arguments.effective_date);
  const auto response =
      CallForAllPages(session.connection(), session.connection().evaluations(),
                      &evaluations::v1::EvaluationService::Stub::ListDepartures, request);
  if (!response.ok()) return session.Fail(response.status());
  return session.Answer(*response, DrawDepartures(*response, session.settings()));
}

}  // namespace

void AddDeparturesCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<DeparturesArguments>();
  CLI::App* command = app.add_subcommand(
      "departures", "List the ratings that differ from what the rule of the form suggests");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command->add_option("--unit", arguments->unit, "Id of the unit; those below it are included")
      ->required();
  command->add_option("--year", arguments->year, "Fiscal year")->required();
  command->add_option("--form", arguments->form, "Only sheets of this form");
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339");
  command->add_option("--on", arguments->effective_date,
                      "Which units are below the unit: on this day, YYYY-MM-DD; default today");
  command->footer("Example:\n  mokuhyo departures --city niigata --unit nishi --year 2022");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunDepartures(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
