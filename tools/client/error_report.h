#ifndef MOKUHYO_TOOLS_CLIENT_ERROR_REPORT_H_
#define MOKUHYO_TOOLS_CLIENT_ERROR_REPORT_H_

#include <string>

#include "absl/status/status.h"
#include "libs/render/language.h"

namespace mokuhyo::client {

// What went wrong, for a person, in the language: the message for people as the server sent it, or
// made from the details, with code and reason. Several violations stand on a line each. Ends with a
// line break.
std::string DescribeError(const absl::Status& status, render::Language language);

// The same for programs, on one line: code, reason, the message for developers and all violations
// in English, and the message for people.
std::string DescribeErrorAsJson(const absl::Status& status, render::Language language);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_ERROR_REPORT_H_
