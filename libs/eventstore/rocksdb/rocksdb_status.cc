#include "libs/eventstore/rocksdb/rocksdb_status.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {

absl::Status FromRocksDb(const rocksdb::Status& status, std::string_view action) {
  if (status.ok()) return absl::OkStatus();
  const std::string message = absl::StrCat(std::string(action), ": ", status.ToString());
  if (status.IsCorruption()) return base::DataLoss("LOG_DAMAGED", message);
  if (status.IsIOError() || status.IsNoSpace() || status.IsBusy() || status.IsTryAgain() ||
      status.IsTimedOut() || status.IsShutdownInProgress() || status.IsIncomplete()) {
    return base::Unavailable("DISK_FAILED", message);
  }
  return base::Internal("STORE_DEFECT", message);
}

}  // namespace mokuhyo::eventstore
