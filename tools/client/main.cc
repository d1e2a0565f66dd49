#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iostream>
#include <map>

#include "tools/client/commands.h"
#include "tools/client/unknown_command.h"

namespace mokuhyo::client {
namespace {

constexpr int kUsageError = 2;
constexpr int kDefaultWidth = 100;
constexpr int kMinWidth = 20;
constexpr int kMaxWidth = 1000;

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kDefaultWidth;
  return std::clamp(static_cast<int>(size.ws_col), kMinWidth, kMaxWidth);
}

// What the header of a call may hold; gRPC ends the process over anything else.
std::string CheckActor(const std::string& actor) {
  const bool visible =
      std::all_of(actor.begin(), actor.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (visible && actor.size() <= 100) return "";
  return "an actor is an opaque id of at most 100 visible ASCII characters, not a name";
}

void AddSettings(CLI::App& app, Settings& settings) {
  app.add_option(
         "--server", settings.server,
         "HOST:PORT of the server, or of one for each service: "
         "goals=HOST:PORT,indicators=…,evaluations=…,sheets=…,admin=…; `events` asks the one "
         "of sheets=, `import` that of goals=")
      ->envname("MOKUHYO_SERVER")
      ->join(',')
      ->capture_default_str();
  app.add_flag("--json", settings.json, "Print the answer as JSON, for programs");
  const std::map<std::string, render::Language> languages = {{"ja", render::Language::kJapanese},
                                                             {"en", render::Language::kEnglish}};
  app.add_option("--lang", settings.language,
                 "Language of labels, documents and errors; default ja")
      ->envname("MOKUHYO_LANG")
      ->transform(CLI::CheckedTransformer(languages).description("ja|en"));
  app.add_option("--actor", settings.actor, "Who acts: an opaque id that the record keeps")
      ->envname("MOKUHYO_ACTOR")
      ->check(CLI::Validator(CheckActor, "ASCII"));
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

// True if whoever read our output has gone, as `head` does when it has enough.
bool NobodyReads() {
  pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

// The exit status once all is written. Output that was lost, on a full disk say, is a failure like
// any other, unless nobody wants it.
int Finish(int exit_status) {
  if (std::cout.flush() || NobodyReads()) return exit_status;
  std::cerr << "mokuhyo: cannot write to standard output" << std::endl;
  return 1;
}

int Main(int argc, char** argv) {
  // A reader that goes away must not kill an import halfway; Finish has the rest.
  std::signal(SIGPIPE, SIG_IGN);
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
  AddObservationsCommand(app, action);
  AddCompletenessCommand(app, action);
  AddTrendCommand(app, action);
  AddSeriesCommand(app, action);
  AddSeriesCandidatesCommand(app, action);
  AddPublishCommand(app, action);
  AddEditionsCommand(app, action);
  AddDiffCommand(app, action);
  AddEventsCommand(app, action);
  AddVerifyProofCommand(app, action);
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
    if (const std::string unknown = DescribeUnknownCommand(app);
        error.get_exit_code() != 0 && !unknown.empty()) {
      std::cerr << "mokuhyo: " << unknown << std::endl;
      return kUsageError;
    }
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  if (const auto servers = Servers::Parse(settings.server); !servers.ok()) {
    std::cerr << "mokuhyo: " << servers.status().message() << std::endl;
    return kUsageError;
  }
  Connection connection(settings);
  Session session(settings, connection, std::cout, std::cerr);
  return Finish(action(session));
}

}  // namespace
}  // namespace mokuhyo::client

int main(int argc, char** argv) { return mokuhyo::client::Main(argc, argv); }
