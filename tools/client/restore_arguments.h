#ifndef MOKUHYO_TOOLS_CLIENT_RESTORE_ARGUMENTS_H_
#define MOKUHYO_TOOLS_CLIENT_RESTORE_ARGUMENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/eventstore/rocksdb/restore.h"

namespace mokuhyo::client {

// The command line of `admin restore`, as it was typed.
struct RestoreArguments {
  std::string backup_dir;
  uint32_t backup = 0;  // 0: the newest.
  std::string data_dir;
  std::vector<std::string> positions;  // CITY=NUMBER each.
  std::string time;                    // RFC 3339; empty: not said.
};

// What the command line asks for. Returns INVALID_ARGUMENT naming the option that is wrong: a
// position or an instant of another form, a city that is named twice, or a data directory that is
// the backup directory or lies in it, where the server's next backups would meet the store.
absl::StatusOr<eventstore::RestoreOptions> RestoreOptionsOf(const RestoreArguments& arguments);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_RESTORE_ARGUMENTS_H_
