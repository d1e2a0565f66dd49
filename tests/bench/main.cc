// mokuhyo_measure: takes one measurement a run; tests/bench/bench.py makes a table of many.

#include "absl/synchronization/mutex.h"
#include "tests/bench/measurement.h"

int main(int argc, char** argv) {
  // As the servers do it (services/process.cc).
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CLI::App app(
      "mokuhyo_measure takes one measurement and prints it as JSON. `tools/bench` runs it round "
      "after round beside its reference lines and prints the table.");
  app.require_subcommand(1);
  mokuhyo::bench::AddAppendCommands(app);
  mokuhyo::bench::AddReadCommands(app);
  mokuhyo::bench::AddCallCommands(app);
  mokuhyo::bench::AddPostgresCommands(app);
  mokuhyo::bench::AddGenerateCommand(app);
  mokuhyo::bench::AddSubscribeCommand(app);
  mokuhyo::bench::AddRebuildCommands(app);
  mokuhyo::bench::AddStoreSharesCommand(app);
  CLI11_PARSE(app, argc, argv);
  return 0;
}
