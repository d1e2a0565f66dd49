#ifndef MOKUHYO_TOOLS_CLIENT_UNIT_NAMES_H_
#define MOKUHYO_TOOLS_CLIENT_UNIT_NAMES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "tools/client/connection.h"

namespace mokuhyo::client {

// The names of all units of a city (resource name) by id, closed ones included, as they are today,
// or as they were known at `as_of` (RFC 3339) if that is not empty. Returns what Connection::Call
// returns.
absl::StatusOr<std::map<std::string, std::string>> ReadUnitNames(Connection& connection,
                                                                 const std::string& city,
                                                                 const std::string& as_of);

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_UNIT_NAMES_H_
