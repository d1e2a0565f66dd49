#ifndef MOKUHYO_SERVICES_FLAGS_H_
#define MOKUHYO_SERVICES_FLAGS_H_

#include <optional>
#include <string>

namespace mokuhyo::services {

// What a server is told on its command line, or by the environment (`MOKUHYO_…`).
struct Flags {
  std::string data_dir = "mokuhyo-data";
  std::string listen = "127.0.0.1:7400";
  std::string metrics_listen;  // Empty: no metrics are served.
  std::string log_level = "info";
};

// Reads the command line of `mokuhyod`. Returns the exit status if the process is to end with it: 0
// after --help and
// --version, 2 after a wrong command line, which it has explained on stderr.
std::optional<int> ParseFlags(int argc, char** argv, Flags& flags);

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_FLAGS_H_
