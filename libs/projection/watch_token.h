#ifndef MOKUHYO_LIBS_PROJECTION_WATCH_TOKEN_H_
#define MOKUHYO_LIBS_PROJECTION_WATCH_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "libs/base/position_token.h"
#include "mokuhyo/sheets/v1/sheet_service.pb.h"

namespace mokuhyo::projection {

// Where a watch goes on.
struct WatchToken {
  // Everything up to here was sent.
  base::PositionToken position;
  // Not empty: only part of the initial state at `position` was sent, in the order of its keys up
  // to this one.
  std::string initial_after;

  friend bool operator==(const WatchToken&, const WatchToken&) = default;
};

// What makes a token good for one filter alone: city, names, year, unit and form, not how much of
// each sheet is answered.
std::string WatchFingerprint(const sheets::v1::WatchSheetsRequest& request);

// The token as a client gets it: url-safe and opaque.
std::string EncodeWatchToken(const WatchToken& token, const std::string& fingerprint);

// The way back: what `request.resume_token`, which is not empty, says. INVALID_ARGUMENT with reason
// RESUME_TOKEN_MALFORMED, or RESUME_TOKEN_OF_OTHER_REQUEST if it was given for another filter.
absl::StatusOr<WatchToken> DecodeWatchToken(const sheets::v1::WatchSheetsRequest& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_WATCH_TOKEN_H_
