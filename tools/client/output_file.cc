#include "tools/client/output_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace mokuhyo::client {
namespace {

absl::Status WriteTo(const std::string& path, const std::string& bytes) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (file) return absl::OkStatus();
  return absl::UnknownError(absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
}

}  // namespace

absl::Status WriteOutputFile(const std::string& path, const std::string& bytes) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
  const auto type = std::filesystem::status(path, error).type();
  if (type != std::filesystem::file_type::regular &&
      type != std::filesystem::file_type::not_found) {
    return WriteTo(path, bytes);
  }
  const std::string temporary = target.string() + ".tmp";
  if (absl::Status written = WriteTo(temporary, bytes); !written.ok()) return written;
  std::filesystem::rename(temporary, target, error);
  if (error) return absl::UnknownError(absl::StrCat("cannot write ", path, ": ", error.message()));
  return absl::OkStatus();
}

}  // namespace mokuhyo::client
