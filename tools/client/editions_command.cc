#include <memory>

#include "libs/render/comparison_text.h"
#include "tools/client/argument_checks.h"
#include "tools/client/commands.h"
#include "tools/client/names.h"
#include "tools/client/pages.h"

namespace mokuhyo::client {
namespace {

struct EditionsArguments {
  std::string sheet;
  std::string as_of;
};

int RunEditions(const EditionsArguments& arguments, Session& session) {
  sheets::v1::ListEditionsRequest request;
  request.set_parent(SheetResource(arguments.sheet));
  request.set_as_of_time(arguments.as_of);
  const auto response = CallForAllPages(session.connection(), session.connection().sheets(),
                                        &sheets::v1::SheetService::Stub::ListEditions, request);
  if (!response.ok()) return session.Fail(response.status());
  const Settings& settings = session.settings();
  return session.Answer(
      *response, render::DrawEditions(request.parent(), *response, settings.language,
                                      {.width = settings.width, .ambiguous = settings.ambiguous}));
}

}  // namespace

void AddEditionsCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<EditionsArguments>();
  CLI::App* command =
      app.add_subcommand("editions", "List what was published of a sheet, and what replaced what");
  command->add_option("SHEET", arguments->sheet, "The sheet, for example niigata/2022-nishi-somu")
      ->required();
  command->add_option("--as-of", arguments->as_of, "As it was known at this instant, RFC 3339")
      ->check(CheckNotEmpty);
  command->footer(
      "Newest first. An edition never changes: its sha256 is that of what `export --edition` "
      "prints.\n"
      "Examples:\n"
      "  mokuhyo editions niigata/2022-nishi-somu\n"
      "  mokuhyo export niigata/2022-nishi-somu --edition 1 | sha256sum\n"
      "  mokuhyo diff niigata/2022-nishi-somu --from edition:1 --to edition:2");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunEditions(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
