#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

#include "tools/client/commands.h"

namespace mokuhyo::client {
namespace {

constexpr int kUsageError = 2;
constexpr int kDefaultWidth = 100;
constexpr int kMinWidth = 60;
constexpr int kMaxWidth = 1000;

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefaultWidth;
  return std::clamp(static_cast<int>(size.ws_col), kMinWidth, kMaxWidth);
}

void AddSettings(CLI::App& app, Settings& settings) {
  app.add_option("--server", settings.server, "HOST:PORT of the server")
      ->envname("MOKUHYO_SERVER")
      ->capture_default_str();
  app.add_flag("--json", settings.json, "Print the answer as JSON, for programs");
  const std::map<std::string, render::Language> languages = {{"ja", render::Language::kJapanese},
                                                             {"en", render::Language::kEnglish}};
  app.add_option("--lang", settings.language, "Language of labels; default ja")
      ->envname("MOKUHYO_LANG")
      ->transform(CLI::CheckedTransformer(languages).description("ja|en"));
  app.add_option("--actor", settings.actor, "Who acts: an opaque id that the record keeps")
      ->envname("MOKUHYO_ACTOR");
  app.add_option("--width", settings.width, "Columns of tables; default: those of the terminal")
      ->envname("MOKUHYO_WIDTH")
      ->check(CLI::Range(kMinWidth, kMaxWidth));
  app.add_flag_callback(
      "--wide-ambiguous", [&settings] { settings.ambiguous = render::AmbiguousWidth::kWide; },
      "The terminal gives two columns to characters such as ※");
  app.add_option("--timeout", settings.timeout_seconds, "Seconds for each call, repeats included")
      ->check(CLI::Range(0.001, 86'400.0))
      ->capture_default_str();
}

int Main(int argc, char** argv) {
  Settings settings;
  settings.width = TerminalWidth();
  Action action;
  CLI::App app("mokuhyo: goal sheets of ward offices, from the command line", "mokuhyo");
  app.require_subcommand(1);
  app.fallthrough();  // The settings may stand before or after the command.
  AddSettings(app, settings);
  AddImportCommand(app, action);
  AddExportCommand(app, action);
  AddSheetCommand(app, action);
  AddSheetsCommand(app, action);
  AddSummaryCommand(app, action);
  AddDeparturesCommand(app, action);
  AddPublishCommand(app, action);
  AddAdminCommand(app, action);
  app.footer(
      "Exit status: 0; 1 if something was refused or failed, said on standard error; 2 for a wrong "
      "command line.\n"
      "Examples:\n"
      "  mokuhyo import org-units.json sheets/*.json\n"
      "  mokuhyo sheet niigata/2022-nishi-kensetsu --comments\n"
      "  mokuhyo summary --city niigata --unit nishi --year 2020\n"
      "  mokuhyo COMMAND --help");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // Also how --help ends.
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  Connection connection(settings);
  Session session(settings, connection, std::cout, std::cerr);
  return action(session);
}

}  // namespace
}  // namespace mokuhyo::client

int main(int argc, char** argv) { return mokuhyo::client::Main(argc, argv); }
