#include "services/flags.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"

namespace mokuhyo::services {
namespace {

constexpr int kUsageError = 2;

// For CLI11: what is wrong with a value, or nothing.
std::string NotEmpty(const std::string& value) { return value.empty() ? "must not be empty" : ""; }

// The flags of programs that keep the store: about what lies in and beside the data directory.
void DefineData(CLI::App& app, Flags& flags) {
  app.add_option("--data-dir", flags.data_dir,
                 "Directory that holds everything; made if it does not exist")
      ->envname("MOKUHYO_DATA_DIR")
      ->check(NotEmpty)
      ->capture_default_str();
  app.add_option("--signing-key", flags.signing_key,
                 "File of the Ed25519 private key (PEM) that signs checkpoints; without one they "
                 "are not signed. `mokuhyo admin generate-key` makes one")
      ->envname("MOKUHYO_SIGNING_KEY");
  app.add_option("--trusted-keys", flags.trusted_keys,
                 "Files of Ed25519 public keys (PEM), with commas between them, whose checkpoints "
                 "count besides those of the signing key: name its predecessors here. Where there "
                 "is any key, checkpoints that none of them signed say nothing")
      ->envname("MOKUHYO_TRUSTED_KEYS")
      ->delimiter(',');
  app.add_option("--checkpoint-dir", flags.checkpoint_dir,
                 "Directory for checkpoints, of this store only, besides the data directory, best "
                 "on another machine: what is there proves what the log was, and a log that is "
                 "not as it says takes no writes")
      ->envname("MOKUHYO_CHECKPOINT_DIR");
  app.add_option(
         "--backup-dir", flags.backup_dir,
         "Directory for backups, of this store only, best on another disk; without one none "
         "can be made")
      ->envname("MOKUHYO_BACKUP_DIR");
  app.add_option("--checkpoint-interval", flags.checkpoint_interval_seconds,
                 "Seconds after which a city that changed gets a checkpoint; editions get theirs "
                 "at once")
      ->envname("MOKUHYO_CHECKPOINT_INTERVAL")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
}

void DefineProjections(const Program& program, CLI::App& app, Flags& flags) {
  std::string help =
      "Directory, of this process only, for what is derived from the log to answer from; it can be "
      "thrown away at any time";
  absl::StrAppend(&help,
                  program.keeps_data
                      ? "; default: `projections` in the data directory"
                      : "; without one it is kept in memory, and derived anew after a start");
  app.add_option("--projection-dir", flags.projection_dir, help)->envname("MOKUHYO_PROJECTION_DIR");
}

void DefineListeners(const Program& program, CLI::App& app, Flags& flags) {
  app.add_option("--listen", flags.listen, "HOST:PORT to serve gRPC at; port 0 takes a free one")
      ->envname("MOKUHYO_LISTEN")
      ->capture_default_str();
  if (program.serves_store) {
    app.add_option("--admin-listen", flags.admin_listen,
                   "HOST:PORT to serve operators at; port 0 takes a free one")
        ->envname("MOKUHYO_ADMIN_LISTEN")
        ->capture_default_str();
  }
  app.add_option("--metrics-listen", flags.metrics_listen,
                 "HOST:PORT for Prometheus (GET /metrics); none if not given")
      ->envname("MOKUHYO_METRICS_LISTEN");
}

// For CLI11, of a program that serves the store.
std::string NotElsewhere(const std::string& value) {
  if (!value.starts_with("grpc://")) return "";
  return "must be rocksdb:DIR: this program is the store that others name grpc://HOST:PORT";
}

void DefineEventStore(const Program& program, CLI::App& app, Flags& flags) {
  constexpr char kHere[] = "rocksdb:DIR (which is locked)";
  constexpr char kElsewhere[] = "grpc://HOST:PORT of a mokuhyo-eventstored";
  const bool only_here = program.serves_store;
  std::string help = "Where the events are: ";
  if (program.keeps_data) {
    absl::StrAppend(&help, kHere, only_here ? "" : ", or ", only_here ? "" : kElsewhere,
                    "; default: rocksdb:DIR with `events` in the data directory");
  } else {
    absl::StrAppend(&help, kElsewhere, ", or ", kHere);
  }
  CLI::Option* const option = app.add_option("--event-store", flags.event_store, help)
                                  ->envname("MOKUHYO_EVENT_STORE")
                                  ->check(NotEmpty)
                                  ->capture_default_str();
  if (only_here) option->check(NotElsewhere);
}

void Define(const Program& program, CLI::App& app, Flags& flags) {
  app.description(absl::StrCat(program.description, " Health checks and reflection are on."));
  app.set_version_flag("--version", MOKUHYO_VERSION);
  if (program.keeps_data) DefineData(app, flags);
  if (program.keeps_projections) DefineProjections(program, app, flags);
  DefineEventStore(program, app, flags);
  DefineListeners(program, app, flags);
  app.add_option("--log-level", flags.log_level, "What to log to stderr: debug, info, warn or err")
      ->envname("MOKUHYO_LOG_LEVEL")
      ->check(CLI::IsMember({"debug", "info", "warn", "err"}))
      ->capture_default_str();
}

}  // namespace

std::optional<int> ParseFlags(const Program& program, int argc, char** argv, Flags& flags) {
  flags = program.defaults;
  CLI::App app;
  Define(program, app, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // Also how --help ends.
    return app.exit(error) == 0 ? 0 : kUsageError;
  }
  if (flags.event_store.empty())
    flags.event_store = absl::StrCat("rocksdb:", flags.data_dir, "/events");
  if (flags.projection_dir.empty() && program.keeps_projections && program.keeps_data)
    flags.projection_dir = absl::StrCat(flags.data_dir, "/projections");
  return std::nullopt;
}

}  // namespace mokuhyo::services
