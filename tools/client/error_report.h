#ifndef MOKUHYO_TOOLS_CLIENT_ERROR_REPORT_H_
#define MOKUHYO_TOOLS_CLIENT_ERROR_REPORT_H_

#include <string>

#include "absl/status/status.h"

namespace mokuhyo::client {

// What went wrong, for a person: the message with code and reason, then one line for every
// violation with its path where there are several. Ends with a line break.
std::string DescribeError(const absl::Status& status);

// The same for programs: the google.rpc.Status with its details, on one line.
std::string DescribeErrorAsJson(const absl::Status& status);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_ERROR_REPORT_H_
