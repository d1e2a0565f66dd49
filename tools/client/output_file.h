#ifndef MOKUHYO_TOOLS_CLIENT_OUTPUT_FILE_H_
#define MOKUHYO_TOOLS_CLIENT_OUTPUT_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace mokuhyo::client {

// Writes a file so that one of that name is always whole: beside the target, and renames. What is
// no regular file (a device, a pipe) is written to as it is, and a link stays a link. Returns
// UNKNOWN with the system's reason.
absl::Status WriteOutputFile(const std::string& path, const std::string& bytes);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_OUTPUT_FILE_H_
