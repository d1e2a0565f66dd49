#include "libs/projection/watch_token.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "libs/base/errors.h"
#include "libs/projection/request_fingerprint.h"

namespace mokuhyo::projection {
namespace {

constexpr std::string_view kField = "resume_token";

// Layout, before base64: this byte, the fingerprint (32 bytes), position token, line feed, key.
constexpr char kLayout = 1;
constexpr size_t kHeaderBytes = 1 + 32;

absl::Status Malformed() {
  return base::InvalidArgument(
      kField, "RESUME_TOKEN_MALFORMED",
      "is not a resume token; pass the last resume_token received as it was given");
}

}  // namespace

std::string WatchFingerprint(const sheets::v1::WatchSheetsRequest& request) {
  sheets::v1::WatchSheetsRequest filter = request;
  std::sort(filter.mutable_sheets()->begin(), filter.mutable_sheets()->end());
  return FingerprintOf(filter, {kField, "send_initial_state", "view"});
}

std::string EncodeWatchToken(const WatchToken& token, const std::string& fingerprint) {
  std::string bytes(1, kLayout);
  bytes += fingerprint;
  bytes += base::FormatPositionToken(token.position);
  bytes += '\n';
  bytes += token.initial_after;
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<WatchToken> DecodeWatchToken(const sheets::v1::WatchSheetsRequest& request) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(request.resume_token(), &bytes)) return Malformed();
  if (bytes.size() < kHeaderBytes || bytes.front() != kLayout) return Malformed();
  const size_t line_feed = bytes.find('\n', kHeaderBytes);
  if (line_feed == std::string::npos) return Malformed();
  auto position =
      base::ParsePositionToken(bytes.substr(kHeaderBytes, line_feed - kHeaderBytes), kField);
  if (!position.ok()) return Malformed();
  if (bytes.substr(1, kHeaderBytes - 1) != WatchFingerprint(request)) {
    return base::InvalidArgument(
        kField, "RESUME_TOKEN_OF_OTHER_REQUEST",
        "belongs to a watch of other sheets; go on with the same filter, or begin anew without it");
  }
  return WatchToken{*std::move(position), bytes.substr(line_feed + 1)};
}

}  // namespace mokuhyo::projection
