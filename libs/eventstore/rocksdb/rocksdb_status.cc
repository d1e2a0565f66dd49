#include "libs/eventstore/rocksdb/rocksdb_status.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace mokuhyo::eventstore {

absl::Status FromRocksDb(const rocksdb::Status& status, std::string_view action) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(std::string(action), ": ", status.ToString());
  if (status.IsCorruption()) return absl::DataLossError(message);
  if (status.IsIOError() || status.IsNoSpace() || status.IsBusy() || status.IsTryAgain() ||
      status.IsTimedOut() || status.IsShutdownInProgress() || status.IsIncomplete()) {
    return absl::UnavailableError(message);
  }
  return absl::InternalError(message);
}

}  // namespace mokuhyo::eventstore
