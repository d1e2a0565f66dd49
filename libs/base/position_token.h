#ifndef MOKUHYO_LIBS_BASE_POSITION_TOKEN_H_
#define MOKUHYO_LIBS_BASE_POSITION_TOKEN_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mokuhyo::base {

// A place in a city's log that can be handed to a client: a write answers with one, a read can ask
// to see at least as much. Text form: `city.epoch.number`.
struct PositionToken {
  // City id, an identifier as in resource names.
  std::string city;
  // History in which the number counts: lower-case hexadecimal, 1 to 64 digits.
  std::string epoch;
  // Position of the last event seen; 0 before the first.
  uint64_t number = 0;

  friend bool operator==(const PositionToken&, const PositionToken&) = default;
};

// Returns INVALID_ARGUMENT naming `field` if `text` is not a token. Whether city, epoch and number
// fit the request is for the caller to judge.
absl::StatusOr<PositionToken> ParsePositionToken(std::string_view text, std::string_view field);

// The way back.
std::string FormatPositionToken(const PositionToken& token);

}  // namespace mokuhyo::base

#endif  // MOKUHYO_LIBS_BASE_POSITION_TOKEN_H_
