#include "tools/client/admin_commands.h"
#include "tools/client/commands.h"

namespace mokuhyo::client {

void AddAdminCommand(CLI::App& app, Action& action) {
  CLI::App* admin = app.add_subcommand("admin", "For operators");
  admin->require_subcommand(1);
  AddAdminStatusCommand(*admin, action);
  AddCreateCityCommand(*admin, action);
  AddCheckpointCommands(*admin, action);
  AddProveCommand(*admin, action);
  AddGenerateKeyCommand(*admin, action);
  AddBackupCommands(*admin, action);
  AddRestoreCommand(*admin, action);
  AddVerifyCommand(*admin, action);
  AddRedactCommand(*admin, action);
  AddProjectionCommands(*admin, action);
}

}  // namespace mokuhyo::client
