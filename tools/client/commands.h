#ifndef MOKUHYO_TOOLS_CLIENT_COMMANDS_H_
#define MOKUHYO_TOOLS_CLIENT_COMMANDS_H_

#include <CLI/CLI.hpp>
#include <functional>

#include "tools/client/session.h"

namespace mokuhyo::client {

// What the command line asks for; answers the exit status.
using Action = std::function<int(Session&)>;

// Each adds a command with its flags and help to `app`; parsing a command line that names it sets
// `action`, which must outlive the parsing.
void AddImportCommand(CLI::App& app, Action& action);
void AddExportCommand(CLI::App& app, Action& action);
void AddSheetCommand(CLI::App& app, Action& action);
void AddSheetsCommand(CLI::App& app, Action& action);
void AddSummaryCommand(CLI::App& app, Action& action);
void AddDeparturesCommand(CLI::App& app, Action& action);
void AddObservationsCommand(CLI::App& app, Action& action);
void AddCompletenessCommand(CLI::App& app, Action& action);
void AddTrendCommand(CLI::App& app, Action& action);
void AddSeriesCommand(CLI::App& app, Action& action);
void AddSeriesCandidatesCommand(CLI::App& app, Action& action);
void AddPublishCommand(CLI::App& app, Action& action);
void AddEditionsCommand(CLI::App& app, Action& action);
void AddDiffCommand(CLI::App& app, Action& action);
void AddEventsCommand(CLI::App& app, Action& action);
void AddVerifyProofCommand(CLI::App& app, Action& action);
void AddAdminCommand(CLI::App& app, Action& action);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_COMMANDS_H_
