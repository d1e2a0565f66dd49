#ifndef MOKUHYO_TOOLS_CLIENT_ADMIN_COMMANDS_H_
#define MOKUHYO_TOOLS_CLIENT_ADMIN_COMMANDS_H_

#include "tools/client/commands.h"

namespace mokuhyo::client {

// The commands below `mokuhyo admin`: each adds one, as those of commands.h do.
void AddAdminStatusCommand(CLI::App& admin, Action& action);
void AddCreateCityCommand(CLI::App& admin, Action& action);
void AddCheckpointCommands(CLI::App& admin, Action& action);
void AddProveCommand(CLI::App& admin, Action& action);
void AddGenerateKeyCommand(CLI::App& admin, Action& action);
void AddBackupCommands(CLI::App& admin, Action& action);
void AddRestoreCommand(CLI::App& admin, Action& action);
void AddVerifyCommand(CLI::App& admin, Action& action);
void AddRedactCommand(CLI::App& admin, Action& action);
void AddProjectionCommands(CLI::App& admin, Action& action);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_ADMIN_COMMANDS_H_
