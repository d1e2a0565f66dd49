#ifndef MOKUHYO_TOOLS_CLIENT_UNKNOWN_COMMAND_H_
#define MOKUHYO_TOOLS_CLIENT_UNKNOWN_COMMAND_H_

#include <CLI/CLI.hpp>
#include <string>

namespace mokuhyo::client {

// After `app` refused a command line: what stands in it where a command should, and where to read
// which there are. Empty if that is not what is wrong with it.
std::string DescribeUnknownCommand(const CLI::App& app);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_UNKNOWN_COMMAND_H_
