#include "services/flags.h"

#include <CLI/CLI.hpp>

namespace mokuhyo::services {
namespace {

constexpr int kUsageError = 2;

// For CLI11: what is wrong with a value, or nothing.
std::string NotEmpty(const std::string& value) { return value.empty() ? "must not be empty" : ""; }

void Define(CLI::App& app, Flags& flags) {
  app.description(
      "mokuhyod serves all of mokuhyo from one process: goal definition, results, evaluation and "
      "reading, over an event "
      "store (RocksDB) in its data directory, which it locks. Health checks and reflection are "
      "on.\n"
      "Example: mokuhyod --data-dir /var/lib/mokuhyo --listen 127.0.0.1:7400");
  app.set_version_flag("--version", MOKUHYO_VERSION);
  app.add_option("--data-dir", flags.data_dir,
                 "Directory that holds everything; made if it does not exist")
      ->envname("MOKUHYO_DATA_DIR")
      ->check(NotEmpty)
      ->capture_default_str();
  app.add_option("--listen", flags.listen, "HOST:PORT to serve gRPC at; port 0 takes a free one")
      ->envname("MOKUHYO_LISTEN")
      ->capture_default_str();
  app.add_option("--metrics-listen", flags.metrics_listen,
                 "HOST:PORT for Prometheus (GET /metrics); none if not given")
      ->envname("MOKUHYO_METRICS_LISTEN");
  app.add_option("--log-level", flags.log_level, "What to log to stderr: debug, info, warn or err")
      ->envname("MOKUHYO_LOG_LEVEL")
      ->check(CLI::IsMember({"debug", "info", "warn", "err"}))
      ->capture_default_str();
}

}  // namespace

std::optional<int> ParseFlags(int argc, char** argv, Flags& flags) {
  CLI::App app;
  Define(app, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // Also how --help ends.
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  return std::nullopt;
}

}  // namespace mokuhyo::services
