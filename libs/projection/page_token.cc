#include "libs/projection/page_token.h"

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <utility>

#include "absl/strings/escaping.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/projection/request_fingerprint.h"

namespace mokuhyo::projection {
namespace {

constexpr std::string_view kPageToken = "page_token";
constexpr std::string_view kPageSize = "page_size";

// Layout of a token, before base64: this byte, SHA-256 of the request (32 bytes), position token,
// line feed, effective date, line feed, key of the last element.
constexpr char kLayout = 1;
constexpr size_t kDigestBytes = 32;
constexpr size_t kHeaderBytes = 1 + kDigestBytes;

std::string Fingerprint(const google::protobuf::Message& request) {
  return FingerprintOf(request, {kPageToken, kPageSize});
}

absl::Status Malformed() {
  return base::InvalidArgument(
      kPageToken, "PAGE_TOKEN_MALFORMED",
      "is not a page token; pass next_page_token of the page before as it was given");
}

// Takes what stands before the next line feed off the front of `text`; absent if there is none.
std::optional<std::string_view> TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string EncodePageToken(const PageToken& token, const google::protobuf::Message& request) {
  std::string bytes(1, kLayout);
  bytes += Fingerprint(request);
  bytes += base::FormatPositionToken(token.position);
  bytes += '\n';
  bytes += token.effective_date;
  bytes += '\n';
  bytes += token.after;
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<std::optional<PageToken>> DecodePageToken(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName(std::string(kPageToken));
  const std::string encoded = request.GetReflection()->GetString(request, field);
  if (encoded.empty()) return std::nullopt;

  std::string bytes;
  if (!absl::WebSafeBase64Unescape(encoded, &bytes)) return Malformed();
  if (bytes.size() < kHeaderBytes || bytes.front() != kLayout) return Malformed();

  std::string_view rest(bytes);
  const std::string_view fingerprint = rest.substr(1, kDigestBytes);
  rest.remove_prefix(kHeaderBytes);
  const std::optional<std::string_view> position_text = TakeLine(rest);
  const std::optional<std::string_view> date = TakeLine(rest);
  if (!position_text || !date || (!date->empty() && !base::IsDate(*date))) return Malformed();
  auto position = base::ParsePositionToken(*position_text, kPageToken);
  if (!position.ok()) return Malformed();

  if (fingerprint != Fingerprint(request)) {
    return base::InvalidArgument(
        kPageToken, "PAGE_TOKEN_OF_OTHER_REQUEST",
        "belongs to another request; only page_size may change from page to page");
  }
  return PageToken{*std::move(position), std::string(*date), std::string(rest)};
}

}  // namespace mokuhyo::projection
