#ifndef MOKUHYO_TOOLS_CLIENT_INPUT_FILE_H_
#define MOKUHYO_TOOLS_CLIENT_INPUT_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mokuhyo::client {

// A file named on the command line of `import`.
struct InputFile {
  enum class Kind { kSheet, kOrgUnits };

  std::string path;
  std::string bytes;
  Kind kind = Kind::kSheet;
};

// What a text is by the names at its top: with `cities` or `orgUnits` it lists units, everything
// else is taken for a sheet, whose reader says what is wrong with it.
InputFile::Kind KindOf(std::string_view json);

// Reads the file at `path`, `-` being standard input. Returns NOT_FOUND or PERMISSION_DENIED if it
// cannot be read, and INVALID_ARGUMENT, without reading it whole, if it is larger than any document
// may be.
absl::StatusOr<InputFile> ReadInputFile(const std::string& path);

// The places of `files` in the order in which they are sent: units before the sheets that name
// them, else as given.
std::vector<size_t> SendingOrder(const std::vector<InputFile>& files);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_INPUT_FILE_H_
