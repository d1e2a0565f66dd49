#include "libs/projection/page.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "libs/base/date.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"

namespace mokuhyo::projection {
namespace {

constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 1000;

}  // namespace

absl::StatusOr<std::string> DayOf(const std::string& effective_date, const base::Clock& clock) {
  if (effective_date.empty()) return base::TodayInTokyo(clock.Now());
  if (base::IsDate(effective_date)) return effective_date;
  return base::InvalidArgument("effective_date", "INVALID_FIELDS", "must be a day, YYYY-MM-DD");
}

absl::StatusOr<Page> ResolvePage(const PageQuestion& question,
                                 const google::protobuf::Message& request,
                                 eventstore::EventStore& store, const base::Clock& clock,
                                 const std::string& city) {
  if (question.page_size < 0) {
    return base::InvalidArgument("page_size", "INVALID_FIELDS",
                                 "must not be negative; 0 means 100");
  }
  Page page;
  page.size =
      question.page_size == 0 ? kDefaultPageSize : std::min(question.page_size, kMaxPageSize);
  MOKUHYO_ASSIGN_OR_RETURN(std::optional<PageToken> token, DecodePageToken(request));
  if (!token.has_value()) {
    MOKUHYO_ASSIGN_OR_RETURN(page.date, DayOf(question.effective_date, clock));
    MOKUHYO_ASSIGN_OR_RETURN(
        page.point, application::ResolveReadPoint(store, clock, city, question.at_least_position,
                                                  question.as_of_time));
    page.point.facts_until = question.effective_date;
    return page;
  }
  // It must be of this city and history, and not beyond its head.
  const std::string pinned = base::FormatPositionToken(token->position);
  MOKUHYO_RETURN_IF_ERROR(application::CheckReached(store, city, pinned));
  page.point = application::ReadPoint{token->position.number, pinned, question.effective_date};
  page.date = std::move(token->effective_date);
  page.after = std::move(token->after);
  return page;
}

absl::StatusOr<int> FirstOf(const Page& page) {
  int first = 0;
  if (page.after.empty() || (absl::SimpleAtoi(page.after, &first) && first >= 0)) return first;
  return base::InvalidArgument("page_token", "PAGE_TOKEN_MALFORMED",
                               "is not a page token of this method");
}

std::string NextPageToken(const Page& page, std::string last,
                          const google::protobuf::Message& request) {
  PageToken token;
  // The point was formatted by us, so it parses.
  token.position = *base::ParsePositionToken(page.point.token, "page_token");
  token.effective_date = page.date;
  token.after = std::move(last);
  return EncodePageToken(token, request);
}

}  // namespace mokuhyo::projection
