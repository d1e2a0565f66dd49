#ifndef MOKUHYO_SERVICES_FLAGS_H_
#define MOKUHYO_SERVICES_FLAGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mokuhyo::services {

// What a server is told on its command line, or by the environment (`MOKUHYO_…`).
struct Flags {
  std::string data_dir = "mokuhyo-data";
  // `rocksdb:DIR` or `grpc://HOST:PORT`; empty: RocksDB in `events` under the data directory.
  std::string event_store = {};
  std::string listen = {};
  // Where operators are served; empty: together with everything else.
  std::string admin_listen = {};
  std::string metrics_listen = {};  // Empty: no metrics are served.
  std::string log_level = "info";
  // Private key that signs checkpoints; empty: nothing does.
  std::string signing_key = {};
  // Public keys whose checkpoints count besides those of the signing key.
  std::vector<std::string> trusted_keys = {};
  // Where checkpoints go besides the data directory; may be empty.
  std::string checkpoint_dir = {};
  // Where backups are made; empty: nowhere.
  std::string backup_dir = {};
  // Where what is derived from the log is kept; empty: in memory, or, of a program that has a data
  // directory, in `projections` there.
  std::string projection_dir = {};
  // At most so long a changed city goes without a checkpoint.
  uint32_t checkpoint_interval_seconds = 3600;
};

// A server program: what it says of itself, and in what its command line differs from the others'.
struct Program {
  std::string name;
  // For --help: what it serves, and from where.
  std::string description;
  // True: it has a data directory of its own, and takes the flags about it.
  bool keeps_data = false;
  // True: other processes reach the store through this one, so it must lie here, and operators have
  // a listener of their own.
  bool serves_store = false;
  // True: it keeps what it derives from the log, to answer from.
  bool keeps_projections = false;
  // What holds where nothing else is said.
  Flags defaults;
};

// Reads the command line of `program` into `flags`. Returns the exit status if the process is to
// end with it: 0 after --help and --version, 2 after a wrong command line, which it has explained
// on stderr.
std::optional<int> ParseFlags(const Program& program, int argc, char** argv, Flags& flags);

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_FLAGS_H_
