#ifndef MOKUHYO_LIBS_PROJECTION_PAGE_TOKEN_H_
#define MOKUHYO_LIBS_PROJECTION_PAGE_TOKEN_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/base/position_token.h"

namespace mokuhyo::projection {

// Where the next page of a list begins, and what all pages of that list are read at: the pages of a
// list belong together, whatever is written and however many days pass between them.
struct PageToken {
  // Position of the city at which the first page was read.
  base::PositionToken position;
  // The day that the first page was about, YYYY-MM-DD; empty where the list does not depend on a
  // day.
  std::string effective_date;
  // Key of the last element of the page before. Any bytes.
  std::string after;

  friend bool operator==(const PageToken&, const PageToken&) = default;
};

// The token as a client gets it: url-safe, opaque, good for `request` alone, that is for a request
// of the same type whose fields are the same but for `page_size` and `page_token`.
std::string EncodePageToken(const PageToken& token, const google::protobuf::Message& request);

// The way back: what `request.page_token` says, which is named `page_token` in errors; absent for
// the first page, whose token is empty. `request` must have a string field `page_token`.
//
// Returns INVALID_ARGUMENT with reason PAGE_TOKEN_MALFORMED, or PAGE_TOKEN_OF_OTHER_REQUEST if the
// token was given for a request that asks for something else. A token is not signed: whether its
// position exists is for the caller to judge, as with every position that a client names.
absl::StatusOr<std::optional<PageToken>> DecodePageToken(const google::protobuf::Message& request);

}  // namespace mokuhyo::projection

#endif  // MOKUHYO_LIBS_PROJECTION_PAGE_TOKEN_H_
