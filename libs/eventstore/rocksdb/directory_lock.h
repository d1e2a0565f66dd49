#ifndef MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_DIRECTORY_LOCK_H_
#define MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_DIRECTORY_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mokuhyo::eventstore {

// Holds a data directory against other processes, and against this one, until it is destroyed or
// the process ends in whatever way. The file "holder" in the directory carries the lock and says
// who has it, or had it, if nothing can be written.
class DirectoryLock {
 public:
  // Makes `directory` and those above if they do not exist, to outlast a power cut. Returns
  // UNAVAILABLE with reason DIRECTORY_HELD saying who holds it if somebody does, or UNAVAILABLE
  // saying what failed.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Acquire(const std::string& directory);

  ~DirectoryLock();

  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}

  const int file_;
};

// Brings the names in `directory` to the disk: files and directories made in it outlast a power cut
// only then. Returns UNAVAILABLE saying what failed.
absl::Status SyncDirectory(const std::string& directory);

// Brings what was written to the file `path` to the disk. Returns UNAVAILABLE saying what failed.
absl::Status SyncFile(const std::string& path);

}  // namespace mokuhyo::eventstore

#endif  // MOKUHYO_LIBS_EVENTSTORE_ROCKSDB_DIRECTORY_LOCK_H_
