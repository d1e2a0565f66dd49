#include "tools/client/restore_arguments.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/status_macros.h"
#include "tools/client/argument_checks.h"

namespace mokuhyo::client {
namespace {

constexpr char kToPosition[] = "--to-position";
constexpr char kReason[] = "INVALID_FIELDS";

// The path without `.`, `..` and the slash at its end. The disk is not asked.
std::filesystem::path Normal(const std::string& path) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  const std::filesystem::path normal =
      (error ? std::filesystem::path(path) : absolute).lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

bool IsIn(const std::string& path, const std::string& directory) {
  const std::filesystem::path inner = Normal(path);
  const std::filesystem::path outer = Normal(directory);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

absl::Status AddPosition(const std::string& typed, eventstore::RestoreOptions& options) {
  const size_t equals = typed.find('=');
  const std::optional<uint64_t> position =
      equals == std::string::npos ? std::nullopt : ParseWholeNumber(typed.substr(equals + 1));
  if (!position.has_value() || equals == 0) {
    return base::InvalidArgument(kToPosition, kReason,
                                 absl::StrCat("\"", typed, "\" is not CITY=NUMBER"));
  }
  const std::string city = typed.substr(0, equals);
  if (options.positions.emplace(city, *position).second) return absl::OkStatus();
  return base::InvalidArgument(kToPosition, kReason, absl::StrCat(city, " is given twice"));
}

}  // namespace

absl::StatusOr<eventstore::RestoreOptions> RestoreOptionsOf(const RestoreArguments& arguments) {
  if (IsIn(arguments.data_dir, arguments.backup_dir)) {
    return base::InvalidArgument(
        "--data-dir", kReason,
        "must not be the directory of --backup-dir or lie in it; name another");
  }
  eventstore::RestoreOptions options;
  options.backup_directory = arguments.backup_dir;
  options.backup = arguments.backup;
  options.directory = absl::StrCat(arguments.data_dir, "/events");
  for (const std::string& typed : arguments.positions) {
    MOKUHYO_RETURN_IF_ERROR(AddPosition(typed, options));
  }
  if (!arguments.time.empty()) {
    MOKUHYO_ASSIGN_OR_RETURN(options.as_of, base::ParseInstant(arguments.time, "--to-time"));
  }
  return options;
}

}  // namespace mokuhyo::client
