#include "libs/projection/event_feed.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/application/read_point.h"
#include "libs/base/errors.h"
#include "libs/base/position_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/epoch.h"
#include "libs/projection/feed_event.h"
#include "libs/projection/feed_filter.h"
#include "libs/projection/page.h"

namespace mokuhyo::projection {
namespace {

using feed::v1::ReadEventsRequest;
using feed::v1::ReadEventsResponse;
using feed::v1::SubscribeEventsRequest;

constexpr int kDefaultPageSize = 100;
constexpr int kMaxPageSize = 1'000;
// A subscriber holds so much at most while its client is slow.
constexpr uint32_t kMaxHeldBytes = 64 << 10;

// The city of a request; empty, with a violation, if it names none.
std::string CityOf(const std::string& parent, base::Violations& violations) {
  const auto name = base::ParseCityName(parent, "parent");
  if (name.ok()) return name->city;
  violations.Add(name.status());
  return "";
}

// The position that a request goes on from; absent if it gives none or none of its city.
std::optional<base::PositionToken> AfterOf(const std::string& text, const std::string& city,
                                           base::Violations& violations) {
  if (text.empty()) return std::nullopt;
  auto token = base::ParsePositionToken(text, "after_position");
  if (!token.ok()) {
    violations.Add(token.status());
  } else if (token->city != city) {
    violations.Add("after_position", absl::StrCat("is a position of city \"", token->city,
                                                  "\", the request is about \"", city, "\""));
  } else {
    return *std::move(token);
  }
  return std::nullopt;
}

// What is wrong with the plain fields of a page.
void CheckPage(const ReadEventsRequest& request, base::Violations& violations) {
  if (!feed::v1::ReadDirection_IsValid(request.direction())) {
    violations.Add("direction", "is neither READ_DIRECTION_FORWARDS nor READ_DIRECTION_BACKWARDS");
  }
  if (request.page_size() < 0) violations.Add("page_size", "is negative");
}

// The page of the log behind `after`, or before it.
store::v1::ReadCityRequest PageBehind(const std::optional<base::PositionToken>& after,
                                      const ReadEventsRequest& request) {
  store::v1::ReadCityRequest page;
  const bool backwards = request.direction() == feed::v1::READ_DIRECTION_BACKWARDS;
  page.set_direction(backwards ? store::v1::DIRECTION_BACKWARDS : store::v1::DIRECTION_FORWARDS);
  if (after.has_value()) {
    page.set_from_position(backwards ? std::max<uint64_t>(after->number, 1) - 1
                                     : after->number + 1);
  }
  const int size = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  page.set_max_events(static_cast<uint32_t>(std::min(size, kMaxPageSize)));
  page.set_max_bytes(static_cast<uint32_t>(kMaxPageBytes));
  return page;
}

// Decodes a page of the log. One that ends before an event of a newer program, or one that cannot
// be told to be wanted, goes so far; the next one begins with it and says so.
absl::StatusOr<ReadEventsResponse> ToResponse(eventstore::EventStore& store,
                                              const std::string& city, const std::string& epoch,
                                              const FeedFilter& filter, bool backwards,
                                              store::v1::ReadCityResponse page) {
  const auto token = [&](uint64_t number) {
    return base::FormatPositionToken({city, epoch, number});
  };
  // As `after_position`: the event next to where the page of the log goes on.
  const auto next_to = [&](uint64_t position) {
    return token(backwards ? position + 1 : position - 1);
  };
  ReadEventsResponse response;
  response.set_head_position(token(page.head_position()));
  for (auto& recorded : *page.mutable_events()) {
    const absl::StatusOr<bool> wanted = filter.Wants(store, recorded);
    if (wanted.ok() && !*wanted) continue;
    const uint64_t position = recorded.position();
    auto event = wanted.ok() ? ToFeedEvent(city, epoch, std::move(recorded))
                             : absl::StatusOr<feed::v1::Event>(wanted.status());
    if (!event.ok() && response.events().empty()) return event.status();
    if (!event.ok()) {
      response.set_next_position(next_to(position));
      return response;
    }
    *response.add_events() = *std::move(event);
  }
  response.set_next_position(next_to(page.next_position()));
  response.set_end(page.end_of_log());
  return response;
}

}  // namespace

EventFeed::EventFeed(eventstore::EventStore& store, application::CityFolds& folds,
                     const base::Clock& clock, eventstore::Subscriptions::Post post)
    : store_(store),
      folds_(folds),
      clock_(clock),
      post_(std::move(post)),
      subscriptions_(store, clock, post_, {.max_page_bytes = kMaxHeldBytes}) {}

absl::StatusOr<ReadEventsResponse> EventFeed::ReadEvents(const ReadEventsRequest& request) {
  base::Violations violations;
  const std::string city = CityOf(request.parent(), violations);
  const auto after = AfterOf(request.after_position(), city, violations);
  CheckPage(request, violations);
  const FeedFilter filter(city, request.resources(), request.types(), violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(city));
  // Pages have an order of their own, so that of a damaged log those before the damage can be read.
  if (!request.at_least_position().empty()) {
    MOKUHYO_RETURN_IF_ERROR(
        application::ResolveReadPoint(store_, clock_, city, request.at_least_position(), "")
            .status());
  }
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
  if (after.has_value()) {
    MOKUHYO_RETURN_IF_ERROR(
        eventstore::CheckHistory(head, after->epoch, after->number, "after_position"));
  }
  store::v1::ReadCityRequest question = PageBehind(after, request);
  question.set_city(city);
  filter.Fill(question);
  const bool backwards = question.direction() == store::v1::DIRECTION_BACKWARDS;
  MOKUHYO_ASSIGN_OR_RETURN(auto page, eventstore::ReadCityNow(store_, std::move(question)));
  MOKUHYO_ASSIGN_OR_RETURN(const auto head_behind, Head(city));
  if (head_behind.epoch() != head.epoch()) return application::EpochChanged();
  return ToResponse(store_, city, head.epoch(), filter, backwards, std::move(page));
}

absl::StatusOr<std::unique_ptr<EventSubscription>> EventFeed::SubscribeEvents(
    const SubscribeEventsRequest& request) {
  base::Violations violations;
  const std::string city = CityOf(request.parent(), violations);
  const auto after = AfterOf(request.after_position(), city, violations);
  if (request.from_now() && !request.after_position().empty()) {
    violations.Add("from_now", "stands beside after_position; give one of the two");
  }
  FeedFilter filter(city, request.resources(), request.types(), violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());
  MOKUHYO_RETURN_IF_ERROR(folds_.RequireCity(city));
  MOKUHYO_ASSIGN_OR_RETURN(const auto head, Head(city));
  store::v1::SubscribeRequest question;
  question.set_city(city);
  // The tokens are of the history as it is now, whichever the client's is.
  question.set_epoch(head.epoch());
  if (request.from_now()) question.set_after_position(head.position());
  if (after.has_value()) {
    MOKUHYO_RETURN_IF_ERROR(
        eventstore::CheckHistory(head, after->epoch, after->number, "after_position"));
    question.set_after_position(after->number);
  }
  filter.Fill(question);
  return std::make_unique<EventSubscription>(store_, post_, city, head.epoch(), std::move(filter),
                                             event_bytes_,
                                             subscriptions_.Open(std::move(question)));
}

absl::StatusOr<store::v1::GetHeadResponse> EventFeed::Head(const std::string& city) {
  store::v1::GetHeadRequest request;
  request.set_city(city);
  return eventstore::GetHeadNow(store_, std::move(request));
}

}  // namespace mokuhyo::projection
