#include <unistd.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "libs/base/errors.h"
#include "libs/render/printable.h"
#include "tools/client/commands.h"
#include "tools/client/error_report.h"
#include "tools/client/importer.h"
#include "tools/client/progress.h"

namespace mokuhyo::client {
namespace {

struct ImportArguments {
  std::vector<std::string> paths;
  ImportOptions options;
};

// One line of JSON for each file, for programs.
void PrintAsJson(const std::string& path, const absl::StatusOr<std::string>& outcome,
                 Session& session) {
  nlohmann::ordered_json line = {{"file", path}};
  if (outcome.ok()) {
    line["outcome"] = *outcome;
  } else {
    line["error"] = nlohmann::ordered_json::parse(
        DescribeErrorAsJson(outcome.status(), session.settings().language));
  }
  session.out() << line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                << std::endl;
}

int RunImport(const ImportArguments& arguments, Session& session) {
  const bool json = session.settings().json;
  Progress progress(arguments.paths.size(), session.out(), session.err(),
                    !json && &session.err() == &std::cerr && isatty(STDERR_FILENO) == 1);
  size_t failures = 0;
  const auto report = [&](const std::string& path, const absl::StatusOr<std::string>& outcome) {
    if (!outcome.ok()) ++failures;
    if (json) {
      PrintAsJson(path, outcome, session);
      return;
    }
    progress.End(path, outcome.ok() ? *outcome : "FAILED");
    if (outcome.ok()) return;
    session.err() << render::PrintableLine(path) << ": "
                  << DescribeError(outcome.status(), session.settings().language);
    if (base::ErrorReason(outcome.status()) == "SHEET_DIFFERS") {
      session.err() << render::Say(
          session.settings().language,
          "  シートをファイルのとおりに改めるには、--revise を付けて取り込んでください。\n",
          "  To change the sheet to what the file says, import it with --revise.\n");
    }
    session.err() << std::flush;
  };

  std::vector<InputFile> files;
  for (const std::string& path : arguments.paths) {
    auto file = ReadInputFile(path);
    if (file.ok()) {
      files.push_back(*std::move(file));
    } else {
      report(path, file.status());
    }
  }
  Importer importer(session.connection(), arguments.options);
  for (const size_t i : SendingOrder(files)) {
    if (!json) progress.Begin(files[i].path);
    report(files[i].path, importer.Import(files[i]));
  }
  if (!json) {
    session.out() << arguments.paths.size() - failures << " of " << arguments.paths.size()
                  << (arguments.options.dry_run ? " files checked, nothing stored"
                                                : " files imported");
    if (failures > 0) session.out() << ", " << failures << " failed";
    session.out() << std::endl;
  }
  return failures == 0 ? 0 : 1;
}

}  // namespace

void AddImportCommand(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command =
      app.add_subcommand("import", "Send sheet documents, and lists of cities and units");
  command
      ->add_option("FILE", arguments->paths,
                   "JSON files; lists of units (with `cities` or `orgUnits`) are sent first. - is "
                   "standard input")
      ->required();
  ImportOptions& options = arguments->options;
  command->add_flag("--revise", options.revise,
                    "Change sheets that are there already to what the file says");
  command->add_flag("--dry-run", options.dry_run,
                    "Check only. Lists of units are not sent, so sheets of new cities are refused");
  command->add_option("--opened-on", options.opened_on, "First day of the units in lists of units")
      ->capture_default_str();
  command->add_option("--reason", options.reason, "Why the sheets are revised, for the record");
  command->add_option("--goals-date", options.goals_date,
                      "Business date of the goals, YYYY-MM-DD. Left out: the printed createdOn, "
                      "else evaluatedOn, else today");
  command->add_option("--results-date", options.results_date,
                      "Business date of results and evaluation, not before that of the goals. Left "
                      "out: the printed evaluatedOn, else that of the goals, but for a sheet that "
                      "is there already today");
  command->footer(
      "Every file is one request, all or nothing, and takes effect once however often it is sent.\n"
      "Examples:\n"
      "  mokuhyo import org-units.json sheets/*.json\n"
      "  mokuhyo import --goals-date 2021-05-01 --results-date 2022-04-30 2021-nishi-somu.json\n"
      "  mokuhyo import --revise --reason 'indicator renamed' 2022-nishi-somu.json");
  command->callback([arguments, &action] {
    action = [arguments](Session& session) { return RunImport(*arguments, session); };
  });
}

}  // namespace mokuhyo::client
