#include "tools/client/unknown_command.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/render/printable.h"

namespace mokuhyo::client {

std::string DescribeUnknownCommand(const CLI::App& app) {
  const CLI::App* command = &app;
  std::string path = app.get_name();
  for (std::vector<CLI::App*> named = app.get_subcommands(); !named.empty();
       named = command->get_subcommands()) {
    command = named.front();
    absl::StrAppend(&path, " ", command->get_name());
  }
  const std::vector<std::string> unknown = app.remaining(/*recurse=*/true);
  if (command->get_require_subcommand_min() == 0 || unknown.empty()) return "";
  return absl::StrCat("unknown ", unknown.front().starts_with("-") ? "option" : "command", " \"",
                      render::PrintableLine(unknown.front()), "\"; see ", path, " --help");
}

}  // namespace mokuhyo::client
