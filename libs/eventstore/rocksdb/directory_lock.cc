#include "libs/eventstore/rocksdb/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::eventstore {
namespace {

// "process 4711 on host ward-1"
std::string DescribeThisProcess() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return absl::StrCat("process ", getpid(), " on host ", host.data());
}

std::string ReadHolder(int file) {
  std::array<char, 512> text{};
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  return size > 0 ? std::string(text.data(), static_cast<size_t>(size)) : "another process";
}

absl::Status Failed(std::string_view action, const std::string& path, int error) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", std::string(action), " ", path, ": ", std::strerror(error)));
}

// The lock holds without it: on a disk that is full or takes no writes, only the name is missing.
void WriteHolder(int file) {
  const std::string holder = DescribeThisProcess();
  if (ftruncate(file, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = pwrite(file, holder.data(), holder.size(), 0);
}

absl::Status Sync(const std::string& path, int flags) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (file < 0) return Failed("open", path, errno);
  const int error = fsync(file) == 0 ? 0 : errno;
  close(file);
  return error == 0 ? absl::OkStatus() : Failed("sync", path, error);
}

// Each directory that was made is a name in the one above, which has to be brought to the disk.
absl::Status MakeDirectories(const std::string& directory) {
  std::error_code error;
  const std::filesystem::path whole =
      std::filesystem::absolute(directory, error).lexically_normal();
  if (error) return Failed("find", directory, error.value());
  std::filesystem::path existing = whole;
  while (!std::filesystem::exists(existing, error) && existing.has_relative_path()) {
    existing = existing.parent_path();
  }
  std::filesystem::create_directories(whole, error);
  if (error) return Failed("make", directory, error.value());
  for (std::filesystem::path made = whole; made != existing; made = made.parent_path()) {
    if (auto status = SyncDirectory(made.parent_path().string()); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Acquire(
    const std::string& directory) {
  if (auto status = MakeDirectories(directory); !status.ok()) return status;
  const std::string path = absl::StrCat(directory, "/holder");
  int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0 && errno == EROFS) file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Failed("open", path, errno);
  // A lock of the open file (flock), not of the process (fcntl): it holds within one process as
  // well.
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const int cause = errno;
    const std::string holder = ReadHolder(file);
    close(file);
    if (cause != EWOULDBLOCK) return Failed("lock", path, cause);
    return base::Unavailable("DIRECTORY_HELD",
                             absl::StrCat("data directory ", directory, " is held by ", holder));
  }
  auto lock = absl::WrapUnique(new DirectoryLock(file));
  WriteHolder(file);
  return lock;
}

absl::Status SyncDirectory(const std::string& directory) { return Sync(directory, O_DIRECTORY); }

absl::Status SyncFile(const std::string& path) { return Sync(path, 0); }

DirectoryLock::~DirectoryLock() { close(file_); }

}  // namespace mokuhyo::eventstore
