#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "libs/render/observation_words.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"

namespace mokuhyo::client {
namespace {

using sheets::v1::ListObservationsResponse;
using sheets::v1::ObservationKind;

struct ObservationsArguments {
  std::string city;
  std::string unit;
  std::string form;
  int year = 0;
  std::vector<ObservationKind> kinds;
  bool unanswered = false;
  std::string as_of;
  std::string effective_date;
};

// Every kind by its name on the command line, `target-changed`.
std::map<std::string, ObservationKind> KindsByName() {
  constexpr std::string_view kPrefix = "OBSERVATION_KIND_";
  std::map<std::string, ObservationKind> kinds;
  const auto* descriptor = sheets::v1::ObservationKind_descriptor();
  for (int i = 0; i < descriptor->value_count(); ++i) {
    const auto* value = descriptor->value(i);
    if (value->number() == sheets::v1::OBSERVATION_KIND_UNSPECIFIED) continue;
    const std::string name = absl::AsciiStrToLower(value->name().substr(kPrefix.size()));
    kinds[absl::StrReplaceAll(name, {{"_", "-"}})] = static_cast<ObservationKind>(value->number());
  }
  return kinds;
}

// For --help: the names, with | between them.
std::string NamesOf(const std::map<std::string, ObservationKind>& kinds) {
  return absl::StrJoin(
      kinds, "|", [](std::string* out, const auto& kind) { absl::StrAppend(out, kind.first); });
}

// `overshoot 4, comment differs 1`
std::string DrawCounts(const ListObservationsResponse& response, render::Language language) {
  std::string line;
  for (const auto& count : response.counts()) {
    absl::StrAppend(&line, line.empty() ? "" : render::Say(language, "、", ", "),
                    render::ObservationLabel(count.kind(), language), " ", count.count());
  }
  return line.empty() ? "" : line + "\n";
}

// Every page bears the counts of all pages, ordered by kind; joined, they came once a page.
void KeepCountsOfOnePage(ListObservationsResponse& response) {
  auto& counts = *response.mutable_counts();
  int end = std::min(1, counts.size());
  while (end < counts.size() && counts[end - 1].kind() < counts[end].kind()) ++end;
  counts.DeleteSubrange(end, counts.size() - end);
}

int RunObservations(const ObservationsArguments& arguments, Session& session) {
  sheets::v1::ListObservationsRequest request;
  request.set_parent(CityResource(arguments.city));
  request.set_org_unit(arguments.unit);
  request.set_fiscal_year(arguments.year);
  request.set_form(arguments.form);
  for (const ObservationKind kind : arguments.kinds) request.add_kinds(kind);
  request.set_unanswered_only(arguments.unanswered);
  request.set_as_of_time(arguments.as_of);
  request.set_effective_date(arguments.effective_date);
  auto response = CallForAllPages(session.connection(), session.connection().sheets(),
                                  &sheets::v1::SheetService::Stub::ListObservations, request);
  if (!response.ok()) return session.Fail(response.status());
  KeepCountsOfOnePage(*response);
  const Settings& settings = session.settings();
  return session.Answer(*response, render::DrawObservations(
                                       response->observations(), settings.language,
                                       {.width = settings.width, .ambiguous = settings.ambiguous}) +
                                       DrawCounts(*response, settings.language));
}

}  // namespace

void AddObservationsCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ObservationsArguments>();
  const std::map<std::string, ObservationKind> kinds = KindsByName();
  CLI::App* command = app.add_subcommand(
      "observations", "List what a reader should look at: figures, targets, links, dates");
  command->add_option("--city", arguments->city, "Id of the city")->required();
  command->add_option("--unit", arguments->unit, "Id of the unit; those below it are included")
      ->required();
  command->add_option("--year", arguments->year, "Fiscal year")->required();
  command->add_option("--form", arguments->form, "Only sheets of this form");
  command->add_option("--kind", arguments->kinds, "Only this kind; may be repeated")
      ->transform(CLI::CheckedTransformer(kinds).description(NamesOf(kinds)));
  command->add_flag("--unanswered", arguments->unanswered,
                    "Only those that the section has not answered");
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
  command
      ->add_option("--on", arguments->effective_date,
                   "About this day, YYYY-MM-DD: what is due by then, and units of that day")
      ->check(CheckNotEmpty);
  command->footer(
      "Examples:\n"
      "  mokuhyo observations --city niigata --unit nishi --year 2022\n"
      "  mokuhyo observations --city niigata --unit nishi --year 2022 --kind overshoot "
      "--unanswered");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunObservations(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
