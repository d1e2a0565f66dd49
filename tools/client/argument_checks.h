#ifndef MOKUHYO_TOOLS_CLIENT_ARGUMENT_CHECKS_H_
#define MOKUHYO_TOOLS_CLIENT_ARGUMENT_CHECKS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mokuhyo::client {

// For CLI11: what is wrong with the value of an option, or nothing.

std::string CheckNotEmpty(const std::string& value);

// A whole number from 1, in plain digits: CLI11 by itself takes -1 for a huge number, and 010 for
// eight.
std::string CheckFromOne(const std::string& value);

// An edition as SHEET@NUMBER, or its resource name in full.
std::string CheckEdition(const std::string& value);

// The whole number that `text` is: digits and nothing else, not too many.
std::optional<uint64_t> ParseWholeNumber(std::string_view text);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_ARGUMENT_CHECKS_H_
