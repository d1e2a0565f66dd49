#include "libs/proof/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"

namespace mokuhyo::proof {
namespace {

constexpr mode_t kMode = 0644;

absl::Status Failed(const char* what, const std::string& path, int error) {
  return base::Unavailable("CHECKPOINT_DIRECTORY",
                           absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(error)));
}

// A descriptor that is closed at the end.
class File {
 public:
  File(const std::string& path, int flags) : descriptor_(open(path.c_str(), flags, kMode)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

// A new name in a directory is only safe once the directory is.
absl::Status SyncDirectory(const std::string& path) {
  const File directory(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!directory.is_open() || fsync(directory.get()) != 0) return Failed("sync", path, errno);
  return absl::OkStatus();
}

absl::Status MakeDirectories(const std::filesystem::path& path) {
  std::error_code error;
  if (path.empty() || std::filesystem::is_directory(path, error)) return absl::OkStatus();
  MOKUHYO_RETURN_IF_ERROR(MakeDirectories(path.parent_path()));
  std::filesystem::create_directory(path, error);
  if (error) return Failed("make", path.string(), error.value());
  const std::filesystem::path parent = path.parent_path();
  return SyncDirectory(parent.empty() ? "." : parent.string());
}

absl::Status WriteAndSync(const std::string& path, std::string_view bytes) {
  const File file(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
  if (!file.is_open()) return Failed("write", path, errno);
  while (!bytes.empty()) {
    const ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed("write", path, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (fsync(file.get()) != 0) return Failed("sync", path, errno);
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteDurably(const std::string& path, std::string_view bytes) {
  const std::filesystem::path directory = std::filesystem::path(path).parent_path();
  MOKUHYO_RETURN_IF_ERROR(MakeDirectories(directory));
  const std::string temporary = path + ".tmp";
  MOKUHYO_RETURN_IF_ERROR(WriteAndSync(temporary, bytes));
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  if (error) return Failed("rename", temporary, error.value());
  return SyncDirectory(directory.empty() ? "." : directory.string());
}

absl::Status RemoveDurably(const std::string& path) {
  std::error_code error;
  std::filesystem::remove(path, error);
  if (error) return Failed("remove", path, error.value());
  const std::filesystem::path directory = std::filesystem::path(path).parent_path();
  return SyncDirectory(directory.empty() ? "." : directory.string());
}

absl::StatusOr<std::string> ReadWhole(const std::string& path, size_t max_bytes) {
  const File file(path, O_RDONLY | O_CLOEXEC);
  if (!file.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) return base::NotFound(path, "there is no such file");
    return Failed("read", path, errno);
  }
  struct stat status {};
  if (fstat(file.get(), &status) != 0) return Failed("read", path, errno);
  if (static_cast<uint64_t>(status.st_size) > max_bytes) {
    return base::DataLoss("FILE_TOO_LARGE",
                          absl::StrCat(path, " has ", status.st_size, " bytes, which is more than ",
                                       max_bytes, ": it is not what belongs there"));
  }
  // What is appended meanwhile is not read: files that are written whole never grow.
  std::string bytes(static_cast<size_t>(status.st_size), '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = read(file.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("read", path, errno);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  bytes.resize(size);
  return bytes;
}

absl::Status CheckWritable(const std::string& directory) {
  const std::string path = directory + "/probe";
  if (auto status = WriteDurably(path, ""); !status.ok()) return status;
  return RemoveDurably(path);
}

}  // namespace mokuhyo::proof
